/** Random types as TypeScript. */
import { keepsComments, type Printed, printObject, REWRITINGS } from './forms.ts'
import type { ConstrainedSpec, ObjectSpec, RecordSpec, RecursiveSpec, Spec, TemplateSpec, TupleSpec } from './spec.ts'
import type { Writer } from './writer.ts'

export function textOf(spec: Spec, writer: Writer): string {
  const text = (inner: Spec): string => textOf(inner, writer)
  switch (spec.kind) {
    case 'literals':
      return literalsText(spec, writer)
    case 'template':
      return templateText(spec)
    case 'constrained':
      return writer.declare(name => `type ${name} = ${text(spec.base)}`, commentOf(spec))
    case 'array':
      return arrayText(text(spec.item), spec.written, writer)
    case 'record':
      return recordText(spec, writer)
    case 'tuple':
      return tupleText(spec, writer)
    case 'object':
      return printObject(spec.written, printed(spec, writer), writer)
    case 'union':
      return `(${spec.members.map(text).join(' | ')})`
    case 'tagged':
      return taggedText(spec, writer)
    case 'recursive':
      return recursiveText(spec, writer)
    case 'rewritten':
      return REWRITINGS[spec.written]?.text(text(spec.type), writer) ?? ''
    case 'given':
      return writer.declare(name => `interface ${name} { hidden: number; toJSON(): ${text(spec.type)} }`)
    default:
      return SCALARS[spec.kind] ?? spec.kind
  }
}

const SCALARS: Readonly<Record<string, string>> = { date: 'Date', url: 'URL', bytes: 'Uint8Array' }

/** A member that is constrained says so itself, where the way of writing has a place for it. */
function printed({ members, written }: ObjectSpec, writer: Writer): Printed[] {
  return members.map(({ name, optional, type }) => {
    const own = type.kind === 'constrained' && type.written === 'property' && keepsComments(written)
    return own
      ? { name, optional, text: textOf(type.base, writer), comment: commentOf(type) }
      : { name, optional, text: textOf(type, writer), comment: '' }
  })
}

function commentOf({ tags }: ConstrainedSpec): string {
  const lines = Object.entries(tags).map(([tag, value]) => ` * @${tag}${value === true ? '' : ` ${value}`}\n`)
  return `/**\n${lines.join('')} */\n`
}

function literalsText({ values, written }: Extract<Spec, { kind: 'literals' }>, writer: Writer): string {
  const texts = values.map(value => JSON.stringify(value))
  const place = `(${texts.join(' | ')})`
  const enumOf = (start: string): string => {
    const members = texts.map((text, n) => `${n % 2 === 0 ? '' : '/** About it. */ '}M${n} = ${text}`)
    const reference = writer.declare(name => `${start}enum ${name} { ${members.join(', ')} }`)
    return writer.judged ? place : reference
  }
  const constant = (value: string): string => `(typeof ${writer.declare(name => `const ${name} = ${value} as const`)})`
  switch (written) {
    case 'enum':
      return enumOf('')
    case 'constEnum':
      return enumOf('const ')
    case 'list':
      return `${constant(`[${texts.join(', ')}]`)}[number]`
    case 'values': {
      const object = constant(`{ ${texts.map((text, n) => `M${n}: ${text}`).join(', ')} }`)
      return `${object}[keyof ${object}]`
    }
    case 'exclude':
      return `Exclude<${texts.join(' | ')} | 'dropped', 'dropped'>`
    case 'extract':
      return `Extract<${texts.join(' | ')} | null, ${texts.join(' | ')}>`
    case 'keyof':
      return `keyof { ${texts.map(text => `${text}: 1`).join('; ')} }`
    case 'template':
      return `\`\${${texts.join(' | ')}}\``
    case 'mapped':
      return `keyof { [K in ${texts.map(text => JSON.stringify(`_${JSON.parse(text)}`)).join(' | ')} as K extends \`_\${infer R}\` ? R : never]: K }`
    default:
      return place
  }
}

function templateText({ texts, holes }: TemplateSpec): string {
  const parts = texts.map((text, n) => {
    const hole = holes[n]
    if (hole === undefined) return text
    const type = typeof hole === 'string' ? hole : hole.map(one => JSON.stringify(one)).join(' | ')
    return `${text}\${${type}}`
  })
  return `\`${parts.join('')}\``
}

function arrayText(item: string, written: string, writer: Writer): string {
  switch (written) {
    case 'generic':
      return `Array<${item}>`
    case 'readonly':
      return `readonly (${item})[]`
    case 'readonlyGeneric':
      return `ReadonlyArray<${item}>`
    case 'extended':
      return writer.declare(name => `interface ${name} extends Array<${item}> {}`)
    case 'partial':
      return `Required<Partial<(${item})[]>>`
    default:
      return `(${item})[]`
  }
}

const KEYS: Readonly<Record<RecordSpec['keys'], string>> = {
  any: 'string',
  number: 'number',
  data: `\`data-\${string}\``,
}

function recordText({ item, keys, members, written }: RecordSpec, writer: Writer): string {
  const text = textOf(item, writer)
  const key = KEYS[keys]
  const own = members.map(({ name, optional }) => `${JSON.stringify(name)}${optional ? '?' : ''}: ${text}; `)
  const body = `{ ${own.join('')}[key: ${key}]: ${text} }`
  switch (written) {
    case 'interface':
      return writer.declare(name => `interface ${name} ${body}`)
    case 'record':
      return `Record<${key}, ${text}>`
    case 'in':
      return `{ [K in ${key}]: ${text} }`
    case 'partial':
      return `Partial<Record<${key}, ${text}>>`
    default:
      return body
  }
}

function tupleText({ items, optional, rest, written }: TupleSpec, writer: Writer): string {
  const isOptional = (n: number): boolean => n >= items.length - optional
  const texts = items.map(item => textOf(item, writer))
  const more = rest === undefined ? [] : [`...(${textOf(rest, writer)})[]`]
  const plain = (mark: string): string =>
    `[${[...texts.map((text, n) => `(${text})${isOptional(n) ? mark : ''}`), ...more].join(', ')}]`
  switch (written) {
    case 'labelled':
      return `[${[...texts.map((text, n) => `n${n}${isOptional(n) ? '?' : ''}: ${text}`), ...more.map(text => `...more: ${text.slice(3)}`)].join(', ')}]`
    case 'readonly':
      return `readonly ${plain('?')}`
    case 'same':
      return `t.Same<${plain('?')}>`
    case 'partial':
      return `Partial<${plain('')}>`
    case 'required':
      return `Required<[${[...texts.map(text => `(${text})?`), ...more].join(', ')}]>`
    case 'spread':
      return `[${[`...[${texts.slice(0, -1).join(', ')}]`, ...texts.slice(-1), ...more].join(', ')}]`
    default:
      return plain('?')
  }
}

function taggedText({ members, written }: Extract<Spec, { kind: 'tagged' }>, writer: Writer): string {
  if (written === 'factored') return factoredText(members, writer)
  const union = members.map(member => textOf(member, writer)).join(' | ')
  if (written === 'same') return `t.Same<${union}>`
  if (written === 'extract') return `Extract<(${union}) | { tag: 'dropped' }, { tag: string | number | boolean }>`
  return `(${union})`
}

/** What all members have is said once: `({ tag: 'a' } | { tag: 'b' }) & { shared: T }`. */
function factoredText(members: readonly ObjectSpec[], writer: Writer): string {
  const shared = members[0]?.members.find(({ name }) => name === 'shared')
  const own = members.map(one =>
    textOf({ ...one, members: one.members.filter(({ name }) => name !== 'shared') }, writer),
  )
  if (shared === undefined) return `(${own.join(' | ')})`
  return `((${own.join(' | ')}) & ${textOf({ kind: 'object', members: [shared], written: 'interface' }, writer)})`
}

function recursiveText({ value, written }: RecursiveSpec, writer: Writer): string {
  const text = textOf(value, writer)
  const declare = (make: (name: string) => string): string => writer.declare(make)
  switch (written) {
    case 'chain':
      return declare(name => `interface ${name} { value: ${text}; next?: ${name} }`)
    case 'list':
      return declare(name => `type ${name} = null | { head: ${text}; tail: ${name} }`)
    case 'tree':
      return declare(name => `interface ${name} { value: ${text}; children: readonly ${name}[] }`)
    case 'json':
      return declare(name => `type ${name} = ${text} | ${name}[] | { [key: string]: ${name} }`)
    case 'mutual':
      return declare(
        name =>
          `interface ${name} { value?: ${text}; other?: ${name}Other }\nexport interface ${name}Other { back: ${name}[] }`,
      )
    case 'generic':
      return `${declare(name => `interface ${name}<V> { value: V; next?: ${name}<V> }`)}<${text}>`
    case 'partial':
      return declare(name => `type ${name} = Partial<{ value: ${text}; next: ${name} }>`)
    case 'tuple':
      return declare(name => `type ${name} = [${text}, ${name}?]`)
  }
}
