/** JSON Web Signatures (RFC 7515, RFC 8725), by jose, which is loaded with the first token. */
import type { JWTVerifyGetKey } from 'jose'
import type { BearerToken } from './credentials.ts'
import { invalidToken, Refusal } from './refusal.ts'

export interface Signed {
  readonly keys: JWTVerifyGetKey
  /** RFC 8725 §3.1: the algorithms are the server's choice, never the token's. */
  readonly algorithms: readonly string[]
  /** Values of `typ` that are taken; undefined for none at all (RFC 8725 §3.11). */
  readonly types: readonly (string | undefined)[]
}

/** Whether it has the three parts of a signed token, RFC 7515 §3.1. */
export function isJws({ text }: BearerToken): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]*$/.test(text)
}

/**
 * The claims of a token whose signature is right.
 *
 * @throws {Refusal} 401 for one that isn't signed as it must be, 503 where the keys can't be had.
 */
export async function verifyJws({ text }: BearerToken, { keys, algorithms, types }: Signed): Promise<unknown> {
  const { compactVerify } = await import('jose')
  const verified = await compactVerify(text, keys, { algorithms: [...algorithms] }).catch((error: unknown) => {
    throw error instanceof Refusal ? error : invalidToken('The token is not signed as it must be')
  })
  checkType(verified.protectedHeader, types)
  return parse(verified.payload)
}

/** RFC 9068 §4: "Any other value … MUST be rejected." RFC 7515 §4.1.9 on how it may be written. */
function checkType({ typ }: { typ?: string }, types: Signed['types']): void {
  if (types.includes(typ?.toLowerCase().replace(/^application\//, ''))) return
  throw invalidToken('The token is no access token')
}

function parse(payload: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload))
  } catch {
    throw invalidToken('The token has no claims')
  }
}
