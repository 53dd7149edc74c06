/** A declaration's `validators/….mjs`: plain functions that check and convert what goes in and what comes out. */

import { argumentsOf, type Lowered } from '../3-lower/lower.ts'
import type { Declaration, Resource, Tool } from '../ir/declaration.ts'
import type { Types } from '../ir/refs.ts'
import type { ObjectType } from '../ir/type.ts'
import { validateCode } from './ajv.ts'
import { printDecoder } from './decode.ts'
import { createEncoders } from './encode.ts'
import { UNCHECKED_BANNER } from './printer.ts'
import { canCoerce, createShapes } from './shape.ts'

/** Everything that the code below may take from the runtime, by the name it is called by. */
const HELPERS = ['codePoints', 'duplicate', 'formats', 'report', 'text', 'to', 'wire']

/** The module's text; undefined when the declaration needs none. */
export function printValidators(lowered: Lowered, types: Types): string | undefined {
  const { declaration, input, output } = lowered
  const parts = [printConversions(declaration, types)]
  if (input || output) parts.push(validateCode({ ...(input && { input }), ...(output && { output }) }))
  const code = parts.filter(Boolean).join('\n')
  if (code === '') return undefined
  const used = HELPERS.filter(name => new RegExp(`(?<![\\w$.'"])${name}[.([]`).test(code))
  const imports = used.length > 0 ? `import { ${used.join(', ')} } from '@mcpgen/runtime/validation'\n\n` : ''
  return `${UNCHECKED_BANNER}\n${imports}${code}`
}

function printConversions(declaration: Declaration, types: Types): string {
  const shapes = createShapes(types)
  const encoders = createEncoders(types, shapes)
  const args = argumentsOf(declaration, types)
  const exports: string[] = []
  if (declaration.kind === 'tool') {
    if (isCoercible(args, types)) exports.push(`export const coerce = to.arguments(${shapes.of(declaration.input)})\n`)
  } else {
    const decoder = printDecoder(args, types)
    if (decoder !== undefined) exports.push(`export const decode = ${decoder}\n`)
  }
  const encode = resultEncoder(declaration, encoders.of)
  if (encode !== undefined) exports.push(`export const encode = ${encode}\n`)
  const functions = encoders.functions().map(text => `${text}\n`)
  const constants = shapes.constants().map(text => `${text}\n`)
  return [...constants, ...exports, ...functions].join('\n')
}

function isCoercible(args: ObjectType, types: Types): boolean {
  return (
    args.properties.some(property => property.optional || canCoerce(property.type, types)) || args.index !== undefined
  )
}

function resultEncoder(declaration: Declaration, of: (type: never) => string | undefined): string | undefined {
  if (declaration.kind === 'prompt') return undefined
  const { result }: Tool | Resource = declaration
  return result.kind === 'data' ? of(result.type as never) : undefined
}
