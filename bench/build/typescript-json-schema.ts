/** A schema of each exported type, in one file: `node typescript-json-schema.ts <project>`. */
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { buildGenerator, getProgramFromFiles } from 'typescript-json-schema'

const [project = '.'] = process.argv.slice(2)
const files = globSync(`${project}/src/api/*.ts`)
const { compilerOptions } = JSON.parse(readFileSync(`${project}/tsconfig.json`, 'utf8'))
const program = getProgramFromFiles(files, compilerOptions, project)
const generator = buildGenerator(program, { ignoreErrors: true, required: true, noExtraProps: true }, files)
if (generator === null) throw new Error('typescript-json-schema gave no generator.')
const schemas = generator.getMainFileSymbols(program, files).map(name => [name, generator.getSchemaForSymbol(name)])
writeFileSync(`${project}/typescript-json-schema.json`, JSON.stringify(Object.fromEntries(schemas)))
