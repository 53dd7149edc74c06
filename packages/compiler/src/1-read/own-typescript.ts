/** The project's own TypeScript: before 6.0 it takes otherwise what a tsconfig leaves open. */
import path from 'node:path'
import type { Files } from '../files/files.ts'
import type { ts } from './typescript.js'

export interface Filled {
  readonly options: ts.CompilerOptions
  /** Whether the compiler here finds in the code what the project's own does. */
  readonly agrees: boolean
}

/** Takes the packages of types that the project's own TypeScript takes: all, where an older one is not told which. */
export function fillIn(options: ts.CompilerOptions, root: string, files: Files): Filled {
  const isOlder = majorVersion(root, files) < 6
  return {
    options: isOlder && options.types === undefined ? { ...options, types: ['*'] } : options,
    agrees: !isOlder || options.strict !== undefined,
  }
}

/** Infinity where there is none. */
function majorVersion(folder: string, files: Files): number {
  const text = files.read(path.posix.join(folder, 'node_modules/typescript/package.json'))
  const [, major] = /"version"\s*:\s*"(\d+)\./.exec(text ?? '') ?? []
  if (major !== undefined) return Number(major)
  const next = path.posix.dirname(folder)
  return next === folder ? Number.POSITIVE_INFINITY : majorVersion(next, files)
}
