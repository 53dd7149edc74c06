import { diagnose } from '../diagnostics/catalogue.ts'
import type { Declaration, Part } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'
import { children, namesIn } from '../ir/refs.ts'
import type { Span } from '../ir/span.ts'
import type { Type } from '../ir/type.ts'

/** A text that a model reads, and whose it is. */
interface Text {
  readonly of: string
  readonly text: string | undefined
  readonly span: Span
}

/**
 * What no reader sees and every model reads: controls, marks that turn the direction of writing, spaces without a width,
 * and the tag block, which spells a second ASCII. The joiners of emoji and of some scripts are none of them.
 */
const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  /[\0-\x08\v\f\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/u

/** What a model is told is what a reviewer reads. */
export function hiddenCharacter({ declarations, types }: Part): Diagnostic[] {
  const roots = declarations.flatMap(typesOf)
  const named = [...namesIn(roots, types)].flatMap(name => types.get(name) ?? [])
  const texts = [
    ...declarations.flatMap(textsOf),
    ...named.flatMap(({ doc, span }) => documented('a type', doc, span)),
    ...[...roots, ...named.map(one => one.type)].flatMap(textsIn),
  ]
  return texts.flatMap(({ of, text = '', span }) => {
    const found = HIDDEN.exec(text)?.[0]
    return found === undefined ? [] : [diagnose('hidden-character', { span }, { of, character: codeOf(found) })]
  })
}

function textsOf({ kind, name, description, title, span }: Declaration): Text[] {
  return documented(`the ${kind} \`${name}\``, { description, title }, span)
}

function typesOf({ result, input, asks }: Declaration): Type[] {
  const forms = asks?.forms.map(form => form.type) ?? []
  return result.kind === 'data' ? [input, result.type, ...forms] : [input, ...forms]
}

function textsIn(type: Type): readonly Text[] {
  const before = known.get(type)
  if (before !== undefined) return before
  const own = type.kind === 'object' ? type.properties : []
  const found = own.flatMap(({ name, doc, span }) => documented(`\`${name}\``, doc, span))
  const all = [...found, ...children(type).flatMap(textsIn)]
  known.set(type, all)
  return all
}

/** Types are met by every declaration that reaches them. */
const known = new WeakMap<Type, readonly Text[]>()

type Said = { readonly description?: string | undefined; readonly title?: string | undefined }

function documented(of: string, { description, title }: Said, span: Span): Text[] {
  return [
    { of: `the description of ${of}`, text: description, span },
    { of: `the title of ${of}`, text: title, span },
  ]
}

/** `U+200B` */
function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}
