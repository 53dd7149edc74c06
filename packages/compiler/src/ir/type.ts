import type { Span } from './span.ts'

/**
 * What JSON can carry, as the checker saw it: tagged unions of plain data. Nothing here knows TypeScript's own objects.
 *
 * A named type (interface, alias, enum, class) is read once into `Program.types` and stands as a `ref` wherever it is
 * used; `3-lower` decides what is inlined and what becomes an entry of `$defs`.
 */
export type Type =
  | StringType
  | NumberType
  | BooleanType
  | NullType
  | LiteralType
  | EnumType
  | ArrayType
  | TupleType
  | ObjectType
  | UnionType
  | RefType
  | UnknownType
  | NeverType
  | DateType
  | UrlType
  | BytesType

/** What is no object may stand for one: `toJSON` of the value gives it, as `JSON.stringify` asks. */
interface Given {
  readonly toJson?: true
}

export interface StringType extends Given {
  readonly kind: 'string'
  readonly minLength?: number
  readonly maxLength?: number
  /** An ECMA-262 pattern, compiled with the `u` flag. */
  readonly pattern?: string
  readonly format?: string
}

export interface NumberType extends Given {
  readonly kind: 'number'
  readonly integer: boolean
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
  readonly multipleOf?: number
}

export interface BooleanType extends Given {
  readonly kind: 'boolean'
}

export interface NullType extends Given {
  readonly kind: 'null'
}

export interface LiteralType extends Given {
  readonly kind: 'literal'
  readonly value: string | number | boolean
}

/** A choice between literals: a TypeScript enum, or a union of literal types. In source order. */
export interface EnumType extends Given {
  readonly kind: 'enum'
  readonly members: readonly EnumMember[]
}

export interface EnumMember {
  readonly value: string | number | boolean | null
  readonly description?: string
}

export interface ArrayType {
  readonly kind: 'array'
  readonly items: Type
  readonly minItems?: number
  readonly maxItems?: number
  readonly uniqueItems?: boolean
}

export interface TupleType {
  readonly kind: 'tuple'
  /** Optional elements come last, as in TypeScript. */
  readonly items: readonly TupleItem[]
  /** The type of `...T[]` at the end; absent means the tuple ends. */
  readonly rest?: Type
}

export interface TupleItem {
  readonly type: Type
  readonly optional: boolean
  readonly name?: string
}

export interface ObjectType {
  readonly kind: 'object'
  /** In source order. */
  readonly properties: readonly Property[]
  /** What an index signature or a `Record` allows beside the properties; absent means nothing. */
  readonly index?: readonly IndexRule[]
  readonly minProperties?: number
  readonly maxProperties?: number
}

export interface IndexRule {
  /** For template-literal keys (`data-${string}`); absent means any key. */
  readonly keyPattern?: string
  readonly type: Type
  /** What the comment of an index signature says of each of its values. */
  readonly doc?: Doc
}

export interface Property {
  readonly name: string
  readonly type: Type
  readonly optional: boolean
  readonly doc: Doc
  readonly span: Span
}

export interface UnionType extends Given {
  readonly kind: 'union'
  /** In an order that depends on the source alone. Never nested, never only literals (that is an enum). */
  readonly members: readonly Type[]
  /** The property whose literals tell the members apart, when every member is an object that has it. */
  readonly discriminator?: string
}

export interface RefType {
  readonly kind: 'ref'
  /** A key of `Program.types`. */
  readonly name: string
}

/** `unknown` or `any`: any JSON. */
export interface UnknownType {
  readonly kind: 'unknown'
}

export interface NeverType {
  readonly kind: 'never'
}

/** `Date`, on output only: a `date-time` string on the wire. */
export interface DateType {
  readonly kind: 'date'
}

/** `URL`, on output only: a `uri` string on the wire. */
export interface UrlType {
  readonly kind: 'url'
}

/** `Uint8Array`: base64 text on the wire. */
export interface BytesType {
  readonly kind: 'bytes'
  /** In bytes, not in characters of the text. */
  readonly minLength?: number
  readonly maxLength?: number
  /** What a function that takes it is given, where that is no plain `Uint8Array`. */
  readonly view?: BytesView
}

export type BytesView = 'Buffer' | 'Uint8ClampedArray'

/** What a comment says of a property, a parameter or a named type, beside constraints (those are in the type). */
export interface Doc {
  readonly description?: string
  readonly title?: string
  /** A JSON value; `{ value }` so that a default of `null` can be told from none. */
  readonly default?: { readonly value: unknown }
  readonly examples?: readonly unknown[]
  readonly deprecated?: boolean
  /** `@enumNames`: titles of a form's choices in the words of 2025-06-18; the members' own where it names none. */
  readonly enumNames?: readonly string[]
  /** Where its default and its examples are written. */
  readonly span?: { readonly default?: Span; readonly examples?: readonly Span[] }
  /** `@header <Name>`: mirrored as `Mcp-Param-<Name>` (2026-07-28, Streamable HTTP). */
  readonly header?: string
}

/** A named type and what its declaration says. */
export interface NamedType {
  /** Unique in the program: the declared name, with type arguments; a suffix where two clash. */
  readonly name: string
  /** Without that suffix, where there is one: what a declaration is lowered to does not depend on types that it doesn't use. */
  readonly declared?: string
  readonly type: Type
  readonly doc: Doc
  readonly span: Span
}
