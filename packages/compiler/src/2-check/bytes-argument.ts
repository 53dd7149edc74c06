import { diagnose } from '../diagnostics/catalogue.ts'
import { holdsBytes } from '../ir/bytes.ts'
import type { Part } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'
import { children, namesIn, objectsIn, resolve, type Types } from '../ir/refs.ts'
import type { Span } from '../ir/span.ts'
import { tagOf } from '../ir/tags.ts'
import type { Property, Type, UnionType } from '../ir/type.ts'

/** What arrives as text for bytes is made into bytes, so it has to be seen which text that is. */
export function bytesArgument({ declarations, types }: Part): Diagnostic[] {
  const places = new Map<Span, Diagnostic>()
  for (const { kind, input } of declarations) {
    if ((kind !== 'tool' && kind !== 'route') || !holdsBytes(input, types)) continue
    for (const { name, type, span } of propertiesIn(input, types)) {
      const problem = unionsIn(type)
        .map(union => ambiguity(union, types))
        .find(found => found !== undefined)
      if (problem === undefined || places.has(span)) continue
      places.set(span, diagnose('ambiguous-bytes', { span }, { what: `\`${name}\``, ...problem }))
    }
  }
  return [...places.values()]
}

function propertiesIn(root: Type, types: Types): Property[] {
  const bodies = [...namesIn([root], types)].flatMap(name => types.get(name)?.type ?? [])
  return [root, ...bodies].flatMap(objectsIn).flatMap(object => object.properties)
}

/** What a property's own type holds; properties of objects inside are told at their own place. */
function unionsIn(type: Type): UnionType[] {
  if (type.kind === 'object') return (type.index ?? []).flatMap(rule => unionsIn(rule.type))
  return [...(type.kind === 'union' ? [type] : []), ...children(type).flatMap(unionsIn)]
}

interface Ambiguity {
  readonly problem: string
  readonly help: string
}

function ambiguity(union: UnionType, types: Types): Ambiguity | undefined {
  const kindOf = (member: Type) => resolve(member, types)
  const holding = union.members.filter(member => holdsBytes(member, types))
  if (holding.some(member => kindOf(member).kind === 'bytes') && union.members.some(one => isText(one, types)))
    return {
      problem: 'bytes or text',
      help: "take bytes alone, or tell them apart: `{ kind: 'text'; text: string } | { kind: 'bytes'; bytes: Uint8Array }`",
    }
  const lists = union.members.filter(member => ['array', 'tuple'].includes(kindOf(member).kind))
  if (lists.length > 1 && lists.some(member => holding.includes(member)))
    return {
      problem: 'one of several lists, of which one has bytes',
      help: 'take an object for each, with a literal `kind`',
    }
  const objects = union.members.filter(member => kindOf(member).kind === 'object')
  const told = objects.length < 2 || tagOf({ ...union, members: objects }, types) !== undefined
  if (told || !objects.some(member => holding.includes(member))) return undefined
  return {
    problem: 'one of several objects, of which one has bytes',
    help: "give each a property with a text of its own, such as `kind: 'file'`",
  }
}

function isText(type: Type, types: Types): boolean {
  const target = resolve(type, types)
  if (target.kind === 'literal') return typeof target.value === 'string'
  if (target.kind === 'enum') return target.members.some(({ value }) => typeof value === 'string')
  return target.kind === 'string'
}
