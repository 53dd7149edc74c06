/** A schema and a validator of each exported type, as typia's transformer writes them: `node typia.ts <project>`. */
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import ts from 'typescript'
import transform from 'typia/lib/transform'

const [project = '.'] = process.argv.slice(2)
const entry = join(project, 'typia.ts')
writeFileSync(entry, globSync(`${project}/src/api/*.ts`).sort().map(printFile).join(''))
const { compilerOptions } = JSON.parse(readFileSync(join(project, 'tsconfig.json'), 'utf8'))
const { options } = ts.convertCompilerOptionsFromJson(
  { ...compilerOptions, noEmit: false, rewriteRelativeImportExtensions: true, outDir: 'typia', rootDir: '.' },
  project,
)
const program = ts.createProgram([entry], options)
const diagnostics: ts.Diagnostic[] = []
const addDiagnostic = (diagnostic: ts.Diagnostic) => diagnostics.push(diagnostic)
const before = [transform(program, {}, { addDiagnostic })]
program.emit(program.getSourceFile(entry), undefined, undefined, false, { before })
if (diagnostics.length > 0)
  throw new Error(`error: ${ts.flattenDiagnosticMessageText(diagnostics[0]?.messageText, '\n')}`)

function printFile(file: string, index: number): string {
  const names = [...readFileSync(file, 'utf8').matchAll(/^export (?:interface|type) (\w+)/gm)].map(([, name]) => name)
  const typia = index === 0 ? "import typia from 'typia'\n" : ''
  const lines = names.map(
    name =>
      `export const schema${name} = typia.json.schemas<[${name}]>()\nexport const is${name} = typia.createValidateEquals<${name}>()\n`,
  )
  return `${typia}import type { ${names.join(', ')} } from './src/api/${basename(file)}'\n${lines.join('')}`
}
