/** Arguments that arrive as strings (of prompts, templates and routes) in the types that are declared. */
import type { Decoded, ValidationProblem } from '../manifest.ts'
import type { JsonObject, JsonValue } from '../protocol/json.ts'
import { jsonNumber } from './number.ts'

/** One string, or several of one name in a query. */
type Text = string | string[]

/** Reads a string; undefined when it is not what is wanted, which `expected` names in the terms of JSON Schema. */
interface Reader {
  (text: Text): JsonValue | undefined
  readonly expected: Pick<ValidationProblem, 'keyword' | 'params' | 'message'>
}

function reader(read: (text: Text) => JsonValue | undefined, expected: Reader['expected']): Reader {
  return Object.assign((text: Text) => read(text), { expected })
}

function typed(type: string, read: (text: string) => JsonValue | undefined): Reader {
  return reader(value => (typeof value === 'string' ? read(value) : undefined), {
    keyword: 'type',
    params: { type },
    message: `must be ${type}`,
  })
}

export const text = {
  string: typed('string', value => value),
  number: typed('number', jsonNumber),
  integer: typed('integer', value => {
    const number = jsonNumber(value)
    return Number.isSafeInteger(number) ? number : undefined
  }),
  boolean: typed('boolean', value => (value === 'true' ? true : value === 'false' ? false : undefined)),
  /** One item is a list as well. */
  list(item: Reader): Reader {
    return reader(
      value => {
        const items = (typeof value === 'string' ? [value] : value).map(item)
        return items.includes(undefined) ? undefined : (items as JsonValue[])
      },
      { ...item.expected, message: `each ${item.expected.message}` },
    )
  },
  /** Values by their printed form. */
  oneOf(...values: (string | number | boolean | null)[]): Reader {
    return reader(value => values.find(one => String(one) === value), {
      keyword: 'enum',
      params: { allowedValues: values },
      message: 'must be equal to one of the allowed values',
    })
  },
  /** The first that can read it. */
  union(...readers: Reader[]): Reader {
    return reader(
      value => {
        for (const read of readers) {
          const found = read(value)
          if (found !== undefined) return found
        }
        return undefined
      },
      { keyword: 'anyOf', params: {}, message: 'must match a schema in anyOf' },
    )
  },
  /** What cannot be read stays the string it was, and is named. Names without a reader stay as they are. */
  decoder(readers: Readonly<Record<string, Reader>>): (strings: Readonly<Record<string, Text>>) => Decoded {
    return strings => {
      const problems: ValidationProblem[] = []
      const args = Object.entries(strings).map(([name, value]): [string, JsonValue] => {
        const read = Object.hasOwn(readers, name) ? readers[name] : undefined
        const found = read ? read(value) : value
        if (read && found === undefined) problems.push({ instancePath: pointer(name), ...read.expected })
        return [name, found ?? (found === null ? null : value)]
      })
      return { args: Object.fromEntries(args) as JsonObject, problems }
    }
  },
}

/** RFC 6901 §3. */
function pointer(name: string): string {
  return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
}
