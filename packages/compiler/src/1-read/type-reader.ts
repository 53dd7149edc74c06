/** What the files that read types share: where a type stands, and what was found wrong on the way. */
import type { Diagnostic } from '../ir/diagnostic.ts'
import type { Span } from '../ir/span.ts'
import type { Doc, RefType, Type } from '../ir/type.ts'
import type { Environment } from './bindings.ts'
import type { Gathered, Reader } from './reader.ts'
import type { TypeArguments } from './type-arguments.ts'
import type { ts } from './typescript.js'

/** A type and where it was met. */
export interface Place {
  /** From the scope's root: `.items[].price`; empty at the root itself. */
  readonly path: string
  /** The nearest place in the user's own files, within the scope. */
  readonly span: Span | undefined
  /** The same, or where the declaration or the named type stands that is being read, in whosever file. */
  readonly site: Span
  /** The type as written, where it is known: it keeps the order of a union, and aliases that the checker forgets. */
  readonly node: ts.TypeNode | undefined
  /** What the type parameters around it stand for, where the checker forgets that. */
  readonly args?: Environment | undefined
  /** The same of the type itself, if it is a generic one. */
  readonly given?: TypeArguments | undefined
  /** Where it is declared, if that is in a package: `zod/index.d.ts:5`. */
  readonly declared?: string | undefined
  readonly scope: Scope
}

/**
 * One named type, or the type of one parameter or result. A named type is read once; what is wrong inside it is
 * reported for each declaration that reaches it, with the path from there.
 */
export interface Scope {
  readonly problems: Problem[]
  readonly refs: { readonly path: string; readonly span: Span | undefined; readonly named: NamedRecord }[]
}

export interface Problem {
  readonly path: string
  readonly span: Span | undefined
  /** Holds only where a client sends the value: a `Date` is an error there, and a text in a result. */
  readonly inputOnly: boolean
  readonly declared: string | undefined
  readonly make: (at: ProblemPlace) => Diagnostic
}

export interface ProblemPlace {
  readonly span: Span
  /** `createOrder › input.items[].price` */
  readonly path: string
  /** "`price`" */
  readonly what: string
  readonly notes?: readonly { readonly message: string }[]
}

export interface NamedRecord {
  /** The declared name and the type arguments, made of letters, digits and `_`. */
  readonly text: string
  /** Shared by every use. */
  readonly ref: RefType
  readonly scope: Scope
  /** What was found in it, whichever declaration it was read for. */
  readonly gathered: Gathered
  readonly span: Span
  /** Undefined while it is being read. */
  type?: Type
  doc: Doc
}

export interface TypeReader {
  readonly reader: Reader
  read(type: ts.Type, place: Place): Type
  /** Reads a union whose members are these. */
  readUnion(members: readonly ts.Type[], place: Place): Type
  /** What a reference stands for; undefined for a type without a name that is being read. */
  resolve(type: Type): Type | undefined
}

/** Stands for a type that was refused: nothing more is said of what its comment wants of it. */
export const REFUSED: Type = { kind: 'unknown' }

export function at(
  place: Place,
  segment: string,
  more: Partial<Pick<Place, 'span' | 'node' | 'declared'>> = {},
): Place {
  return { ...place, node: undefined, given: undefined, ...more, path: place.path + segment }
}

export function addProblem(place: Place, make: Problem['make'], inputOnly = false): void {
  const { path, span, declared } = place
  place.scope.problems.push({ path, span, inputOnly, declared, make })
}

/** Where to mark what is wrong with a type: the type as written in the user's file, else what has it. */
export function markOf(reader: Reader, { node, span }: Place): Span | undefined {
  return node !== undefined && reader.isOwn(node.getSourceFile()) ? reader.span(node) : span
}

export function newScope(): Scope {
  return { problems: [], refs: [] }
}
