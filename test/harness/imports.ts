/** What a source file imports, read from its syntax tree. */
import { readFileSync } from 'node:fs'
import ts from 'typescript-5'

export interface Import {
  readonly specifier: string
  /** Gone once the types are stripped. */
  readonly typeOnly: boolean
}

export function importsOf(file: string): Import[] {
  const found: Import[] = []
  visit(parse(file), node => {
    const specifier = specifierOf(node)
    if (specifier !== undefined) found.push({ specifier, typeOnly: isTypeOnly(node) })
  })
  return found
}

/** Every identifier of a file, comments and strings left out. */
export function identifiersOf(file: string): Set<string> {
  const found = new Set<string>()
  visit(parse(file), node => {
    if (ts.isIdentifier(node)) found.add(node.text)
  })
  return found
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
}

function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node)
  ts.forEachChild(node, child => visit(child, look))
}

function specifierOf(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return textOf(node.moduleSpecifier)
  if (ts.isImportTypeNode(node)) return ts.isLiteralTypeNode(node.argument) ? textOf(node.argument.literal) : undefined
  const loads = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
  return loads ? textOf(node.arguments[0]) : undefined
}

function textOf(node: ts.Node | undefined): string | undefined {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined
}

function isTypeOnly(node: ts.Node): boolean {
  if (ts.isImportTypeNode(node)) return true
  if (ts.isExportDeclaration(node)) return node.isTypeOnly
  return ts.isImportDeclaration(node) && node.importClause?.isTypeOnly === true
}
