/** The ways to write a type: objects by their members, and any type by what it is to be. */
import { groupsOf, type Member, type Spec } from './spec.ts'
import type { Writer } from './writer.ts'

/** A member as text. */
export interface Printed {
  readonly name: string
  readonly optional: boolean
  readonly text: string
  /** What goes before it in a declaration. */
  readonly comment: string
}

type Fits = (members: readonly Member[]) => boolean
type Print = (members: readonly Printed[], writer: Writer) => string

const always: Fits = () => true
const allOptional: Fits = members => members.every(member => member.optional)
const allRequired: Fits = members => members.every(member => !member.optional)
const several: Fits = members => members.length > 1
const alike: Fits = members => new Set(members.map(member => JSON.stringify(member.type))).size === 1
const all =
  (...conditions: Fits[]): Fits =>
  members =>
    conditions.every(fits => fits(members))

const line = ({ name, optional, text, comment }: Printed, mark = optional ? '?' : ''): string =>
  `${comment}${JSON.stringify(name)}${mark}: ${text}`
const body = (members: readonly Printed[], mark?: string): string =>
  `{\n${members.map(member => `${line(member, mark)};\n`).join('')}}`
const keys = (members: readonly Printed[]): string =>
  members.map(({ name }) => JSON.stringify(name)).join(' | ') || 'never'
const halves = (members: readonly Printed[]): [Printed[], Printed[]] => [
  members.slice(0, Math.ceil(members.length / 2)),
  members.slice(Math.ceil(members.length / 2)),
]
const MORE: Printed = { name: 'dropped', optional: false, text: 'bigint', comment: '' }
const named = (writer: Writer, members: readonly Printed[], before = ''): string =>
  writer.declare(name => `interface ${name} ${before}${body(members)}`)

/** By the way in which an object is written: which it can be, and its text. */
const FORMS: Readonly<Record<string, readonly [Fits, Print]>> = {
  interface: [always, (members, writer) => named(writer, members)],
  alias: [always, (members, writer) => writer.declare(name => `type ${name} = ${body(members)}`)],
  place: [always, members => body(members)],
  readonly: [always, members => `Readonly<${body(members)}>`],
  partial: [allOptional, members => `Partial<${body(members, '')}>`],
  required: [allRequired, members => `Required<${body(members, '?')}>`],
  sure: [allRequired, members => `t.Sure<${body(members, '?')}>`],
  pick: [always, members => `Pick<${body([MORE, ...members])}, ${keys(members)}>`],
  omit: [always, members => `Omit<${body([...members, MORE])}, 'dropped'>`],
  but: [always, members => `t.But<${body([...members, MORE])}, 'dropped'>`],
  same: [always, (members, writer) => `t.Same<${named(writer, members)}>`],
  renamed: [always, members => `t.Renamed<${body(members.map(one => ({ ...one, name: `_${one.name}` })))}>`],
  taken: [allRequired, members => `t.Taken<${body(members.map(one => ({ ...one, text: `t.Box<${one.text}>` })))}>`],
  undefined: [
    always,
    members => body(members.map(one => (one.optional ? { ...one, text: `${one.text} | undefined` } : one))),
  ],
  class: [
    always,
    (members, { judged, declare }) =>
      declare(name => {
        const own = members.map(member => line(member, member.optional ? '?' : '!'))
        const hidden = judged ? [] : ['static count = 1', '#hidden = 1', 'private secret = 2']
        return `class ${name} {\n${[...hidden, ...own].join(';\n')}\n}`
      }),
  ],
  merged: [
    several,
    (members, writer) => {
      const [first, second] = halves(members)
      return writer.declare(name => `interface ${name} ${body(first)}\nexport interface ${name} ${body(second)}`)
    },
  ],
  extends: [
    several,
    (members, writer) => {
      const [first, second] = halves(members)
      return named(writer, second, `extends ${named(writer, first).slice(2)} `)
    },
  ],
  overridden: [
    always,
    (members, writer) => {
      const wider = members.map(one => ({ ...one, optional: true, text: 'unknown', comment: '' }))
      return named(writer, members, `extends ${named(writer, wider).slice(2)} `)
    },
  ],
  extendsSeveral: [
    several,
    (members, writer) => {
      const [first, second] = halves(members)
      const base = `Omit<${named(writer, [MORE, ...first])}, 'dropped'>`
      return named(writer, [], `extends ${base}, Readonly<${body(second)}> `)
    },
  ],
  intersection: [
    several,
    (members, writer) => {
      const [first, second] = halves(members)
      return `(${body(first)} & ${named(writer, second)})`
    },
  ],
  overlapping: [
    several,
    (members, writer) =>
      `(${body(members)} & ${named(
        writer,
        halves(members)[1].map(one => ({ ...one, comment: '' })),
      )})`,
  ],
  narrowed: [
    always,
    members =>
      `(${body(members.map(one => ({ ...one, optional: true, text: 'unknown', comment: '' })))} & ${body(members)})`,
  ],
  generic: [
    always,
    ([first, ...rest], writer) => {
      if (first === undefined) return '{}'
      const generic = writer.declare(name => `interface ${name}<V> ${body([{ ...first, text: 'V' }, ...rest])}`)
      return `${generic}<${first.text}>`
    },
  ],
  default: [
    always,
    (members, writer) => {
      const parameters = members.map((one, n) => `V${n} extends unknown = ${one.text}`)
      const inside = members.map((one, n) => ({ ...one, text: `V${n}` }))
      return writer.declare(name => `type ${name}<${parameters.join(', ')}> = ${body(inside)}`)
    },
  ],
  // With none required the first part would be `{}`, of which TypeScript takes anything to be.
  partialBy: [
    members => !allOptional(members),
    (members, writer) => {
      const whole = named(
        writer,
        members.map(one => ({ ...one, optional: false })),
      )
      const some = keys(members.filter(one => one.optional))
      return `(Omit<${whole}, ${some}> & Partial<Pick<${whole}, ${some}>>)`
    },
  ],
  typeof: [always, (members, writer) => `typeof ${writer.declare(name => `declare const ${name}: ${body(members)}`)}`],
  returned: [
    always,
    (members, writer) =>
      `Awaited<ReturnType<typeof ${writer.declare(name => `declare function ${name}(): Promise<${body(members)}>`)}>>`,
  ],
  record: [all(alike, allRequired), members => `Record<${keys(members)}, ${members[0]?.text}>`],
  in: [all(alike, allRequired), members => `{ [K in ${keys(members)}]: ${members[0]?.text} }`],
  partialRecord: [all(alike, allOptional), members => `Partial<Record<${keys(members)}, ${members[0]?.text}>>`],
}

/** These say the type once for all members, where no member has a comment. */
const TOGETHER: ReadonlySet<string> = new Set(['record', 'in', 'partialRecord'])

export const OBJECTS: Readonly<Record<string, Fits>> = Object.fromEntries(
  Object.entries(FORMS).map(([written, [fits]]) => [written, fits]),
)

export function keepsComments(written: string): boolean {
  return !TOGETHER.has(written)
}

export function printObject(written: string, members: readonly Printed[], writer: Writer): string {
  return FORMS[written]?.[1](members, writer) ?? ''
}

interface Rewriting {
  /** Whether the type can be written so; absent for any. */
  readonly fits?: (spec: Spec) => boolean
  readonly text: (text: string, writer: Writer) => string
}

const lacks =
  (...groups: string[]) =>
  (spec: Spec): boolean =>
    !groupsOf(spec).some(group => groups.includes(group))

/** What a mapped type leaves as it is, or maps member by member to the same. */
function isPlain(spec: Spec): boolean {
  return lacks('date', 'url', 'bytes', 'given')(spec) && !JSON.stringify(spec).includes('"extended"')
}

/** Of a list that holds itself TypeScript finds no end, and says so. */
function isPlainAllOver(spec: Spec): boolean {
  return !/"(?:brand|symbol|date|url|bytes|given|extended|json|list|tuple|tree)"/.test(JSON.stringify(spec))
}

export const REWRITINGS: Readonly<Record<string, Rewriting>> = {
  alias: { text: (text, writer) => writer.declare(name => `type ${name} = ${text}`) },
  elsewhere: { text: (text, writer) => writer.elsewhere(text) },
  generic: { text: text => `t.Id<${text}>` },
  distributive: { text: text => `t.Or<${text}>` },
  member: { text: text => `{ a: ${text} }['a']` },
  boxed: { text: text => `t.Box<${text}>['of']` },
  element: { text: text => `[1, ${text}][1]` },
  item: { text: text => `t.ItemOf<readonly (${text})[]>` },
  items: { text: text => `Array<${text}>[number]` },
  awaited: { text: text => `Awaited<Promise<${text}>>` },
  returned: { text: text => `ReturnType<() => ${text}>` },
  parameter: { text: text => `Parameters<(it: ${text}) => void>[0]` },
  typeof: { text: (text, writer) => `typeof ${writer.declare(name => `declare const ${name}: ${text}`)}` },
  excluded: { text: text => `Exclude<${text} | (() => void), () => void>` },
  extracted: { text: text => `Extract<${text}, unknown>` },
  nonNull: { fits: lacks('null'), text: text => `NonNullable<${text} | null | undefined>` },
  unknown: { text: text => `(${text} & unknown)` },
  never: { text: text => `(${text} | never)` },
  same: { fits: isPlain, text: text => `t.Same<${text}>` },
  readonly: { fits: isPlain, text: text => `Readonly<${text}>` },
  deep: { fits: isPlainAllOver, text: text => `t.Deep<${text}>` },
  brand: {
    fits: ({ kind }) => kind === 'string' || kind === 'number',
    text: (text, { judged }) => (judged ? text : `(${text} & { readonly __brand: 'Mark' })`),
  },
  symbol: {
    fits: ({ kind }) => kind === 'string' || kind === 'number',
    text: (text, { judged, declare }) => {
      const key = declare(name => `declare const ${name}: unique symbol`)
      return judged ? text : `(${text} & { readonly [${key}]: true })`
    },
  },
}
