/** What tells the members of a union apart. */
import { resolve, type Types } from './refs.ts'
import type { EnumMember, Type, UnionType } from './type.ts'

/** The literals of its tag by which an object is a member of a union. */
export function tagValues(member: Type, tag: string, types: Types): readonly EnumMember['value'][] {
  const target = resolve(member, types)
  const property = target.kind === 'object' ? target.properties.find(one => one.name === tag) : undefined
  const type = property && resolve(property.type, types)
  if (type?.kind === 'boolean') return [true, false]
  if (type?.kind === 'literal') return [type.value]
  return type?.kind === 'enum' ? type.members.map(one => one.value) : []
}

/** The discriminator, where every member requires it. */
export function tagOf(union: UnionType, types: Types): string | undefined {
  const tag = union.discriminator
  if (tag === undefined) return undefined
  const required = union.members.every(member => {
    const object = resolve(member, types)
    return object.kind === 'object' && object.properties.some(property => property.name === tag && !property.optional)
  })
  return required ? tag : undefined
}
