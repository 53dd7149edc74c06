/** The order of an object's properties: as a reader of the source meets them, and never as the checker happened to. */
import { ts } from 'ts-morph'
import { compare } from './project.ts'
import type { Reader } from './reader.ts'

/**
 * Inherited members first, base by base as the type names them, then its own; within each by position. Mapped ones stand
 * behind these by file and position, and those without a place last by name.
 */
export function inSourceOrder(reader: Reader, type: ts.Type, symbols: readonly ts.Symbol[]): ts.Symbol[] {
  const ranks = new Map<ts.Node, number>()
  rankDeclarations(reader.checker, type, ranks)
  const keys = new Map(symbols.map(symbol => [symbol, orderOf(reader, ranks, symbol)]))
  return [...symbols].sort((a, b) => compare(keys.get(a) ?? '', keys.get(b) ?? ''))
}

/** Numbers the declarations of a type behind those of its bases. */
function rankDeclarations(checker: ts.TypeChecker, type: ts.Type, ranks: Map<ts.Node, number>): void {
  if (type.isIntersection()) {
    for (const part of type.types) rankDeclarations(checker, part, ranks)
    return
  }
  const declarations = type.symbol?.declarations ?? []
  if (declarations.some(declaration => ranks.has(declaration))) return
  const { target = type } = type as Partial<ts.TypeReference>
  if (target.isClassOrInterface()) {
    for (const base of checker.getBaseTypes(target)) rankDeclarations(checker, base, ranks)
  }
  // Declarations that merge have one rank: in which order they were read says nothing.
  const rank = ranks.size
  for (const declaration of declarations) ranks.set(declaration, rank)
}

function orderOf(reader: Reader, ranks: ReadonlyMap<ts.Node, number>, symbol: ts.Symbol): string {
  const declaration = symbol.valueDeclaration ?? symbol.declarations?.[0]
  if (declaration === undefined) return `2${symbol.name}`
  // A constructor's parameter property stands one level deeper than the class's other members.
  const parent = ts.isParameter(declaration) ? declaration.parent.parent : declaration.parent
  const rank = ranks.get(parent)
  const place = `${reader.pathOf(declaration.getSourceFile())}\0${padded(declaration.pos)}`
  return rank === undefined ? `1${place}` : `0${padded(rank)}${place}`
}

function padded(position: number): string {
  return String(position).padStart(10, '0')
}
