/** The options of a config, as they are written. */
import { diagnose } from '../diagnostics/catalogue.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'
import type { Span } from '../ir/span.ts'
import { propertyName, type Resolve, readLiteral } from './literal.ts'
import { ts } from './typescript.js'

/** A config's module, while it is read. */
export interface Module {
  readonly source: ts.SourceFile
  readonly file: string
  readonly resolve: Resolve
  readonly diagnostics: Diagnostic[]
}

/** The value of an option, if it is written out and of the right form; what is not is reported. */
export function readOption(module: Module, options: ts.ObjectLiteralExpression, key: string): unknown {
  const property = memberOf(options, key)
  if (property === undefined) return undefined
  const literal = literalOf(module, property)
  if ((FORMS.get(key) ?? isText)(literal)) return literal
  report(module, written(property) ?? property, `\`${key}\``)
  return undefined
}

/** What is no text. */
const FORMS = new Map<string, (value: unknown) => boolean>([
  ['tags', isTags],
  ['lint', isLint],
  ['icons', isTexts],
  ['targets', isTexts],
  ['require', isTexts],
  ['requireGuards', value => typeof value === 'boolean'],
])

function isText(value: unknown): boolean {
  return typeof value === 'string'
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText)
}

function isLint(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.values(value).every(one => one === 'off' || one === 'error')
}

/** A property of the config's object. */
export function memberOf(options: ts.ObjectLiteralExpression, key: string): ts.ObjectLiteralElementLike | undefined {
  return options.properties.find(member => member.name !== undefined && propertyName(member.name) === key)
}

/** What stands behind a property's name. */
export function written(property: ts.ObjectLiteralElementLike): ts.Expression | undefined {
  if (ts.isPropertyAssignment(property)) return property.initializer
  return ts.isShorthandPropertyAssignment(property) ? property.name : undefined
}

/** Undefined for what is not written out. */
export function literalOf(module: Module, property: ts.ObjectLiteralElementLike | undefined): unknown {
  const value = property && written(property)
  return value && readLiteral(value, module.resolve)?.value
}

function isTags(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const allow = (value as { allow?: unknown }).allow
  return allow === undefined || isTexts(allow)
}

/** Says that something must be written out. */
export function report(module: Module, node: ts.Node, what: string): void {
  module.diagnostics.push(diagnose('config-not-literal', { span: spanOf(module, node) }, { what }))
}

export function spanOf(module: Module, node: ts.Node): Span {
  return { file: module.file, start: node.getStart(module.source), end: node.end }
}
