/** What completes the arguments of a prompt or a template: a function that was named, or the values of the type itself. */
import type { Completer, Prompt, Resource } from '../ir/declaration.ts'
import { resolve, type Types } from '../ir/refs.ts'
import type { ObjectType, Type } from '../ir/type.ts'

export type Completion =
  | { readonly argument: string; readonly values: readonly string[] }
  | { readonly argument: string; readonly completer: Completer }

/** In the order of the arguments; those that nothing completes are left out. */
export function completionsOf(declaration: Prompt | Resource, input: ObjectType, types: Types): Completion[] {
  return input.properties.flatMap(({ name: argument, type }): Completion[] => {
    const completer = declaration.completers?.find(one => one.argument === argument)
    if (completer !== undefined) return [{ argument, completer }]
    const values = valuesOf(type, types)
    return values === undefined || values.length === 0 ? [] : [{ argument, values: [...new Set(values)] }]
  })
}

/** The texts of a type that has only so many; `null` is said by leaving the argument out. */
function valuesOf(type: Type, types: Types): string[] | undefined {
  const target = resolve(type, types)
  switch (target.kind) {
    case 'null':
      return []
    case 'boolean':
      return ['true', 'false']
    case 'literal':
      return [String(target.value)]
    case 'enum':
      return target.members.flatMap(({ value }) => (value === null ? [] : [String(value)]))
    case 'union': {
      const members = target.members.map(member => valuesOf(member, types))
      return members.every(member => member !== undefined) ? members.flat() : undefined
    }
    default:
      return undefined
  }
}
