import { diagnose } from '../diagnostics/catalogue.ts'
import type { Declaration, Part } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'
import { resolve, type Types } from '../ir/refs.ts'
import type { Type } from '../ir/type.ts'
import { describe } from './describe.ts'
import { type Mirrored, mirroredOf } from './mirrored.ts'

/**
 * The rules for `x-mcp-header` (2026-07-28 basic/transports/streamable-http): clients leave out a tool that breaks one.
 */
export function badHeader({ declarations, types }: Part): Diagnostic[] {
  return declarations.flatMap(declaration => {
    const seen = new Map<string, Mirrored>()
    return mirroredOf(declaration.input, types).flatMap(mirrored => {
      const first = seen.get(mirrored.header.toLowerCase())
      if (first === undefined) seen.set(mirrored.header.toLowerCase(), mirrored)
      const facts = problemOf(declaration, mirrored, first, types)
      return facts === undefined ? [] : [diagnose('bad-header', { span: mirrored.property.span }, facts)]
    })
  })
}

/** RFC 9110, "Tokens". */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

interface Facts {
  readonly header: string
  readonly problem: string
  readonly label: string
  readonly help: string
}

function problemOf(
  declaration: Declaration,
  { header, property, reachable }: Mirrored,
  first: Mirrored | undefined,
  types: Types,
): Facts | undefined {
  const facts = (problem: string, label: string, help: string) => ({ header, problem, label, help })
  if (declaration.kind !== 'tool') {
    return facts(
      `stands in a ${declaration.kind}`,
      'not of a tool',
      'remove it: headers mirror arguments of tools alone',
    )
  }
  if (!TOKEN.test(header)) {
    return facts(
      'is no name of a header',
      'not a header’s name',
      'write letters, digits and `-`, as in `@header Region`',
    )
  }
  if (!reachable) {
    const help = 'move the property to an object that stands in the arguments once, by itself'
    return facts(
      `stands on \`${property.name}\`, which is not one place in the arguments`,
      'in a list, a union, a record or itself',
      help,
    )
  }
  if (first !== undefined) {
    return facts(`stands on \`${first.property.name}\`, too`, 'a second one', 'give one of them another name')
  }
  const wrong = misfit(property.type, types)
  if (wrong === undefined) return undefined
  const help = 'mirror a string, an integer (`{@integer}`) or a boolean; let it be absent by `?` and not by `null`'
  return facts(`stands on ${wrong}`, wrong, help)
}

/** What a type is, in words, unless it is string, integer or boolean. */
function misfit(type: Type, types: Types): string | undefined {
  const target = resolve(type, types)
  switch (target.kind) {
    case 'string':
    case 'boolean':
    case 'date':
    case 'url':
    case 'bytes':
      return undefined
    case 'number':
      return target.integer ? undefined : 'a number that is no integer'
    case 'literal':
      return isMirrorable([target.value]) ? undefined : describe(target)
    case 'enum':
      return isMirrorable(target.members.map(member => member.value)) ? undefined : describe(target)
    default:
      return describe(target)
  }
}

/** Of one type, and numbers are integers. */
function isMirrorable(values: readonly unknown[]): boolean {
  const kinds = new Set(values.map(value => (value === null ? 'null' : typeof value)))
  if (kinds.size !== 1 || kinds.has('null')) return false
  return !kinds.has('number') || values.every(Number.isSafeInteger)
}
