/** What a request presents (RFC 6750 §2.1): a bearer token in the `Authorization` header, and nowhere else. */
import type { IncomingMessage } from 'node:http'
import { malformed } from './refusal.ts'

declare const checked: unique symbol

/** What came alone in one header and is spelt as a bearer token; whether it is any good is another question. */
export interface BearerToken {
  readonly text: string
  /** What is kept of it. */
  readonly hash: string
  readonly [checked]: 'bearer'
}

/** A client sends the same again and again: what a connection presented last is not read again. */
const presented = new WeakMap<object, { readonly authorization: string; readonly token: BearerToken }>()

/** Longer than any token that a header of 16 KB leaves room for beside the rest. */
const MAX_TOKEN = 8192

/** RFC 6750 §2.1, `credentials` after the scheme: spaces and a `b64token`. */
const TOKEN = /^ +([A-Za-z0-9\-._~+/]+=*)$/

/**
 * The bearer token of a request; undefined where none was presented, or something of another scheme.
 *
 * @throws {Refusal} 400 for more than one `Authorization`, and for a token that is spelt like none.
 */
export function bearerOf(req: IncomingMessage): BearerToken | undefined {
  const { authorization } = req.headers
  if (authorization === undefined) return undefined
  checkSingle(req, 'authorization')
  const last = presented.get(req.socket)
  if (last?.authorization === authorization) return last.token
  const token = readBearer(authorization)
  if (token !== undefined) presented.set(req.socket, { authorization, token })
  return token
}

function readBearer(authorization: string): BearerToken | undefined {
  if (!/^bearer(?:\s|$)/i.test(authorization)) return undefined
  const [, text] = TOKEN.exec(authorization.slice('Bearer'.length)) ?? []
  if (text === undefined) throw malformed('Authorization must be "Bearer", a space and one token')
  if (text.length > MAX_TOKEN) throw malformed('The token is too long')
  const hash = process.getBuiltinModule('node:crypto').hash('sha256', text, 'base64url')
  return { text, hash } as BearerToken
}

/**
 * A header that holds a secret.
 *
 * @throws {Refusal} 400 when it came more than once.
 */
export function secretHeader(req: IncomingMessage, name: string): string | undefined {
  const value = req.headers[name]
  if (typeof value !== 'string') return undefined
  checkSingle(req, name)
  return value
}

/** Node keeps the first `Authorization` and says nothing of the second: what stands before us may have looked at that. */
function checkSingle({ rawHeaders }: IncomingMessage, name: string): void {
  let times = 0
  for (let n = 0; n < rawHeaders.length; n += 2) {
    const header = rawHeaders[n]
    if (header?.length === name.length && header.toLowerCase() === name) times += 1
  }
  if (times > 1) throw malformed(`${name} was sent more than once`)
}
