/** What the packages export is a promise: `surface.txt` holds it, name by name. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import ts from 'typescript-5'
import { matchGolden } from './harness/golden.ts'

const root = join(import.meta.dirname, '..')

test('the packages export what surface.txt says, and nothing else', () => {
  const doors = ['runtime', 'compiler', 'cli'].flatMap(doorsOf)
  const program = ts.createProgram(
    doors.map(door => door.file),
    { module: ts.ModuleKind.NodeNext, allowImportingTsExtensions: true, noEmit: true, types: [] },
  )
  const text = doors.map(({ name, file }) => `${name}\n${exportsOf(program, file).join('')}`).join('\n')
  matchGolden(join(root, 'test/surface.txt'), text)
})

/** The modules that a package lets others import, by the name they are imported under. */
function doorsOf(folder: string): { name: string; file: string }[] {
  const { name, exports } = JSON.parse(readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8'))
  return Object.entries<string>(exports)
    .filter(([, file]) => file.endsWith('.ts'))
    .map(([path, file]) => ({ name: join(name, path), file: join(root, 'packages', folder, file) }))
}

function exportsOf(program: ts.Program, file: string): string[] {
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(file)
  const module = source && checker.getSymbolAtLocation(source)
  if (module === undefined) return []
  return checker
    .getExportsOfModule(module)
    .map(symbol => `  ${kindOf(symbol, checker)} ${symbol.name}\n`)
    .sort()
}

function kindOf(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
  if (target.flags & ts.SymbolFlags.Class) return 'class'
  if (target.flags & ts.SymbolFlags.Function) return 'function'
  if (target.flags & ts.SymbolFlags.Value) return 'const'
  return 'type'
}
