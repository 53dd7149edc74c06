/** Where a declaration's files stand below the generated folder. */
import { createHash } from 'node:crypto'
import type { Declaration } from '../ir/declaration.ts'

const FOLDERS = { tool: 'tools', resource: 'resources', prompt: 'prompts', route: 'routes' } as const

/** Names that Windows keeps for devices, whatever the extension. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

/** Bytes of a name that every file system takes, with room for an extension. */
const LONGEST = 200

export function entryPath({ kind, name }: Pick<Declaration, 'kind' | 'name'>): string {
  return `${FOLDERS[kind]}/${fileName(name)}.json`
}

/** A tool's validators stand directly in `validators/`; those of the other kinds in folders, as a name may be used by each. */
export function validatorsPath({ kind, name }: Pick<Declaration, 'kind' | 'name'>): string {
  return kind === 'tool' ? `validators/${fileName(name)}.mjs` : `validators/${FOLDERS[kind]}/${fileName(name)}.mjs`
}

/** The name with everything outside `[A-Za-z0-9_.-]` percent-encoded. */
export function fileName(name: string): string {
  const encoded = [...name]
    .map(character => (/[A-Za-z0-9_.-]/.test(character) ? character : percent(character)))
    .join('')
  const safe = DEVICE.test(encoded) ? percent(encoded.slice(0, 1)) + encoded.slice(1) : encoded
  if (safe.length <= LONGEST) return safe
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 16)
  return `${safe.slice(0, LONGEST - 17).replace(/%.?$/, '')}-${hash}`
}

function percent(character: string): string {
  return [...Buffer.from(character)].map(byte => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
}

/** An import specifier from one folder of the project to a file of it. */
export function specifier(from: string, file: string): string {
  const source = from.split('/').filter(Boolean)
  const target = file.split('/')
  let shared = 0
  while (shared < source.length && shared < target.length - 1 && source[shared] === target[shared]) shared++
  const path = [...source.slice(shared).map(() => '..'), ...target.slice(shared)].join('/')
  return path.startsWith('.') ? path : `./${path}`
}

/** A specifier is read as a URL: `%`, `#` and `?` mean something else there, and ends of lines mean nothing. */
export function moduleUrl(from: string, file: string): string {
  return specifier(from, file).replace(/[%#?\t\n\r]/g, percent)
}
