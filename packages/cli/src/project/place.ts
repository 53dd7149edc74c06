/** Which project the compiler is pointed at, as the command line says it. */
import { resolve } from 'node:path'
import { below, findRoot } from './root.ts'

export interface PlaceOptions {
  readonly project?: string
  readonly tsconfig?: string
}

export interface Place {
  readonly root: string
  readonly src?: string
  readonly tsconfig?: string
}

/** Paths are as seen from the project's folder where one is named, else from the current one. */
export function placeOf(src: string | undefined, { project, tsconfig }: PlaceOptions): Place {
  const base = resolve(project ?? '.')
  const root = findRoot(project, src)
  return {
    root,
    ...(src !== undefined && { src: below(root, resolve(base, src)) }),
    ...(tsconfig !== undefined && { tsconfig: below(root, resolve(base, tsconfig)) }),
  }
}
