/** Reads an expression that is written out, without running anything: literals, and lists and objects of them. */
import { ts } from './typescript.js'

/** `{ value }`, so that `null` can be told from "not a literal"; the value `undefined` is the identifier `undefined`. */
export type Literal = { readonly value: unknown } | undefined

/** How a name in an expression is resolved; absent where no checker is at hand. */
export type Resolve = (node: ts.Expression) => ts.Declaration | undefined

const DEPTH = 32

/** A list or an object in the text of a comment: `{ limit: 10 }`. */
export function readLiteralText(text: string): Literal {
  if (!/^[[{]/.test(text)) return undefined
  const source = ts.createSourceFile('value.ts', `(${text}\n)`, ts.ScriptTarget.Latest)
  const { parseDiagnostics } = source as unknown as { parseDiagnostics: readonly ts.Diagnostic[] }
  const [statement] = source.statements
  if (parseDiagnostics.length > 0 || statement === undefined || !ts.isExpressionStatement(statement)) return undefined
  return readLiteral(statement.expression)
}

export function readLiteral(expression: ts.Expression, resolve?: Resolve, depth = 0): Literal {
  if (depth > DEPTH) return undefined
  const node = unwrap(expression)
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return { value: node.text }
  if (ts.isNumericLiteral(node)) return readNumber(node)
  if (node.kind === ts.SyntaxKind.TrueKeyword) return { value: true }
  if (node.kind === ts.SyntaxKind.FalseKeyword) return { value: false }
  if (node.kind === ts.SyntaxKind.NullKeyword) return { value: null }
  if (ts.isIdentifier(node) && node.text === 'undefined') return { value: undefined }
  if (ts.isPrefixUnaryExpression(node)) return readSigned(node, resolve, depth)
  if (ts.isBinaryExpression(node)) return readSum(node, resolve, depth)
  if (ts.isArrayLiteralExpression(node)) return readArray(node, resolve, depth)
  if (ts.isObjectLiteralExpression(node)) return readObject(node, resolve, depth)
  return readName(node, resolve, depth)
}

/** JSON has no number for one that is too large. */
function readNumber({ text }: ts.NumericLiteral): Literal {
  const value = Number(text)
  return Number.isFinite(value) ? { value } : undefined
}

function unwrap(node: ts.Expression): ts.Expression {
  const wrapped =
    ts.isAsExpression(node) ||
    ts.isTypeAssertionExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isParenthesizedExpression(node) ||
    ts.isNonNullExpression(node)
  return wrapped ? unwrap(node.expression) : node
}

function readSigned(node: ts.PrefixUnaryExpression, resolve: Resolve | undefined, depth: number): Literal {
  const value = readLiteral(node.operand, resolve, depth + 1)?.value
  if (typeof value !== 'number') return undefined
  if (node.operator === ts.SyntaxKind.MinusToken) return { value: -value }
  return node.operator === ts.SyntaxKind.PlusToken ? { value } : undefined
}

/** A text that is broken over several lines. */
function readSum(node: ts.BinaryExpression, resolve: Resolve | undefined, depth: number): Literal {
  if (node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined
  const left = readLiteral(node.left, resolve, depth + 1)?.value
  const right = readLiteral(node.right, resolve, depth + 1)?.value
  return typeof left === 'string' && typeof right === 'string' ? { value: left + right } : undefined
}

function readArray(node: ts.ArrayLiteralExpression, resolve: Resolve | undefined, depth: number): Literal {
  const value: unknown[] = []
  for (const element of node.elements) {
    const literal = readLiteral(element, resolve, depth + 1)
    if (literal === undefined || literal.value === undefined) return undefined
    value.push(literal.value)
  }
  return { value }
}

function readObject(node: ts.ObjectLiteralExpression, resolve: Resolve | undefined, depth: number): Literal {
  const entries: [string, unknown][] = []
  for (const property of node.properties) {
    if (!ts.isPropertyAssignment(property)) return undefined
    const name = propertyName(property.name)
    const literal = readLiteral(property.initializer, resolve, depth + 1)
    if (name === undefined || literal === undefined) return undefined
    if (literal.value !== undefined) entries.push([name, literal.value])
  }
  return { value: Object.fromEntries(entries) }
}

export function propertyName(name: ts.PropertyName): string | undefined {
  if (ts.isIdentifier(name) || ts.isStringLiteral(name) || ts.isNumericLiteral(name)) return name.text
  return undefined
}

/** An enum's member, a `const` whose initializer is a literal, or a member of one written `as const`. */
function readName(node: ts.Expression, resolve: Resolve | undefined, depth: number): Literal {
  const declaration = resolve?.(node)
  if (declaration === undefined) return undefined
  if (ts.isEnumMember(declaration)) return enumMemberValue(declaration, resolve, depth)
  if (ts.isPropertyAssignment(declaration) && isConstant(declaration.parent)) {
    return readLiteral(declaration.initializer, resolve, depth + 1)
  }
  if (!ts.isVariableDeclaration(declaration) || declaration.initializer === undefined) return undefined
  const isConst = (declaration.parent.flags & ts.NodeFlags.Const) !== 0
  return isConst ? readLiteral(declaration.initializer, resolve, depth + 1) : undefined
}

function isConstant(object: ts.Expression): boolean {
  const { parent } = object
  return (ts.isAsExpression(parent) || ts.isTypeAssertionExpression(parent)) && ts.isConstTypeReference(parent.type)
}

function enumMemberValue(member: ts.EnumMember, resolve: Resolve | undefined, depth: number): Literal {
  if (member.initializer !== undefined) return readLiteral(member.initializer, resolve, depth + 1)
  const index = member.parent.members.indexOf(member)
  const before = member.parent.members[index - 1]
  if (before === undefined) return { value: 0 }
  const value = enumMemberValue(before, resolve, depth + 1)?.value
  return typeof value === 'number' ? { value: value + 1 } : undefined
}
