/** Random types, with the many ways in which people write one. */
import fc from 'fast-check'
import { OBJECTS, REWRITINGS } from './forms.ts'
import { type Random, randomly } from './random.ts'
import {
  type ConstrainedSpec,
  groupsOf,
  type Literal,
  type Member,
  type ObjectSpec,
  type Sent,
  type Spec,
  type TemplateSpec,
} from './spec.ts'

/** `sent` is for results: with types that have another form on the wire. */
export function specs(side: 'taken' | 'sent'): fc.Arbitrary<Spec> {
  return fc.gen().map(g => specOf({ random: randomly(g), depth: 0, side }))
}

interface Making {
  readonly random: Random
  readonly depth: number
  readonly side: 'taken' | 'sent'
}

const DEEPEST = 3

function specOf(making: Making): Spec {
  const { random, depth, side } = making
  if (depth >= DEEPEST || random.nat(9) < 2 + depth) return leafOf(making)
  // Of two such objects TypeScript takes a value with members of both; a closed schema does not.
  const compounds = side === 'sent' ? [...COMPOUNDS, apartOf] : COMPOUNDS
  const spec = random.pick(compounds)({ ...making, depth: depth + 1 })
  return random.nat(3) === 0 ? rewritten(spec, random) : spec
}

const COMPOUNDS: readonly ((making: Making) => Spec)[] = [
  objectOf,
  objectOf,
  objectOf,
  ({ random, ...rest }) => ({
    kind: 'array',
    item: specOf({ random, ...rest }),
    written: random.pick(['plain', 'generic', 'readonly', 'readonlyGeneric', 'extended', 'partial']),
  }),
  recordOf,
  tupleOf,
  making => unionOf(making),
  making => unionOf(making),
  taggedOf,
  making => ({
    kind: 'recursive',
    value: specOf(making),
    written: making.random.pick(['chain', 'list', 'tree', 'json', 'mutual', 'generic', 'partial', 'tuple']),
  }),
]

function leafOf({ random, side }: Making): Spec {
  if (side === 'sent' && random.nat(3) === 0) return sentOf(random)
  const spec = random.pick([scalarOf, scalarOf, literalsOf, literalsOf, templateOf, constrainedOf])(random)
  return random.nat(5) === 0 ? rewritten(spec, random) : spec
}

function sentOf(random: Random): Spec {
  if (random.nat(3) === 0) return { kind: 'given', type: scalarOf(random) }
  return { kind: random.pick<Sent>(['date', 'url', 'bytes']) }
}

function scalarOf(random: Random): Spec {
  return { kind: random.pick(['string', 'number', 'boolean', 'null']) }
}

const LITERALS: readonly Literal[] = ['red', 'green', 'b"l\\u', '', '1', 0, 1, -2.5, true]
const WRITTEN_LITERALS = ['place', 'place', 'enum', 'constEnum', 'list', 'values', 'exclude', 'extract']

function literalsOf(random: Random): Spec {
  const values = random.some(LITERALS, 4)
  const texts = values.every(value => typeof value === 'string')
  const written = random.pick([...WRITTEN_LITERALS, ...(texts ? ['keyof', 'template', 'mapped'] : [])])
  const enums = written === 'enum' || written === 'constEnum'
  return { kind: 'literals', values, written: enums && values.includes(true) ? 'place' : written }
}

function templateOf(random: Random): TemplateSpec {
  const holes = Array.from({ length: 1 + random.nat(2) }, () =>
    random.pick<TemplateSpec['holes'][number]>(['number', 'boolean', ['a', 'bb', ''], ['x', 'y']]),
  )
  const texts = random.pick([
    ['at ', '/', ' of ', '!'],
    ['#', ' (', ') ', '.'],
  ])
  const last = random.nat(2) === 0 ? ['string' as const] : []
  return { kind: 'template', holes: [...holes, ...last], texts: texts.slice(0, holes.length + last.length + 1) }
}

function constrainedOf(random: Random): ConstrainedSpec {
  const item: Spec = { kind: random.pick(['string', 'number', 'boolean']) }
  const [base, tags] = random.pick<readonly [ConstrainedSpec['base'], readonly ConstrainedSpec['tags'][]]>([
    [{ kind: 'string' }, [{ minLength: 2 }, { maxLength: 3 }, { minLength: 1, maxLength: 2 }, { pattern: '^[a-c]+$' }]],
    [{ kind: 'number' }, [{ integer: true }, { minimum: 1 }, { maximum: 0.5 }, { exclusiveMinimum: 0 }]],
    [{ kind: 'number' }, [{ integer: true, maximum: 9 }, { exclusiveMaximum: 2, minimum: -1 }, { multipleOf: 0.5 }]],
    [{ kind: 'array', item, written: 'plain' }, [{ minItems: 1 }, { maxItems: 2 }, { uniqueItems: true }]],
    [
      { kind: 'record', item, keys: 'any', members: [], written: 'record' },
      [{ minProperties: 1 }, { maxProperties: 1 }],
    ],
  ])
  return { kind: 'constrained', base, tags: random.pick(tags), written: random.pick(['alias', 'property']) }
}

// None that strings, arrays or objects have of themselves: TypeScript would find those.
const NAMES = ['a', 'b', 'c', 'total', 'x-y', 'ä', 'item of', '$ref', 'type', 'properties']

function membersOf(making: Making, most: number): Member[] {
  const { random } = making
  const optional = random.pick([() => true, () => false, () => random.nat(1) === 0])
  const same = random.nat(4) === 0 ? specOf(making) : undefined
  return random
    .some(NAMES, most)
    .map(name => ({ name, optional: optional(), type: same ?? specOf({ ...making, depth: making.depth + 1 }) }))
}

function objectOf(making: Making): ObjectSpec {
  const members = membersOf(making, 5)
  const fitting = Object.entries(OBJECTS).flatMap(([written, fits]) => (fits(members) ? [written] : []))
  return { kind: 'object', members, written: making.random.pick(fitting) }
}

function recordOf(making: Making): Spec {
  const { random } = making
  const item = specOf(making)
  const keys = random.pick(['any', 'any', 'number', 'data'] as const)
  // Without another member TypeScript takes strings and lists for objects with numbers as names.
  const members = keys === 'number' || random.nat(2) === 0 ? random.some(['a', 'b', 'x-y'], 2) : []
  return {
    kind: 'record',
    item,
    keys,
    members: members.map((name, n) => ({ name, optional: n > 0 && random.nat(1) === 0, type: item })),
    written: random.pick(
      members.length > 0 ? ['index', 'interface'] : ['record', 'index', 'interface', 'in', 'partial'],
    ),
  }
}

function tupleOf(making: Making): Spec {
  const { random } = making
  const items = Array.from({ length: 1 + random.nat(2) }, () => specOf(making))
  const optional = random.nat(items.length)
  const rest = random.nat(2) === 0 ? { rest: specOf(making) } : {}
  const all = optional === items.length && !('rest' in rest) ? ['partial'] : []
  const none = optional === 0 ? ['spread', 'required'] : []
  const written = random.pick(['plain', 'labelled', 'readonly', 'same', ...all, ...none])
  return { kind: 'tuple', items, optional, ...rest, written }
}

/**
 * Of two objects TypeScript takes a value with members of both; a closed schema does not. So no two members are of a kind.
 */
function unionOf(making: Making): Spec {
  const { random } = making
  const members: Spec[] = []
  const taken = new Set<string>()
  for (let n = 0; n < 2 + random.nat(2); n++) {
    const member = random.nat(3) === 0 ? ({ kind: 'null' } as const) : specOf(making)
    const groups = groupsOf(member)
    if (groups.some(group => taken.has(group))) continue
    members.push(member)
    for (const group of groups) taken.add(group)
  }
  return { kind: 'union', members }
}

function taggedOf(making: Making): Spec {
  const { random } = making
  const tags = random.pick<readonly Literal[]>([
    ['is-0', 'is-1', 'is-2'],
    [0, 1, 2],
    [true, 'false', 1],
  ])
  const common = random.nat(1) === 0 ? [{ name: 'shared', optional: random.nat(1) === 0, type: specOf(making) }] : []
  const members = Array.from({ length: 2 + random.nat(1) }, (_, n): ObjectSpec => {
    const tag: Spec = { kind: 'literals', values: tags.slice(n, n + 1), written: 'place' }
    const own = membersOf(making, 3)
    return {
      kind: 'object',
      written: random.pick(['place', 'interface', 'intersection']),
      members: [{ name: 'tag', optional: false, type: tag }, ...own, ...common],
    }
  })
  return { kind: 'tagged', members, written: random.pick(['union', 'factored', 'same', 'extract']) }
}

/** Objects that no tag tells apart: each has a member that no other has. */
function apartOf(making: Making): Spec {
  const members = Array.from({ length: 2 + making.random.nat(1) }, (_, n): ObjectSpec => {
    const own: Member = { name: `only ${n}`, optional: false, type: { kind: 'number' } }
    return { kind: 'object', written: 'place', members: [...membersOf(making, 3), own] }
  })
  return { kind: 'tagged', members, written: 'union' }
}

function rewritten(type: Spec, random: Random): Spec {
  const fitting = Object.entries(REWRITINGS).flatMap(([written, { fits }]) => (fits?.(type) === false ? [] : [written]))
  return { kind: 'rewritten', type, written: random.pick(fitting) }
}
