/** Types in words, for messages. */
import type { RefType, Type } from '../ir/type.ts'

/** `an object`, `a number`. */
export function describe(type: Exclude<Type, RefType>): string {
  switch (type.kind) {
    case 'string':
      return type.format === undefined ? 'a string' : `a string of the format ${type.format}`
    case 'number':
      return type.integer ? 'an integer' : 'a number'
    case 'boolean':
      return 'a boolean'
    case 'null':
      return 'null'
    case 'literal':
      return JSON.stringify(type.value)
    case 'enum':
      return `one of ${type.members.map(member => JSON.stringify(member.value)).join(', ')}`
    case 'array':
      return 'an array'
    case 'tuple':
      return 'a tuple'
    case 'object':
      return 'an object'
    case 'union':
      return 'a union'
    case 'unknown':
      return 'any JSON'
    case 'never':
      return 'nothing'
    case 'date':
      return 'a Date'
    case 'url':
      return 'a URL'
    case 'bytes':
      return 'base64 text'
  }
}
