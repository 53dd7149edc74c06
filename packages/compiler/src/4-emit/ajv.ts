/** ajv, set up so that its standalone output stands on `@mcpgen/runtime/validation` and on shared modules alone. */
import { _ } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import standalone from 'ajv/dist/standalone/index.js'
import { FORMATS } from '../3-lower/formats.ts'
import type { JsonSchema } from '../3-lower/json-schema.ts'
import { KEYWORDS } from './ajv-keywords.ts'
import { tidy } from './tidy.ts'

/** Functions that check values, by export name. A `$ref` is the name of a function of another module. */
export function validateCode(schemas: Readonly<Record<string, JsonSchema>>): string {
  const ajv = createAjv()
  for (const [name, schema] of Object.entries(schemas)) ajv.addSchema({ ...schema, $id: name })
  const exports = Object.fromEntries(Object.keys(schemas).map(name => [name, name]))
  return tidy(print(ajv, exports))
}

// The package is CommonJS: its function is the default export for a bundler, a member of it for Node.
const print = ('default' in standalone ? standalone.default : standalone) as typeof standalone.default

/** ajv's option for what it is about to evaluate. Nothing is checked here, so nothing need be. */
const PROCESS = 'process'

function createAjv(): Ajv2020 {
  const ajv = new Ajv2020({
    strict: true,
    strictRequired: false,
    strictTuples: false,
    allowMatchingProperties: true,
    allErrors: true,
    messages: false,
    discriminator: true,
    inlineRefs: false,
    meta: false,
    validateSchema: false,
    logger: false,
    code: {
      esm: true,
      source: true,
      lines: true,
      optimize: false,
      formats: _`formats`,
      [PROCESS]: () => 'return () => true',
    },
  })
  // Types have no `unevaluated…` and no `$dynamicRef`; the code that would keep track for them is most of what ajv writes.
  Object.assign(ajv.opts, { unevaluated: false, dynamicRef: false })
  for (const format of FORMATS) ajv.addFormat(format, () => true)
  for (const definition of KEYWORDS) {
    ajv.removeKeyword(String(definition.keyword))
    ajv.addKeyword(definition)
  }
  return ajv
}
