/** Finds the calls that ask the client, and what stands beside them, by the signature they resolve to: through destructuring, aliases and helpers. */
import { runtimeName } from './library-types.ts'
import { walkCode } from './reachable.ts'
import type { Reader } from './reader.ts'
import { ts } from './typescript.js'

export type AskMethod = 'elicit' | 'elicitForm' | 'elicitUrl' | 'sample' | 'roots' | 'once' | 'can' | 'task'

export interface AskCall {
  readonly method: AskMethod
  readonly call: ts.CallExpression
  readonly signature: ts.Signature
}

const METHODS: ReadonlySet<string> = new Set([
  'elicit',
  'elicitForm',
  'elicitUrl',
  'sample',
  'roots',
  'once',
  'can',
  'task',
])

/** What asks nothing itself. */
const BESIDE: ReadonlySet<AskMethod> = new Set<AskMethod>(['once', 'can', 'task'])

export function isAsk({ method }: AskCall): boolean {
  return !BESIDE.has(method)
}

/** Whether anything in the project could ask at all; most don't, and cost no walk. */
export function mayAsk(reader: Reader): boolean {
  const known = mentioned.get(reader.program)
  if (known !== undefined) return known
  const files = reader.program.getSourceFiles().filter(file => !file.isDeclarationFile && reader.isOwn(file))
  const found = files.some(file => /\b(?:elicit|elicitForm|elicitUrl|sample|roots|once)\b|\btask\(/.test(file.text))
  mentioned.set(reader.program, found)
  return found
}

const mentioned = new WeakMap<ts.Program, boolean>()

/** The calls in the code of a node, by position. */
export function askCallsIn(reader: Reader, root: ts.Node): readonly AskCall[] {
  const all = calls.get(reader.checker) ?? new Map<ts.Node, readonly AskCall[]>()
  calls.set(reader.checker, all)
  const known = all.get(root)
  if (known !== undefined) return known
  const found: AskCall[] = []
  walkCode(root, node => {
    const call = ts.isCallExpression(node) ? askCall(reader, node) : undefined
    if (call !== undefined) found.push(call)
  })
  all.set(root, found)
  return found
}

/** By checker: a node outlives it, and what its calls resolve to may not. */
const calls = new WeakMap<ts.TypeChecker, Map<ts.Node, readonly AskCall[]>>()

function askCall(reader: Reader, call: ts.CallExpression): AskCall | undefined {
  if (!isCandidate(reader, call.expression)) return undefined
  const signature = reader.checker.getResolvedSignature(call)
  const declaration = signature?.declaration
  if (signature === undefined || declaration === undefined || !ts.isMethodSignature(declaration)) return undefined
  const owner = ts.isInterfaceDeclaration(declaration.parent)
    ? reader.checker.getSymbolAtLocation(declaration.parent.name)
    : undefined
  const method = declaration.name.getText() as AskMethod
  if (runtimeName(reader, owner) !== (method === 'task' ? 'Context' : 'Asks')) return undefined
  return { method, call, signature }
}

/** By its name, or by one that it may have been given. */
function isCandidate(reader: Reader, callee: ts.Expression): boolean {
  if (ts.isPropertyAccessExpression(callee)) return METHODS.has(callee.name.text)
  if (ts.isElementAccessExpression(callee)) return true
  if (!ts.isIdentifier(callee)) return false
  if (METHODS.has(callee.text)) return true
  const declaration = reader.checker.getSymbolAtLocation(callee)?.valueDeclaration
  return (
    declaration !== undefined &&
    (ts.isBindingElement(declaration) || ts.isVariableDeclaration(declaration) || ts.isParameter(declaration))
  )
}

/** The option of this name in the object literal that a call ends with; `'unknown'` where the object is no literal. */
export function optionOf({ method, call }: AskCall, name: string): ts.Node | 'unknown' | undefined {
  const options = call.arguments[OPTIONS_AT[method]]
  if (options === undefined) return undefined
  if (!ts.isObjectLiteralExpression(options)) return 'unknown'
  if (options.properties.some(ts.isSpreadAssignment)) return 'unknown'
  return options.properties.find(property => property.name?.getText() === name)
}

const OPTIONS_AT: Readonly<Record<AskMethod, number>> = {
  elicit: 2,
  elicitForm: 3,
  elicitUrl: 3,
  sample: 2,
  roots: 1,
  once: 9,
  can: 9,
  task: 9,
}
