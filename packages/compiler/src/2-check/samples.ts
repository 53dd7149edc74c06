/** Values of a type, to hold a schema against that nobody derived from it. */
import { resolve, type Types } from '../ir/refs.ts'
import type { ObjectType, Type } from '../ir/type.ts'

/** How far a type that holds itself is followed. */
const DEPTH = 6

/** None for what may be anything; else values with everything in it that may be; one for each member of a union at the root and below it. */
export function samplesOf(type: Type, types: Types, depth = 0): unknown[] {
  const target = resolve(type, types)
  switch (target.kind) {
    case 'string':
      return ['text']
    case 'date':
      return ['2026-01-01T00:00:00Z']
    case 'url':
      return ['https://example.com/']
    case 'bytes':
      return ['AA==']
    case 'number':
      return [Math.max(target.minimum ?? 1, 1)]
    case 'boolean':
      return [true]
    case 'literal':
      return [target.value]
    case 'enum':
      return target.members.map(member => member.value)
    case 'array':
      return depth < DEPTH ? samplesOf(target.items, types, depth + 1).map(item => [item]) : [[]]
    case 'tuple':
      return [target.items.map(item => samplesOf(item.type, types, depth + 1)[0] ?? null)]
    case 'object':
      return objectSamples(target, types, depth)
    case 'union':
      return target.members.flatMap(member => samplesOf(member, types, depth + 1))
    case 'null':
      return [null]
    case 'unknown':
    case 'never':
      return []
  }
}

/** The whole object once for each choice of one property, so that there are as many as choices and not their product. */
function objectSamples({ properties }: ObjectType, types: Types, depth: number): unknown[] {
  const members = properties
    .filter(property => depth < DEPTH || !property.optional)
    .map(property => [property.name, depth > DEPTH ? [] : samplesOf(property.type, types, depth + 1)] as const)
    .filter(([, values]) => values.length > 0)
  const most = Math.max(1, ...members.map(([, values]) => Math.min(values.length, 8)))
  return Array.from({ length: most }, (_, n) =>
    Object.fromEntries(members.map(([name, values]) => [name, values[n % values.length] ?? null])),
  )
}
