/** Which of the tsconfig's files are read. */
import path from 'node:path'
import { isBelow, relativePath } from './reader.ts'

export interface ProjectPlace {
  /** Absolute, with `/`. */
  readonly root: string
  /** Below the root, without a slash at the end; empty for the root itself. */
  readonly src: string
  readonly out: string
  readonly tsconfig: string | undefined
}

export function isAmbient(file: string): boolean {
  return /\.d\.[cm]?ts$/.test(file)
}

export function isGenerated(place: ProjectPlace, file: string): boolean {
  return isBelow(path.posix.join(place.root, place.out), file)
}

/** The rule of what is read: TypeScript below `src`, without tests, declarations and generated files. */
export function isSource(place: ProjectPlace, file: string): boolean {
  return /\.[cm]?tsx?$/.test(file) && !isAmbient(file) && isBelowSources(place, file)
}

export function isJavaScript(file: string): boolean {
  return /\.[cm]?jsx?$/.test(file)
}

export function isBelowSources(place: ProjectPlace, file: string): boolean {
  const below = isBelow(path.posix.join(place.root, place.src), file) && !isGenerated(place, file)
  if (!below || relativePath(place.root, file).split('/').includes('node_modules')) return false
  return !/\.(test|spec)\.[cm]?[jt]sx?$/.test(file)
}
