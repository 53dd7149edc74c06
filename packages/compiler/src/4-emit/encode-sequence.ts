/** Lists and tuples as they are sent. */
import type { ArrayType, TupleType } from '../ir/type.ts'
import type { EncodeContext } from './encode-context.ts'

/**
 * The body of a function. Each list has a loop of its own: one that all shared would call whatever encoder it is handed,
 * which costs as much as a small item.
 */
export function printList({ items }: ArrayType, context: EncodeContext, hint: string): string {
  const item = itemHint(hint)
  const encoder = context.encoder(items, item)
  return [
    `if (${NOT_PLAIN}) return wire.list(value, ${encoder})\n`,
    // Of its length from the start: growing costs more than the items.
    'const sent = new Array(value.length)\n',
    `for (let n = 0; n < sent.length; n++) sent[n] = ${encoder}(value[n])\n`,
    'return sent\n',
  ].join('')
}

/** The body of a function: a tuple that has all its items is written down as one. */
export function printTuple({ items, rest }: TupleType, context: EncodeContext, hint: string): string {
  const item = itemHint(hint)
  const encoders = items.map(one => context.encoder(one.type, item))
  const others = rest ? `, ${orNone(context.encoder(rest, item))}` : ''
  const read = encoders.map((encoder, n) => (encoder === undefined ? `value[${n}]` : `${encoder}(value[${n}])`))
  return [
    `if (${NOT_PLAIN} || value.length !== ${items.length})\n`,
    `  return wire.tuple(value, [${encoders.map(orNone).join(', ')}]${others})\n`,
    `return [${read.join(', ')}]\n`,
  ].join('')
}

const NOT_PLAIN = '!Array.isArray(value) || value.toJSON !== undefined'

function itemHint(hint: string): string {
  return `${hint} item`
}

function orNone(encoder: string | undefined): string {
  return encoder ?? 'undefined'
}
