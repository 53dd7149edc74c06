/** Types of forms to the schemas that elicitation allows (client/elicitation, "Requested Schema"). */
import type { Declaration } from '../ir/declaration.ts'
import { resolve, type Types } from '../ir/refs.ts'
import type { Doc, EnumMember, Property, Type } from '../ir/type.ts'

export type FormSchema = Readonly<Record<string, unknown>>

/** Every form of the program, by key, in the order of the keys. */
export function lowerForms(declarations: readonly Declaration[], types: Types): ReadonlyMap<string, FormSchema> {
  const forms = declarations.flatMap(({ asks }) => asks?.forms ?? [])
  const byKey = new Map(forms.map(({ key, type }) => [key, lowerForm(type, types)]))
  return new Map([...byKey].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function lowerForm(type: Type, types: Types): FormSchema {
  const form = resolve(type, types)
  const properties = form.kind === 'object' ? form.properties : []
  const required = properties.filter(property => !property.optional).map(property => property.name)
  return present({
    type: 'object',
    properties: Object.fromEntries(properties.map(property => [property.name, lowerField(property, types)])),
    required: required.length > 0 ? required : undefined,
  })
}

function lowerField({ type, doc }: Property, types: Types): FormSchema {
  const named = type.kind === 'ref' ? types.get(type.name)?.doc : undefined
  const said: Doc = { ...named, ...doc }
  return present({
    ...lowerType(type, said, types),
    title: said.title,
    description: said.description,
    default: said.default?.value,
  })
}

function lowerType(type: Type, doc: Doc, types: Types): FormSchema {
  const field = resolve(type, types)
  switch (field.kind) {
    case 'string': {
      const { kind, ...keywords } = field
      return { type: kind, ...keywords }
    }
    case 'number':
      return present({ type: field.integer ? 'integer' : 'number', minimum: field.minimum, maximum: field.maximum })
    case 'boolean':
      return { type: 'boolean' }
    case 'array': {
      const items = lowerOptions(membersOf(field.items, types), 'anyOf')
      return present({ type: 'array', items, minItems: field.minItems, maxItems: field.maxItems })
    }
    default:
      return lowerChoice(membersOf(field, types), doc)
  }
}

function lowerChoice(members: readonly EnumMember[], { enumNames }: Doc): FormSchema {
  if (enumNames === undefined) return { type: 'string', ...lowerOptions(members, 'oneOf') }
  const names = members.map(({ value, description }, n) => enumNames[n] ?? description ?? value)
  return { type: 'string', enum: members.map(member => member.value), enumNames: names }
}

/** Choices that have titles, and choices that have none. */
function lowerOptions(members: readonly EnumMember[], keyword: 'oneOf' | 'anyOf'): FormSchema {
  if (!members.some(member => member.description !== undefined))
    return { type: 'string', enum: members.map(member => member.value) }
  return { [keyword]: members.map(({ value, description }) => ({ const: value, title: description ?? value })) }
}

function membersOf(type: Type, types: Types): readonly EnumMember[] {
  const choice = resolve(type, types)
  if (choice.kind === 'enum') return choice.members
  return choice.kind === 'literal' ? [{ value: choice.value }] : []
}

function present(schema: Record<string, unknown>): FormSchema {
  return Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined))
}
