/** A guard that is a function of the user's: `(principal, argument?) => boolean`, or a promise of it. */
import { diagnose } from '../diagnostics/catalogue.ts'
import type { Guard } from '../ir/guard.ts'
import type { Span } from '../ir/span.ts'
import { readExports } from './exports.ts'
import { injectedBy } from './injected.ts'
import type { Reader } from './reader.ts'
import { resolveAlias } from './resolve-alias.ts'
import { ts } from './typescript.js'
import { isOptionalPart, withoutUndefined } from './undefined.ts'

/** A function that was named as a guard, and where. */
export interface Asked {
  readonly name: string
  readonly argument?: string
  readonly span: Span
  /** In whose module the name is looked up. */
  readonly node: ts.Node
}

/** @param unknown Reports that there is no such function. */
export function readGuardFunction(reader: Reader, asked: Asked, unknown: () => void): Guard | undefined {
  const { name, argument, node } = asked
  const declaration = functionsInScope(reader, node).get(name)
  if (declaration === undefined) return void unknown()
  const file = declaration.getSourceFile()
  const exported = reader.isOwn(file) ? readExports(reader.checker, file).get(declaration) : undefined
  if (exported === undefined) {
    return refuse(reader, asked, {
      problem: `\`${name}\` is no export of this project`,
      label: 'not exported',
      help: `write \`export function ${name}\``,
    })
  }
  const shape = shapeOf(reader, declaration, asked)
  if (!('anonymous' in shape)) return refuse(reader, asked, shape)
  return {
    name,
    ...(argument !== undefined && { argument }),
    function: { file: reader.pathOf(file), export: exported, anonymous: shape.anonymous },
  }
}

interface Problem {
  readonly problem: string
  readonly label: string
  readonly help: string
}

function refuse(reader: Reader, { name, argument, span }: Asked, { problem, label, help }: Problem): undefined {
  const text = argument === undefined ? name : `${name} ${argument}`
  reader.report(diagnose('bad-guard', { span }, { problem: `\`@guard ${text}\`: ${problem}`, label, help }))
}

/** The functions of the project that a file can name. */
function functionsInScope(reader: Reader, node: ts.Node): Map<string, ts.Declaration> {
  const { checker } = reader
  const scope = checker.getSymbolsInScope(node.getSourceFile(), ts.SymbolFlags.Value | ts.SymbolFlags.Alias)
  const found = new Map<string, ts.Declaration>()
  for (const symbol of scope) {
    // Globals stand in libraries, and an alias stands where it is imported.
    if (!symbol.declarations?.some(one => reader.isOwn(one.getSourceFile()))) continue
    const declarations = resolveAlias(checker, symbol)?.declarations ?? []
    const declaration = declarations.find(one => ts.isFunctionDeclaration(one) || ts.isVariableDeclaration(one))
    if (declaration !== undefined) found.set(symbol.name, declaration)
  }
  return found
}

export function functionNames(reader: Reader, node: ts.Node): string[] {
  return [...functionsInScope(reader, node).keys()]
}

function shapeOf(reader: Reader, declaration: ts.Declaration, asked: Asked): { anonymous: boolean } | Problem {
  const { checker } = reader
  const named = ts.getNameOfDeclaration(declaration) ?? declaration
  const [signature, ...more] = checker.getTypeAtLocation(named).getCallSignatures()
  const [principal, ...rest] = signature?.parameters ?? []
  if (signature === undefined || principal === undefined || more.length > 0 || !returnsBoolean(checker, signature)) {
    return wrongShape(asked)
  }
  const caller = checker.getTypeOfSymbolAtLocation(principal, declaration)
  if (injectedBy(reader, caller) !== 'principal') return wrongShape(asked)
  const problem = argumentProblem(reader, { parameters: rest, declaration, asked })
  return problem ?? { anonymous: isOptionalPart(caller) }
}

function wrongShape({ name, argument }: Asked): Problem {
  const second = argument === undefined ? '' : ', argument: string'
  return {
    problem: `\`${name}\` cannot be asked about a caller`,
    label: 'another signature is wanted',
    help: `write \`${name}(principal: Principal${second}): boolean\`, or a promise of it`,
  }
}

function returnsBoolean(checker: ts.TypeChecker, signature: ts.Signature): boolean {
  const returned = signature.getReturnType()
  const type = checker.getAwaitedType(returned) ?? returned
  return checker.isTypeAssignableTo(type, checker.getBooleanType())
}

interface Rest {
  readonly parameters: readonly ts.Symbol[]
  readonly declaration: ts.Declaration
  readonly asked: Asked
}

/** What is wrong with the argument, or with what else the function takes. */
function argumentProblem(reader: Reader, { parameters, declaration, asked }: Rest): Problem | undefined {
  const { name, argument } = asked
  const [parameter, ...others] = parameters
  if (others.some(other => !isOptional(reader.checker, other))) return wrongShape(asked)
  if (parameter === undefined) {
    if (argument === undefined) return undefined
    return { problem: `\`${name}\` takes no argument`, label: 'not taken', help: `write \`@guard {@link ${name}}\`` }
  }
  const type = reader.checker.getTypeOfSymbolAtLocation(parameter, declaration)
  const choices = withoutUndefined(type).flatMap(one => (one.isUnion() ? one.types : [one]))
  if (argument !== undefined) return takes(reader.checker, choices, argument) ? undefined : misfit(asked, choices)
  if (isOptional(reader.checker, parameter)) return undefined
  const example = choices.find(one => one.isStringLiteral())?.value ?? parameter.name
  return {
    problem: `\`${name}\` takes an argument`,
    label: `no \`${parameter.name}\``,
    help: `write \`@guard {@link ${name}} ${example}\``,
  }
}

function isOptional(checker: ts.TypeChecker, { valueDeclaration: parameter }: ts.Symbol): boolean {
  if (parameter === undefined || !ts.isParameter(parameter)) return false
  return checker.isOptionalParameter(parameter) || parameter.dotDotDotToken !== undefined
}

function takes(checker: ts.TypeChecker, choices: readonly ts.Type[], argument: string): boolean {
  const literal = checker.getStringLiteralType(argument)
  return choices.some(one => checker.isTypeAssignableTo(literal, one))
}

function misfit(asked: Asked, choices: readonly ts.Type[]): Problem {
  const literals = choices.flatMap(one => (one.isStringLiteral() ? [`\`${one.value}\``] : []))
  if (literals.length < choices.length) return wrongShape(asked)
  return {
    problem: `\`${asked.name}\` does not take \`${asked.argument}\``,
    label: `takes ${literals.join(' or ')}`,
    help: `write ${literals.join(' or ')}`,
  }
}
