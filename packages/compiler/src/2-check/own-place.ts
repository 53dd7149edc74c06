/** A finding in a package's type is shown where the user's own code takes that type. */
import { declaredIn } from '../diagnostics/notes.ts'
import type { Declaration, Program } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'
import { namesIn, objectsIn } from '../ir/refs.ts'
import type { Span } from '../ir/span.ts'
import type { NamedType, Type } from '../ir/type.ts'

/** The same finding, in one of the user's files: at the first place in the program from which the type is reached. */
export function ownPlace(diagnostic: Diagnostic, program: Program): Diagnostic {
  const { span } = diagnostic
  if (span === undefined || isOwn(span)) return diagnostic
  const named = [...program.types.values()].filter(type => type.span.file === span.file && holds(type, span))
  const names = new Set(named.map(type => type.name))
  for (const declaration of program.declarations) {
    const found = placesOf(declaration, program).find(place => leadsTo(place.type, names, program))
    if (found !== undefined) return { ...diagnostic, span: found.span, ...notesOf(span) }
  }
  return diagnostic
}

function notesOf({ declared }: Span): Pick<Diagnostic, 'notes'> {
  return declared === undefined ? {} : { notes: [declaredIn(declared)] }
}

function isOwn({ file }: Span): boolean {
  return !file.startsWith('../') && !file.split('/').includes('node_modules')
}

function holds({ type, span }: NamedType, wanted: Span): boolean {
  return isAt(span, wanted) || propertiesIn(type).some(property => isAt(property.span, wanted))
}

function isAt(span: Span, wanted: Span): boolean {
  return span.start === wanted.start && span.file === wanted.file
}

interface Place {
  readonly type: Type
  readonly span: Span
}

/** Where a declaration, or one of the user's types that it reaches, takes another type: the innermost first. */
function placesOf({ input, result, asks, span }: Declaration, { types }: Program): Place[] {
  const roots = [input, ...(result.kind === 'data' ? [result.type] : []), ...(asks?.forms ?? []).map(form => form.type)]
  const inner = [...namesIn(roots, types)].flatMap(name => types.get(name) ?? []).filter(named => isOwn(named.span))
  return [
    ...[...roots, ...inner.map(named => named.type)].flatMap(propertiesIn).filter(property => isOwn(property.span)),
    ...inner.map(named => ({ type: named.type, span: named.span })),
    ...roots.map(type => ({ type, span })),
  ]
}

/** Straight, or through types of packages alone. */
function leadsTo(type: Type, names: ReadonlySet<string>, { types }: Program): boolean {
  const foreign = { get: (name: string) => (isOwn(types.get(name)?.span ?? NOWHERE) ? undefined : types.get(name)) }
  return [...namesIn([type], foreign)].some(name => names.has(name))
}

const NOWHERE: Span = { file: '', start: 0, end: 0 }

/** Every property, without following names. */
function propertiesIn(type: Type): Place[] {
  return objectsIn(type).flatMap(object => object.properties)
}
