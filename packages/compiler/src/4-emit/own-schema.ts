/** Validators of schemas that their authors wrote: all of JSON Schema 2020-12, as ajv has it. */
import { _ } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import standalone from 'ajv/dist/standalone/index.js'
import { FORMATS } from '../3-lower/formats.ts'
import { tidyOwn } from './tidy.ts'

export type OwnSchemas = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** Functions that check values, by export name. */
export function ownSchemaCode(schemas: OwnSchemas): string {
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    messages: false,
    ownProperties: true,
    logger: false,
    code: { esm: true, source: true, lines: true, formats: _`formats` },
  })
  for (const format of FORMATS) ajv.addFormat(format, () => true)
  const names = new Map<string, string>()
  const again: string[] = []
  for (const [name, schema] of Object.entries(schemas)) {
    const text = JSON.stringify(schema)
    const first = names.get(text)
    if (first === undefined) ajv.addSchema(schema, name)
    else again.push(`export const ${name} = ${first}\n`)
    names.set(text, first ?? name)
  }
  const exports = Object.fromEntries([...names.values()].map(name => [name, name]))
  const code = tidyOwn(print(ajv, exports)) + again.join('')
  return /\bequal\(/.test(code) ? `${code}\n${EQUAL}` : code
}

// The package is CommonJS: its function is the default export for a bundler, a member of it for Node.
const print = ('default' in standalone ? standalone.default : standalone) as typeof standalone.default

const EQUAL = `function equal(a, b) {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const keys = Object.keys(a)
  if (Array.isArray(a) !== Array.isArray(b) || keys.length !== Object.keys(b).length) return false
  return keys.every(key => Object.hasOwn(b, key) && equal(a[key], b[key]))
}
`
