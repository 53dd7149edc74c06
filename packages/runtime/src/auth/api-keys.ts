/** Keys for programs: each is kept as its SHA-256 alone, and belongs to a principal. */
import { type PrincipalInit, principalFrom } from '../features/principal.ts'
import type { Authenticator } from './authenticator.ts'
import { secretHeader } from './credentials.ts'
import { invalidToken } from './refusal.ts'

/** One key, and who calls with it. */
export interface ApiKey extends PrincipalInit {
  /** The SHA-256 of the key, in hex: a random key of 32 bytes needs no salt. */
  readonly sha256: string | undefined
}

export interface ApiKeyOptions {
  /** The header that the key comes in. Default: `Authorization: Bearer <key>`. */
  readonly header?: string
}

/**
 * Knows callers by their keys.
 *
 * @throws {TypeError} for a hash that is none, as of an environment variable that is not set.
 */
export function apiKeys(keys: readonly ApiKey[], { header = 'Authorization' }: ApiKeyOptions = {}): Authenticator {
  const known = keys.map(({ sha256, ...init }) => ({ hash: hashOf(sha256, init.id), principal: principalFrom(init) }))
  const name = header.toLowerCase()
  const find = (key: string) => {
    const { hash, timingSafeEqual } = process.getBuiltinModule('node:crypto')
    const presented = hash('sha256', key, 'buffer')
    // All are compared, so that the time says nothing of which.
    const same = known.filter(one => timingSafeEqual(one.hash, presented))
    return same[0]?.principal
  }
  const open: Authenticator['open'] = () => ({
    header: name,
    identify(token, req) {
      if (name === 'authorization') return token && find(token.text)
      const key = secretHeader(req, name)
      if (key === undefined) return undefined
      const found = find(key)
      if (found === undefined) throw invalidToken('The key is not known here')
      return found
    },
  })
  return { open }
}

function hashOf(sha256: string | undefined, id: string): Buffer {
  if (sha256 !== undefined && /^[0-9a-f]{64}$/i.test(sha256)) return Buffer.from(sha256, 'hex')
  const wrong = sha256 === undefined ? 'not set' : 'not a SHA-256'
  throw new TypeError(`apiKeys: "sha256" of ${id} is ${wrong}: it must be 64 hex digits`)
}
