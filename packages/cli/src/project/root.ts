/** Where a project is, and where its generated folder. Runs without the compiler. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'

const CONFIGS = ['ts', 'mts', 'js', 'mjs'].map(extension => `mcpgen.config.${extension}`)
const MARKS = ['package.json', ...CONFIGS]

/**
 * The project's root: the folder named by `--project`, else the nearest one from `start` upwards that holds a
 * `package.json` or an `mcpgen.config.ts`, else the current one.
 */
export function findRoot(project: string | undefined, start = '.'): string {
  if (project !== undefined) return resolve(project)
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    if (MARKS.some(mark => existsSync(join(folder, mark)))) return folder
    if (folder === dirname(folder)) return process.cwd()
  }
}

/** A path below the root as the compiler takes it: relative, with `/`. */
export function below(root: string, path: string): string {
  return relative(root, path).split(sep).join('/') || '.'
}

/** A path as a person in the current folder writes it. */
export function shown(path: string): string {
  const short = relative(process.cwd(), path)
  return (short.startsWith('..') && short.length > path.length ? path : short).split(sep).join('/') || '.'
}

/** The config's `out`, which the build accepts only as a literal, else `generated`. */
export function generatedFolder(root: string): string {
  const config = CONFIGS.map(name => join(root, name)).find(path => existsSync(path))
  const text = config === undefined ? '' : readFileSync(config, 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
  const [, , out = 'generated'] = /\bout\s*:\s*(['"`])([^'"`]+)\1/.exec(text) ?? []
  return resolve(root, out)
}
