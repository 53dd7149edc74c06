/** What makes two builds comparable: the same compiler of the same parts, asked for the same. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import v8 from 'node:v8'
import { hashOf } from '../files/trace.ts'

/** What writes the code beside us. */
const PARTS = ['ajv/package.json', '@ts-morph/common/package.json']

export function keyOf(options: object): string {
  const code = join(import.meta.dirname, '..')
  // Node's own tag says which V8 judged the patterns.
  const parts = [stamps(code), textOf(join(code, '../package.json')), ...PARTS.map(partOf), v8.cachedDataVersionTag()]
  return hashOf(JSON.stringify([parts, options]))
}

/** The compiler's files, which change without its version while one works on it. */
function stamps(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map(name => {
      const { size, mtimeMs } = statSync(join(folder, name))
      return `${name} ${size} ${mtimeMs}`
    })
}

function partOf(specifier: string): string {
  try {
    return textOf(createRequire(import.meta.url).resolve(specifier))
  } catch {
    return ''
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
