/** Schemas of all exported types, in one file: `node ts-json-schema-generator.ts <project>`. */
import { writeFileSync } from 'node:fs'
import { createGenerator } from 'ts-json-schema-generator'

const [project = '.'] = process.argv.slice(2)
const schema = createGenerator({
  path: `${project}/src/api/*.ts`,
  tsconfig: `${project}/tsconfig.json`,
  skipTypeCheck: true,
}).createSchema('*')
writeFileSync(`${project}/ts-json-schema-generator.json`, JSON.stringify(schema))
