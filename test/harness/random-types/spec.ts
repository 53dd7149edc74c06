/** What a random type means, apart from how it is written: each kind has values that anyone can tell from others. */

export type Scalar = 'string' | 'number' | 'boolean' | 'null'

export type Literal = string | number | boolean

/** A type of its own kind only on the way out, and what it is on the wire. */
export type Sent = 'date' | 'url' | 'bytes'

export interface Member {
  readonly name: string
  readonly optional: boolean
  readonly type: Spec
}

export interface ObjectSpec {
  readonly kind: 'object'
  readonly members: readonly Member[]
  readonly written: string
}

export interface TupleSpec {
  readonly kind: 'tuple'
  readonly items: readonly Spec[]
  /** How many of the last are optional. */
  readonly optional: number
  readonly rest?: Spec
  readonly written: string
}

export interface TemplateSpec {
  readonly kind: 'template'
  /** Text before, between and behind the holes: always one more than there are holes. */
  readonly texts: readonly string[]
  readonly holes: readonly Hole[]
}

export type Hole = 'number' | 'boolean' | 'string' | readonly string[]

export interface ConstrainedSpec {
  readonly kind: 'constrained'
  readonly base: Constrainable
  /** By tag; a tag without a value is `true`. */
  readonly tags: Readonly<Record<string, string | number | true>>
  /** Where the comment stands: on an alias, or on a property if the type is one's. */
  readonly written: 'alias' | 'property'
}

export interface RecordSpec {
  readonly kind: 'record'
  readonly item: Spec
  readonly keys: 'any' | 'number' | 'data'
  /** Members that are declared beside; each of the items' type, or narrower. */
  readonly members: readonly Member[]
  readonly written: string
}

export type Constrainable =
  | { readonly kind: 'string' | 'number' }
  | { readonly kind: 'array'; readonly item: Spec; readonly written: string }
  | RecordSpec

/** Types that hold themselves; `unfolded` says what one is. */
export interface RecursiveSpec {
  readonly kind: 'recursive'
  readonly value: Spec
  readonly written: 'chain' | 'list' | 'tree' | 'json' | 'mutual' | 'generic' | 'partial' | 'tuple'
}

export type Spec =
  | { readonly kind: Scalar }
  | { readonly kind: 'literals'; readonly values: readonly Literal[]; readonly written: string }
  | TemplateSpec
  | ConstrainedSpec
  | { readonly kind: 'array'; readonly item: Spec; readonly written: string }
  | RecordSpec
  | TupleSpec
  | ObjectSpec
  | { readonly kind: 'union'; readonly members: readonly Spec[] }
  | { readonly kind: 'tagged'; readonly members: readonly ObjectSpec[]; readonly written: string }
  | RecursiveSpec
  /** The same type, written in another way. */
  | { readonly kind: 'rewritten'; readonly type: Spec; readonly written: string }
  | { readonly kind: Sent }
  /** An object with a `toJSON` that gives it. */
  | { readonly kind: 'given'; readonly type: Spec }

/** One step into a type that holds itself. */
export function unfolded(spec: RecursiveSpec): Spec {
  const { value, written } = spec
  const object = (...members: Member[]): ObjectSpec => ({ kind: 'object', members, written: 'place' })
  const member = (name: string, type: Spec, optional = false): Member => ({ name, type, optional })
  const list = (item: Spec): Spec => ({ kind: 'array', item, written: 'plain' })
  switch (written) {
    case 'chain':
    case 'generic':
      return object(member('value', value), member('next', spec, true))
    case 'list':
      return union({ kind: 'null' }, object(member('head', value), member('tail', spec)))
    case 'tree':
      return object(member('value', value), member('children', list(spec)))
    case 'json':
      return union(value, list(spec), { kind: 'record', item: spec, keys: 'any', members: [], written: 'index' })
    case 'mutual':
      return object(member('value', value, true), member('other', object(member('back', list(spec))), true))
    case 'partial':
      return object(member('value', value, true), member('next', spec, true))
    case 'tuple':
      return { kind: 'tuple', items: [value, spec], optional: 1, written: 'plain' }
  }
}

function union(...members: Spec[]): Spec {
  return { kind: 'union', members }
}

/** What the members of a union are told apart by: two of one group have no place in one. */
export function groupsOf(spec: Spec): readonly string[] {
  switch (spec.kind) {
    case 'object':
    case 'record':
    case 'tagged':
      return ['object']
    case 'array':
    case 'tuple':
      return ['list']
    case 'union':
      return spec.members.flatMap(groupsOf)
    case 'recursive':
      return groupsOfRecursive(spec)
    case 'rewritten':
      return groupsOf(spec.type)
    case 'given':
      return ['given', 'object', ...groupsOf(spec.type)]
    case 'constrained':
      // Beside a literal TypeScript forgets the alias.
      return spec.base.kind === 'string' ? ['string', 'literals', 'template'] : [...groupsOf(spec.base), 'literals']
    default:
      return [spec.kind]
  }
}

function groupsOfRecursive({ written, value }: RecursiveSpec): readonly string[] {
  if (written === 'list') return ['null', 'object']
  if (written === 'json') return ['list', 'object', ...groupsOf(value)]
  return [written === 'tuple' ? 'list' : 'object']
}
