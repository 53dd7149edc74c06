/** A module of validators, before its checks are written: the same source always gives the same text. */
import type { JsonSchema } from '../3-lower/json-schema.ts'
import { validateCode } from './ajv.ts'
import { type OwnSchemas, ownSchemaCode } from './own-schema.ts'
import { UNCHECKED_BANNER } from './printer.ts'

export interface ModuleSource {
  /** Import lines for what other generated modules have. */
  readonly imports: string
  readonly code: string
  /** Of the checks, by export name. A `$ref` is the name of a function that is imported. */
  readonly schemas: Readonly<Record<string, JsonSchema>>
  /** Schemas of their author's own; absent for none. */
  readonly own?: OwnSchemas
}

/** Everything that the code may take from the runtime, by the name it is called by. */
const HELPERS = [
  'codePoints',
  'duplicate',
  'formats',
  'isBase64',
  'isMultiple',
  'nested',
  'read',
  'report',
  'text',
  'to',
  'wire',
]

export function printModule({ imports, code, schemas, own }: ModuleSource): string {
  const checks = Object.keys(schemas).length > 0 ? validateCode(schemas) : ''
  const written = own === undefined ? '' : ownSchemaCode(own)
  const body = [code, checks, written].filter(Boolean).join('\n')
  const used = HELPERS.filter(name => new RegExp(`(?<![\\w$.'"])${name}[.([]`).test(body))
  const helpers = used.length > 0 ? `import { ${used.join(', ')} } from '@mcpgen/runtime/validation'\n` : ''
  const head = helpers + imports
  return `${UNCHECKED_BANNER}\n${head}${head === '' ? '' : '\n'}${body}`
}
