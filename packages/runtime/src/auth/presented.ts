/** Keeps what a request presented out of the log: messages of other people's errors like to repeat what they were given. */
import type { IncomingMessage } from 'node:http'

/** Headers that hold credentials wherever they are sent, whoever reads them: of a host, of a gateway before it. */
const ALWAYS: ReadonlySet<string> = new Set(['authorization', 'proxy-authorization', 'cookie'])

/** Names that people give to headers with secrets. */
const SECRET_NAME = /auth|cookie|credential|jwt|key|passw|secret|session|signature|token/

/** A shorter text could be anything, and would make nonsense of the log. */
const LEAST = 4

/** A text that a request presented, and what stands in its place in the log. */
export type Secret = readonly [text: string, name: string]

/**
 * The credentials of a request, and the parts of them that stand for themselves; asked when there is an error to log.
 *
 * @param headers Those that authenticators read, in lower case.
 */
export function secretsOf({ headers: all }: IncomingMessage, headers: readonly string[]): () => readonly Secret[] {
  return () => {
    const isSecret = (name: string) => ALWAYS.has(name) || headers.includes(name) || SECRET_NAME.test(name)
    const found = Object.entries(all).flatMap(([header, value]) => {
      const values = isSecret(header) ? [value ?? []].flat() : []
      const name = header === 'authorization' ? 'token' : header
      return values.flatMap(whole => [whole, ...partsOf(whole)]).map((text): Secret => [text, name])
    })
    // A part must not be taken out of a whole that is then not found any more.
    return found.filter(([text]) => text.length >= LEAST).sort(([a], [b]) => b.length - a.length)
  }
}

/** What stands behind a scheme, the values of cookies, and what these say decoded (RFC 7617 §2, RFC 6265 §4.2.1). */
function partsOf(value: string): string[] {
  const pairs = value.split(/[;,]\s*/).flatMap(pair => {
    const at = pair.indexOf('=')
    return at === -1 ? [] : [pair.slice(at + 1).replace(/^"|"$/g, '')]
  })
  const [, scheme = '', rest = ''] = /^(\S+)\s+(.+)$/.exec(value) ?? []
  const parts = [...pairs, ...(rest === '' ? [] : [rest.trim()]), ...(/^basic$/i.test(scheme) ? passwordOf(rest) : [])]
  return parts.flatMap(part => [part, decoded(part)])
}

function passwordOf(credentials: string): string[] {
  const text = Buffer.from(credentials, 'base64').toString()
  const at = text.indexOf(':')
  return at === -1 ? [] : [text, text.slice(at + 1)]
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The error as it is, or its text without them. */
export function without(error: unknown, secrets: readonly Secret[]): unknown {
  const text = process.getBuiltinModule('node:util').inspect(error)
  const clean = secrets.reduce(
    (rest, [secret, name]) => rest.replaceAll(secret, `[${name}]`).replaceAll(escaped(secret), `[${name}]`),
    text,
  )
  return clean === text ? error : clean
}

/** As `inspect` writes it inside of an object. */
function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}
