import { diagnose } from '../diagnostics/catalogue.ts'
import type { Declaration, Program } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'
import { resolve, type Types } from '../ir/refs.ts'
import type { Type } from '../ir/type.ts'
import { describe } from './describe.ts'

/** The arguments of prompts and templates are of types that can be read from a string. */
export function argumentNotText({ declarations, types }: Program): Diagnostic[] {
  return declarations.flatMap(declaration => (declaration.kind === 'tool' ? [] : checkArguments(declaration, types)))
}

function checkArguments({ kind, name, input, span }: Declaration, types: Types): Diagnostic[] {
  const type = resolve(input, types)
  if (type.kind !== 'object') return []
  const open = type.index
    ? [diagnose('argument-not-text', { span }, { kind, name, argument: name, type: 'an object with any keys' })]
    : []
  const wrong = type.properties.flatMap(property => {
    const found = notText(property.type, types)
    if (found === undefined) return []
    return [
      diagnose('argument-not-text', { span: property.span }, { kind, name, argument: property.name, type: found }),
    ]
  })
  return [...open, ...wrong]
}

/** What of a type cannot stand in a string, in words. `null` beside a string is never sent, which is no harm. */
function notText(type: Type, types: Types): string | undefined {
  const target = resolve(type, types)
  switch (target.kind) {
    case 'array':
    case 'tuple':
    case 'object':
    case 'never':
      return describe(target)
    case 'bytes':
      return 'bytes'
    case 'union':
      return target.members.map(member => notText(member, types)).find(found => found !== undefined)
    default:
      return undefined
  }
}
