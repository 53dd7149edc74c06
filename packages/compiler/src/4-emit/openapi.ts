/** The OpenAPI document as a module, since not every bundler and every Node takes JSON for one. */
import type { OpenApi } from '../3-lower/openapi.ts'
import { quoted, UNCHECKED_BANNER } from './printer.ts'

export function printOpenApiModule(document: OpenApi): string {
  return `${UNCHECKED_BANNER}\nexport const document = ${quoted(JSON.stringify(document))}\n`
}
