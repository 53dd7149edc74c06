/** TypeScript in, IR out. This folder alone knows ts-morph. */
import type { Program } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'

export interface ReadOptions {
  /** The project's root, an absolute path: where `package.json` and the tsconfig stand. */
  readonly root: string
  /** The folder of sources below the root; else the config's `src`, else `src`. */
  readonly src?: string
  /** The folder of generated files below the root, which is not read; else the config's `out`, else `generated`. */
  readonly out?: string
  /** Default `tsconfig.json`; a project without one is read with the defaults of `tsc --init`. */
  readonly tsconfig?: string
}

export interface Reading {
  readonly program: Program
  readonly diagnostics: readonly Diagnostic[]
  /** The text of every file that a span may point into, by its path as spans write it. */
  readonly sources: ReadonlyMap<string, string>
}

/** Reads the declarations of a project. Never throws for what a user wrote: that becomes a diagnostic. */
export function read(_options: ReadOptions): Reading {
  throw new Error('not written yet')
}
