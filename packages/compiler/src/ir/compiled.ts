/** Where a compiler such as tsc puts what it makes of the sources. Folders are relative to the project's root. */
export interface Compiled {
  /** The folder of compiled modules. */
  readonly folder: string
  /** The folder whose structure it repeats; empty for the project's root. */
  readonly rootDir: string
}

const EXTENSION = /\.([cm]?)tsx?$/

/** The module that a source becomes; undefined for one outside of `rootDir`, which becomes none. */
export function compiledModule(source: string, { folder, rootDir }: Compiled): string | undefined {
  const base = rootDir === '' ? '' : `${rootDir}/`
  if (!source.startsWith(base)) return undefined
  return `${folder}/${source.slice(base.length).replace(EXTENSION, '.$1js')}`
}

/** Whether a compiler makes another file of it. */
export function isCompiled(source: string): boolean {
  return EXTENSION.test(source)
}
