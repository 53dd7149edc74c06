/** Validators as a server loads them: emitted, written, imported. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Lowered } from '../../packages/compiler/src/3-lower/lower.ts'
import { lower } from '../../packages/compiler/src/3-lower/lower.ts'
import { printValidators } from '../../packages/compiler/src/4-emit/validators.ts'
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
  const [lowered] = lower(program([declaration], types))
  if (!lowered) throw new Error('nothing was lowered')
  const text = printValidators(lowered, types) ?? ''
  const file = join(folder, `validators-${count++}.mjs`)
  writeFileSync(file, text)
  const module = await import(pathToFileURL(file).href)
  return { ...module, text, entry: lowered.entry }
}
