/** URIs (RFC 3986) and templates of them (RFC 6570 level 1, and `{+var}`). */
import type { UriVariable } from '../ir/declaration.ts'

export type UriReading = { readonly variables: readonly UriVariable[] } | { readonly problem: string }

const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:/
const EXPRESSION = /\{([^{}]*)\}/g
/** RFC 3986 §2: unreserved, reserved and percent-encoded characters. */
const LITERAL = /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*$/

export function readUri(uri: string): UriReading {
  if (uri === '') return { problem: 'a URI is missing' }
  if (!SCHEME.test(uri)) return { problem: 'a URI begins with a scheme, as in `docs:`' }
  if (uri.replace(SCHEME, '') === '') return { problem: 'nothing stands behind the scheme' }
  if (/\}\{/.test(uri)) return { problem: 'two variables need text between them' }
  const literal = uri.replace(EXPRESSION, '')
  if (/[{}]/.test(literal)) return { problem: 'a brace is not balanced' }
  if (!LITERAL.test(literal)) return { problem: `\`${strange(literal)}\` cannot stand in a URI; percent-encode it` }
  const variables: UriVariable[] = []
  for (const [expression, body = ''] of uri.matchAll(EXPRESSION)) {
    const [, operator = '', name] = /^(\+?)([A-Za-z_$][\w$]*)$/.exec(body) ?? []
    if (name === undefined) return { problem: `\`${expression}\` is not of the form \`{name}\` or \`{+name}\`` }
    if (variables.some(variable => variable.name === name)) return { problem: `\`{${name}}\` stands there twice` }
    variables.push({ name, reserved: operator === '+' })
  }
  return { variables }
}

function strange(literal: string): string {
  return [...literal].find(character => !LITERAL.test(character)) ?? ''
}
