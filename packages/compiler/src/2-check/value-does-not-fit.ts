import { diagnose } from '../diagnostics/catalogue.ts'
import type { Declaration, Part } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'
import { children, namesIn, type Types } from '../ir/refs.ts'
import type { Span } from '../ir/span.ts'
import type { Doc, Type } from '../ir/type.ts'
import { expected } from './value.ts'

interface Documented {
  readonly type: Type
  readonly doc: Doc
  readonly span: Span
}

/** Defaults and examples are values of their types. */
export function valueDoesNotFit({ declarations, types }: Part): Diagnostic[] {
  const roots = declarations.flatMap(typesOf)
  const named = [...namesIn(roots, types)].flatMap(name => types.get(name) ?? [])
  const all = [...named, ...[...roots, ...named.map(one => one.type)].flatMap(documentedIn)]
  const found = all.flatMap(({ type, doc, span }) => {
    const written = doc.span?.examples ?? []
    const values: Value[] = [
      ...(doc.default ? [{ tag: '@default', value: doc.default.value, span: doc.span?.default ?? span } as const] : []),
      ...(doc.examples ?? []).map((value, n) => ({ tag: '@example', value, span: written[n] ?? span }) as const),
    ]
    return values.flatMap(value => misfit(type, value, types))
  })
  return unique([...found, ...declarations.flatMap(declaration => callsOf(declaration, types))])
}

interface Value {
  readonly tag: '@default' | '@example'
  readonly value: unknown
  readonly span: Span
}

function misfit(type: Type, { tag, value, span }: Value, types: Types): Diagnostic[] {
  const wanted = expected(type, value, types)
  if (wanted === undefined) return []
  return [
    diagnose('value-does-not-fit', { span }, { tag, value: JSON.stringify(value) ?? 'undefined', expected: wanted }),
  ]
}

/** Examples of a declaration are arguments of a call. */
function callsOf(declaration: Declaration, types: Types): Diagnostic[] {
  const { input, calls = [] } = declaration
  const isOwn = declaration.kind === 'tool' && declaration.schemas?.input !== undefined
  return isOwn ? [] : calls.flatMap(call => misfit(input, { tag: '@example', ...call }, types))
}

function typesOf(declaration: Declaration): Type[] {
  const { result, input, asks } = declaration
  const forms = asks?.forms.map(form => form.type) ?? []
  return result.kind === 'data' ? [input, result.type, ...forms] : [input, ...forms]
}

/** Every property of which values are said, without following names. */
function documentedIn(type: Type): readonly Documented[] {
  const before = known.get(type)
  if (before !== undefined) return before
  const own = type.kind === 'object' ? type.properties.filter(({ doc }) => doc.default || doc.examples) : []
  const found = [...own, ...children(type).flatMap(documentedIn)]
  known.set(type, found)
  return found
}

/** Types are met by every declaration that reaches them. */
const known = new WeakMap<Type, readonly Documented[]>()

/** A property is met once for each place that inlines its type. */
function unique(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Map(diagnostics.map(one => [`${one.span?.file} ${one.span?.start} ${one.message}`, one]))
  return [...seen.values()]
}
