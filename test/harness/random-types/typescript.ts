/** TypeScript as a judge of values: one constant a line, and the lines that it complains of. */
import assert from 'node:assert/strict'
import ts from 'typescript-5'

const OPTIONS: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  allowImportingTsExtensions: true,
  module: ts.ModuleKind.ESNext,
  target: ts.ScriptTarget.ES2022,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  noEmit: true,
  types: [],
  lib: ['lib.es2022.d.ts'],
}

/** The numbers of the lines of `src/values.ts` that have an error. The other modules must have none. */
export function wrongLines(modules: ReadonlyMap<string, string>): ReadonlySet<number> {
  const host = ts.createCompilerHost(OPTIONS)
  const { getSourceFile, fileExists, readFile } = host
  const known = (name: string): string | undefined => modules.get(name.replace(/^.*?(?=src\/)/, ''))
  host.getSourceFile = (name, ...rest) => {
    const text = known(name)
    return text === undefined ? getSourceFile(name, ...rest) : ts.createSourceFile(name, text, ts.ScriptTarget.ES2022)
  }
  host.fileExists = name => known(name) !== undefined || fileExists(name)
  host.directoryExists = () => true
  host.readFile = name => known(name) ?? readFile(name)
  const program = ts.createProgram(['src/values.ts'], OPTIONS, host)
  const wrong = [...program.getSyntacticDiagnostics(), ...program.getSemanticDiagnostics()].map(one => {
    const text = ts.flattenDiagnosticMessageText(one.messageText, '\n')
    const { line } = one.file?.getLineAndCharacterOfPosition(one.start ?? 0) ?? { line: 0 }
    assert.ok(
      one.file?.fileName.endsWith('src/values.ts'),
      `${one.file?.fileName}:${line + 1} ${text}\n${one.file?.text.split('\n')[line]}`,
    )
    return line
  })
  assert.ok(!wrong.includes(0), 'the modules of the types were not found')
  return new Set(wrong)
}
