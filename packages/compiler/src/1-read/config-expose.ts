/** `expose` of the config: a list of routes' names, or patterns of their paths. */
import type { Exposure, Placed } from '../ir/declaration.ts'
import type { Span } from '../ir/span.ts'
import { propertyName, type Resolve, readLiteral } from './literal.ts'
import { ts } from './typescript.js'

interface Written {
  readonly resolve: Resolve
  readonly spanOf: (node: ts.Node) => Span
}

const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])

/** Undefined when it is not written out, or not as it must be. */
export function readExposure(node: ts.Expression, written: Written): Exposure | undefined {
  const names = placed(node, written)
  if (names !== undefined) return { kind: 'names', names }
  const object = follow(node, written.resolve)
  if (!ts.isObjectLiteralExpression(object)) return undefined
  const members = new Map(
    object.properties.map(member => [
      member.name === undefined ? undefined : propertyName(member.name),
      ts.isPropertyAssignment(member) ? member.initializer : undefined,
    ]),
  )
  const [include, methods] = [members.get('include'), members.get('methods')]
  const paths = include === undefined ? undefined : placed(include, written)
  const listed = methods === undefined ? ['GET'] : placed(methods, written)?.map(({ text }) => text)
  const isKnown = [...members.keys()].every(name => name === 'include' || name === 'methods')
  if (!isKnown || paths === undefined || listed?.every(method => METHODS.has(method)) !== true) return undefined
  return { kind: 'patterns', include: paths, methods: listed }
}

function placed(node: ts.Expression, { resolve, spanOf }: Written): readonly Placed[] | undefined {
  const list = follow(node, resolve)
  if (!ts.isArrayLiteralExpression(list)) return undefined
  const texts = list.elements.map(element => ({ value: readLiteral(element, resolve)?.value, span: spanOf(element) }))
  return texts.every(({ value }) => typeof value === 'string')
    ? texts.map(({ value, span }) => ({ text: String(value), span }))
    : undefined
}

/** What a constant stands for, and what is in `as const`. */
function follow(node: ts.Expression, resolve: Resolve): ts.Expression {
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isParenthesizedExpression(node))
    return follow(node.expression, resolve)
  const declaration = ts.isIdentifier(node) ? resolve(node) : undefined
  return declaration !== undefined && ts.isVariableDeclaration(declaration) && declaration.initializer !== undefined
    ? follow(declaration.initializer, resolve)
    : node
}
