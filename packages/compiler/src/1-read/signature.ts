/** The one signature of a declared function, and the forms of function that a server cannot call. */
import { diagnose } from '../diagnostics/catalogue.ts'
import type { DECLARATIONS } from '../diagnostics/declarations.ts'
import { isLibrary } from './library-types.ts'
import type { Reader } from './reader.ts'
import { ts } from './typescript.js'

/** What a declaring tag can stand on. */
export type FunctionNode = ts.FunctionDeclaration | ts.VariableDeclaration | ts.ExportAssignment

/** A parameter of the function, whether it is written there or comes from a wrapper's type. */
export interface SignatureParameter {
  /** Undefined for a destructured one. */
  readonly name: string | undefined
  readonly type: ts.Type
  readonly optional: boolean
  readonly declaration: ts.ParameterDeclaration | undefined
}

export interface FunctionSignature {
  readonly parameters: readonly SignatureParameter[]
  readonly returns: ts.Type
  readonly returnNode: ts.TypeNode | undefined
}

type Refusal = Extract<
  keyof typeof DECLARATIONS,
  'generator' | 'overloaded' | 'type-parameters' | 'rest-parameter' | 'this-parameter' | 'no-body' | 'not-a-function'
>

export interface Subject {
  readonly node: FunctionNode
  /** The declaring tag. */
  readonly tag: string
}

/** Undefined where a diagnostic says why there is none. */
export function readSignature(reader: Reader, subject: Subject): FunctionSignature | undefined {
  const { node } = subject
  const found = signatureOf(reader, node)
  if (typeof found === 'string') return refuse(reader, subject, found)
  const { declaration } = found
  const written = declaration !== undefined && ts.isFunctionLike(declaration) ? declaration : undefined
  const refused = refusals(reader, found, written)
  for (const [code, place] of refused) refuse(reader, subject, code, place)
  const parameters = readParameters(reader, found, node)
  if (parameters === undefined) return refuse(reader, subject, 'rest-parameter', written?.parameters.find(isRest))
  if (refused.length > 0) return undefined
  return { parameters, returns: found.getReturnType(), returnNode: written?.type as ts.TypeNode | undefined }
}

/** What else than a list of parameters and one result a signature has, and where. */
function refusals(
  reader: Reader,
  signature: ts.Signature,
  written: ts.SignatureDeclaration | undefined,
): (readonly [Refusal, ts.Node | undefined])[] {
  const thisParameter = written?.parameters.find(
    parameter => parameter.name.getText() === 'this' && !takesNothing(parameter),
  )
  return [
    ...(isGenerator(reader, signature, written) ? [['generator', undefined] as const] : []),
    ...(signature.typeParameters?.length ? [['type-parameters', written?.typeParameters?.[0]] as const] : []),
    ...(thisParameter === undefined ? [] : [['this-parameter', thisParameter] as const]),
  ]
}

function isRest({ dotDotDotToken }: ts.ParameterDeclaration): boolean {
  return dotDotDotToken !== undefined
}

/** `this: void` says that the function does without. */
function takesNothing({ type }: ts.ParameterDeclaration): boolean {
  return type?.kind === ts.SyntaxKind.VoidKeyword
}

/** The name's node, or what stands for it. */
export function nameNode(node: FunctionNode): ts.Node {
  if (ts.isExportAssignment(node)) return node.expression
  return node.name ?? node
}

function signatureOf(reader: Reader, node: FunctionNode): ts.Signature | Refusal {
  if (ts.isFunctionDeclaration(node)) {
    const symbol = node.name === undefined ? undefined : reader.checker.getSymbolAtLocation(node.name)
    if ((symbol?.declarations?.filter(ts.isFunctionDeclaration).length ?? 1) > 1) return 'overloaded'
    if (node.body === undefined) return 'no-body'
    return reader.checker.getSignatureFromDeclaration(node) ?? 'not-a-function'
  }
  const signatures = reader.checker.getTypeAtLocation(nameNode(node)).getCallSignatures()
  const [only] = signatures
  if (only === undefined) return 'not-a-function'
  return signatures.length > 1 ? 'overloaded' : only
}

const GENERATORS = new Set([
  'Generator',
  'AsyncGenerator',
  'IterableIterator',
  'AsyncIterableIterator',
  'Iterator',
  'AsyncIterator',
])

function isGenerator(reader: Reader, signature: ts.Signature, written: ts.SignatureDeclaration | undefined): boolean {
  if (written !== undefined && 'asteriskToken' in written && written.asteriskToken !== undefined) return true
  const symbol = signature.getReturnType().symbol as ts.Symbol | undefined
  return symbol !== undefined && GENERATORS.has(symbol.name) && isLibrary(reader, symbol)
}

/** Undefined for a rest parameter; one whose type is a tuple (from a wrapper) is its elements. */
function readParameters(reader: Reader, signature: ts.Signature, node: FunctionNode): SignatureParameter[] | undefined {
  const parameters = signature.parameters.map(symbol => {
    const type = reader.checker.getTypeOfSymbolAtLocation(symbol, node)
    const declaration = symbol.valueDeclaration
    const written = declaration !== undefined && ts.isParameter(declaration) ? declaration : undefined
    if (written?.dotDotDotToken === undefined) return [oneParameter(symbol, type, written)]
    return reader.checker.isTupleType(type) ? spreadTuple(reader, type as ts.TupleTypeReference) : undefined
  })
  return parameters.every(part => part !== undefined) ? parameters.flat() : undefined
}

function oneParameter(
  symbol: ts.Symbol,
  type: ts.Type,
  declaration: ts.ParameterDeclaration | undefined,
): SignatureParameter {
  const optional = declaration?.questionToken !== undefined || declaration?.initializer !== undefined
  const named = declaration === undefined || ts.isIdentifier(declaration.name)
  return { name: named ? symbol.name : undefined, type, optional, declaration }
}

function spreadTuple(reader: Reader, type: ts.TupleTypeReference): SignatureParameter[] | undefined {
  const { elementFlags, labeledElementDeclarations: labels } = type.target
  if (elementFlags.some(flags => (flags & ts.ElementFlags.Variable) !== 0)) return undefined
  return reader.checker.getTypeArguments(type).map((element, i) => {
    const label = labels?.[i]
    const name = label !== undefined && ts.isIdentifier(label.name) ? label.name.text : undefined
    const declaration = label !== undefined && ts.isParameter(label) ? label : undefined
    return { name, type: element, optional: (elementFlags[i] ?? 0) === ts.ElementFlags.Optional, declaration }
  })
}

/** @param part What is refused, where that is less than the function; a wrapper's type may have it elsewhere. */
function refuse(reader: Reader, subject: Subject, code: Refusal, part?: ts.Node): undefined {
  const node = nameNode(subject.node)
  const name = ts.isIdentifier(node) ? `\`${node.text}\`` : 'the default export'
  const whole = ts.isIdentifier(node) ? node : subject.node
  const place = part?.getSourceFile() === node.getSourceFile() ? part : whole
  reader.report(diagnose(code, { span: reader.span(place) }, { tag: subject.tag, name }))
  return undefined
}
