/** Initializers of parameters and of destructured members: a literal one is the default that clients are told. */
import { diagnose } from '../diagnostics/catalogue.ts'
import type { Doc, Type } from '../ir/type.ts'
import { amend } from './amend.ts'
import { propertyName, type Resolve, readLiteral } from './literal.ts'
import type { Reader } from './reader.ts'
import { resolveAlias } from './resolve-alias.ts'
import type { TypeReader } from './type-reader.ts'
import { ts } from './typescript.js'

/** Empty, with a warning, where the initializer is no literal; and for `undefined`. */
export function defaultOf(types: TypeReader, initializer: ts.Expression, name: string): Pick<Doc, 'default'> {
  const literal = readLiteral(initializer, resolveIn(types.reader))
  if (literal === undefined) {
    types.reader.report(diagnose('default-not-literal', { span: types.reader.span(initializer) }, { name }))
    return {}
  }
  return literal.value === undefined ? {} : { default: { value: literal.value } }
}

function resolveIn(reader: Reader): Resolve {
  return node => {
    const symbol = resolveAlias(reader.checker, reader.checker.getSymbolAtLocation(node))
    return symbol?.valueDeclaration
  }
}

/** `({ limit = 20 })`: the member is optional, and 20 is its default. */
export function applyDefaults(
  types: TypeReader,
  type: Type,
  pattern: ts.ObjectBindingPattern,
  path: readonly string[] = [],
): Type {
  let amended = type
  for (const element of pattern.elements) {
    const name = boundName(element)
    if (name === undefined) continue
    const inner = [...path, name]
    if (element.initializer !== undefined) {
      const doc = defaultOf(types, element.initializer, name)
      amended =
        amend(types, amended, inner, property => ({ ...property, optional: true, doc: { ...property.doc, ...doc } })) ??
        amended
    }
    if (ts.isObjectBindingPattern(element.name)) amended = applyDefaults(types, amended, element.name, inner)
  }
  return amended
}

function boundName(element: ts.BindingElement): string | undefined {
  if (element.dotDotDotToken !== undefined) return undefined
  if (element.propertyName !== undefined) return propertyName(element.propertyName)
  return ts.isIdentifier(element.name) ? element.name.text : undefined
}
