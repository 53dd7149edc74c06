/** Validators as a server loads them: emitted, written, imported. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Lowered } from '../../packages/compiler/src/3-lower/lower.ts'
import { lower } from '../../packages/compiler/src/3-lower/lower.ts'
import { emit } from '../../packages/compiler/src/4-emit/emit.ts'
import { validatorsPath } from '../../packages/compiler/src/4-emit/file-name.ts'
import type { Declaration } from '../../packages/compiler/src/ir/declaration.ts'
import type { NamedType } from '../../packages/compiler/src/ir/type.ts'
import type { Validators } from '../../packages/runtime/src/manifest.ts'
import { program } from './ir.ts'
import { temporaryProject } from './project.ts'

const folder = temporaryProject([])
let count = 0

export interface Emitted extends Omit<Validators, 'encode'> {
  readonly encode?: (value: unknown) => unknown
  readonly text: string
  readonly entry: Lowered['entry']
}

export async function validatorsOf(
  declaration: Declaration,
  types: Map<string, NamedType> = new Map(),
): Promise<Emitted> {
  const built = program([declaration], types)
  const [lowered] = lower(built)
  if (!lowered) throw new Error('nothing was lowered')
  const out = join(folder, String(count++))
  const files = emit(built, [lowered])
  for (const [path, text] of files) {
    if (!path.startsWith('validators/')) continue
    mkdirSync(dirname(join(out, path)), { recursive: true })
    writeFileSync(join(out, path), text)
  }
  const text = files.get(validatorsPath(declaration)) ?? ''
  const module = text === '' ? {} : await import(pathToFileURL(join(out, validatorsPath(declaration))).href)
  return { ...module, text, entry: lowered.entry }
}
