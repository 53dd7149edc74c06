/** A function that a tag names: found where the declared function stands, and exported, so that the server can import it. */
import { readExports } from './exports.ts'
import type { Reader } from './reader.ts'
import { resolveAlias } from './resolve-alias.ts'
import { ts } from './typescript.js'

export interface NamedFunction {
  readonly declaration: ts.Declaration
  /** Relative to the project's root, with `/`. */
  readonly file: string
  readonly export: string
}

export interface NotNamed {
  readonly problem: string
  readonly label: string
  readonly help: string
}

/** @param node Where the name is looked up. */
export function namedFunction(reader: Reader, node: ts.Node, name: string): NamedFunction | NotNamed {
  const declaration = findFunction(reader, node, name)
  if (declaration === undefined)
    return {
      problem: `there is no function \`${name}\` here`,
      label: 'no such function',
      help: `write, or import, a function \`${name}\``,
    }
  const file = declaration.getSourceFile()
  const exported = reader.isOwn(file) ? readExports(reader.checker, file).get(declaration) : undefined
  if (exported === undefined)
    return {
      problem: `\`${name}\` is no export of this project`,
      label: 'not exported',
      help: `write \`export function ${name}\``,
    }
  return { declaration, file: reader.pathOf(file), export: exported }
}

function findFunction(reader: Reader, node: ts.Node, name: string): ts.Declaration | undefined {
  const { checker } = reader
  const scope = checker.getSymbolsInScope(node.getSourceFile(), ts.SymbolFlags.Value | ts.SymbolFlags.Alias)
  const symbol = resolveAlias(
    checker,
    scope.find(one => one.name === name),
  )
  return symbol?.declarations?.find(one => ts.isFunctionDeclaration(one) || ts.isVariableDeclaration(one))
}

/** The one way in which a function is called; undefined for one that has several, or is none. */
export function onlySignature({ checker }: Reader, declaration: ts.Declaration): ts.Signature | undefined {
  const name = ts.getNameOfDeclaration(declaration) ?? declaration
  const [signature, ...more] = checker.getTypeAtLocation(name).getCallSignatures()
  return more.length > 0 ? undefined : signature
}

/** The type of the elements of the list that a function returns or promises; undefined for no list. */
export function listedBy({ checker }: Reader, signature: ts.Signature): ts.Type | undefined {
  const returned = signature.getReturnType()
  const type = checker.getAwaitedType(returned) ?? returned
  if ((type.flags & ts.TypeFlags.Any) !== 0) return type
  const isList = checker.isArrayType(type) || checker.isTupleType(type)
  return isList ? checker.getIndexTypeOfType(type, ts.IndexKind.Number) : undefined
}
