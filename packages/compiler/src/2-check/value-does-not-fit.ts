import { diagnose } from '../diagnostics/catalogue.ts'
import type { Declaration, Program } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'
import { children } from '../ir/refs.ts'
import type { Span } from '../ir/span.ts'
import type { Doc, Type } from '../ir/type.ts'
import { expected } from './value.ts'

interface Documented {
  readonly type: Type
  readonly doc: Doc
  readonly span: Span
}

/** Defaults and examples are values of their types. */
export function valueDoesNotFit({ declarations, types }: Program): Diagnostic[] {
  const places = [...types.values()].flatMap(named => [named, ...documented(named.type)])
  const all = [...declarations.flatMap(typesOf).flatMap(documented), ...places]
  const found = all.flatMap(({ type, doc, span }) => {
    const values = [
      ...(doc.default ? [{ tag: '@default' as const, value: doc.default.value }] : []),
      ...(doc.examples ?? []).map(value => ({ tag: '@example' as const, value })),
    ]
    return values.flatMap(({ tag, value }) => {
      const wanted = expected(type, value, types)
      if (wanted === undefined) return []
      return [
        diagnose(
          'value-does-not-fit',
          { span },
          { tag, value: JSON.stringify(value) ?? 'undefined', expected: wanted },
        ),
      ]
    })
  })
  return unique(found)
}

function typesOf(declaration: Declaration): Type[] {
  const { result, input, asks } = declaration
  const forms = asks?.forms.map(form => form.type) ?? []
  return result.kind === 'data' ? [input, result.type, ...forms] : [input, ...forms]
}

/** Every property with what is said of it, without following names. */
function documented(type: Type): Documented[] {
  const own = type.kind === 'object' ? type.properties : []
  return [...own, ...children(type).flatMap(documented)]
}

/** A property is met once for each place that inlines its type. */
function unique(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Map(diagnostics.map(one => [`${one.span?.file} ${one.span?.start} ${one.message}`, one]))
  return [...seen.values()]
}
