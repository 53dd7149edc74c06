/** Arguments as functions take them: bytes in place of base64 text, in copies of what was sent. */

type Read = ((value: never) => unknown) | undefined
type Rule = readonly [pattern: RegExp | null, read: Read]

export const read = {
  /** Over memory of their own: a small `Buffer` shares its memory with others. */
  bytes: (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64')),
  buffer: (text: string): Buffer => Buffer.from(text, 'base64'),
  clamped: (text: string): Uint8ClampedArray => new Uint8ClampedArray(Buffer.from(text, 'base64')),
  list: (value: readonly unknown[], item: (value: never) => unknown): unknown[] => value.map(one => item(one as never)),
  tuple: (value: readonly unknown[], items: readonly Read[], rest?: Read): unknown[] =>
    value.map((one, n) => apply(n < items.length ? items[n] : rest, one)),
  /** An open object: what is not declared is read by the first rule that covers its name. */
  record(value: object, rules: readonly Rule[], declared: object): object {
    const members = Object.entries(value).map(([key, member]): [string, unknown] => {
      if (Object.hasOwn(declared, key)) return [key, member]
      const rule = rules.find(([pattern]) => pattern === null || pattern.test(key))
      return [key, apply(rule?.[1], member)]
    })
    return Object.fromEntries(members)
  },
}

function apply(reader: Read, value: unknown): unknown {
  return reader === undefined ? value : reader(value as never)
}
