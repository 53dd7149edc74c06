/** Under which names a module exports what is written in it. */
import { compare } from './project.ts'
import { resolveAlias } from './resolve-alias.ts'
import type { ts } from './typescript.js'

/** The export's name by declaration: its own name if it is exported by that, else the first, `default` last. */
export type Exports = ReadonlyMap<ts.Node, string>

export function readExports(checker: ts.TypeChecker, file: ts.SourceFile): Exports {
  const module = checker.getSymbolAtLocation(file)
  const names = new Map<ts.Node, string>()
  if (module === undefined) return names
  const exported = checker
    .getExportsOfModule(module)
    .map(symbol => ({ name: symbol.name, target: resolveAlias(checker, symbol) }))
  exported.sort((a, b) => Number(a.name === 'default') - Number(b.name === 'default') || compare(a.name, b.name))
  for (const { name, target } of exported) {
    for (const declaration of target?.declarations ?? []) {
      if (!names.has(declaration) || name === target?.name) names.set(declaration, name)
    }
  }
  return names
}
