import { diagnose } from '../diagnostics/catalogue.ts'
import type { AskForm, Part } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'
import { resolve, type Types } from '../ir/refs.ts'
import type { Property, Type } from '../ir/type.ts'
import { describe } from './describe.ts'

/** client/elicitation, "Requested Schema": a form is one flat object of texts, numbers, booleans and choices, and no place for secrets. */
export function flatForm({ declarations, types }: Part): Diagnostic[] {
  const forms = declarations.flatMap(({ asks }) => asks?.forms ?? [])
  // A helper's asks are those of every declaration that calls it.
  const places = new Map(forms.map(form => [`${form.span.file} ${form.span.start}`, form]))
  return [...places.values()].flatMap(form => formProblems(form, types))
}

function formProblems({ key, type, span }: AskForm, types: Types): Diagnostic[] {
  const form = resolve(type, types)
  if (form.kind !== 'object' || form.index !== undefined) {
    const what = form.kind === 'object' ? 'an object with any keys' : describe(form)
    return [diagnose('form-not-flat', { span }, { key, what: `the form of \`${key}\` is ${what}`, label: what })]
  }
  return form.properties.flatMap(property => propertyProblems(property, { key, types }))
}

function propertyProblems(property: Property, { key, types }: { key: string; types: Types }): Diagnostic[] {
  const { name, type, span } = property
  if (isSecret(name) && holdsText(type, types)) return [diagnose('secret-in-form', { span }, { key, name })]
  const label = misfit(type, types)
  return label === undefined
    ? []
    : [diagnose('form-not-flat', { span }, { key, what: `\`${name}\` is ${label}`, label })]
}

const FORMATS: readonly (string | undefined)[] = [undefined, 'email', 'uri', 'date', 'date-time']

/** What a field is that a form can't have, or undefined. */
function misfit(type: Type, types: Types): string | undefined {
  const field = resolve(type, types)
  switch (field.kind) {
    case 'boolean':
      return undefined
    case 'string':
      return FORMATS.includes(field.format) ? undefined : describe(field)
    case 'number':
      return (field.exclusiveMinimum ?? field.exclusiveMaximum ?? field.multipleOf)
        ? 'a number with more than a minimum and a maximum'
        : undefined
    case 'array':
      return isChoice(field.items, types) ? undefined : 'an array of something else than choices'
    default:
      return isChoice(field, types) ? undefined : describe(field)
  }
}

/** One of several texts. */
function isChoice(type: Type, types: Types): boolean {
  const choice = resolve(type, types)
  if (choice.kind === 'literal') return typeof choice.value === 'string'
  return choice.kind === 'enum' && choice.members.every(member => typeof member.value === 'string')
}

function holdsText(type: Type, types: Types): boolean {
  const { kind } = resolve(type, types)
  return kind === 'string' || kind === 'number'
}

const SECRET =
  /(?:^| )(?:pass(?:word|wd|phrase|code)s?|secrets?|tokens?|credentials?|cvv|cvc|pin|otp|ssn|(?:api|private|access|secret) ?keys?|card number)(?: |$)/

/** By the words of its name. */
function isSecret(name: string): boolean {
  const words = name.replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/[^A-Za-z\d]+/g, ' ')
  return SECRET.test(words.toLowerCase())
}
