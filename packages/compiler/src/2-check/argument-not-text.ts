import { diagnose } from '../diagnostics/catalogue.ts'
import type { Declaration, Part } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'
import { resolve, type Types } from '../ir/refs.ts'
import { type ArgumentPlace, hasBody, placeOf } from '../ir/route.ts'
import type { Type } from '../ir/type.ts'
import { describe } from './describe.ts'

/** The arguments of prompts and templates, and what stands in the path and the query of routes, can be read from strings. */
export function argumentNotText({ declarations, types }: Part): Diagnostic[] {
  return declarations.flatMap(declaration => (declaration.kind === 'tool' ? [] : checkArguments(declaration, types)))
}

function checkArguments(declaration: Declaration, types: Types): Diagnostic[] {
  const { kind, name, input, span } = declaration
  const type = resolve(input, types)
  if (type.kind !== 'object') return []
  const open =
    type.index && !(declaration.kind === 'route' && hasBody(declaration.method))
      ? [diagnose('argument-not-text', { span }, { kind, name, argument: name, type: 'an object with any keys' })]
      : []
  const wrong = type.properties.flatMap(property => {
    const place = declaration.kind === 'route' ? placeOf(declaration, property.name) : 'argument'
    const found = place === 'body' ? undefined : notText(textOf(property.type, place, types), types)
    if (found === undefined) return []
    return [
      diagnose('argument-not-text', { span: property.span }, { kind, name, argument: property.name, type: found }),
    ]
  })
  return [...open, ...wrong]
}

/** A name in a query may come more than once. */
function textOf(type: Type, place: ArgumentPlace | 'argument', types: Types): Type {
  const target = resolve(type, types)
  return place === 'query' && target.kind === 'array' ? target.items : type
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
