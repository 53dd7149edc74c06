/** Types that were read in more than one place: each file is read by itself. */
import { declaredName, mentions, type Types } from '../ir/refs.ts'
import type { Type } from '../ir/type.ts'
import { onceFor } from './once.ts'

/**
 * One name for all that stand for the same type, as declared at one place and with the same type arguments. Types are told
 * apart by what they say themselves, then by what the types that they mention say, until nothing more tells any apart.
 */
export function sameTypes(types: Types): ReadonlyMap<string, string> {
  let classes = classify(types, name => ownText(name, types))
  for (let count = 0; count !== countOf(classes); ) {
    count = countOf(classes)
    const before = classes
    const classOf = (name: string): number => before.get(name) ?? -1
    classes = classify(types, name => {
      const inside = types.get(name)
      return [classOf(name), ...(inside ? mentions(inside.type).map(classOf) : [])].join()
    })
  }
  const first = new Map<number, string>()
  for (const [name, number] of classes) if (!first.has(number)) first.set(number, name)
  return new Map([...classes].map(([name, number]) => [name, first.get(number) ?? name]))
}

/** A number for each text. */
function classify(types: Types, textOf: (name: string) => string): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>()
  const classes = new Map<string, number>()
  for (const name of types.keys()) {
    const text = textOf(name)
    const number = numbers.get(text) ?? numbers.size
    numbers.set(text, number)
    classes.set(name, number)
  }
  return classes
}

function countOf(classes: ReadonlyMap<string, number>): number {
  return new Set(classes.values()).size
}

/** What a type says without the types that it mentions. */
function ownText(name: string, types: Types): string {
  const { type, span } = types.get(name) ?? {}
  return `${declaredName(name, types)} ${span?.file} ${span?.start} ${type && withoutNames(type)}`
}

const withoutNames = onceFor((type: Type) =>
  JSON.stringify(type).replace(/"kind":"ref","name":"[^"]*"/g, '"kind":"ref"'),
)
