/** A key of this run, and a token that it has signed (RFC 7519, ES256). */
import { generateKeyPairSync, sign } from 'node:crypto'

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })

/** What the server verifies with, as PEM. */
export const PUBLIC_KEY = publicKey.export({ type: 'spki', format: 'pem' }).toString()

export const ISSUER = 'https://id.example.com'
export const AUDIENCE = 'https://api.example.com/mcp'

/** What the caller may do. */
export const PERMISSIONS = [
  'orders:read',
  'orders:write',
  'stock:read',
  'stock:write',
  'bills:read',
  'bills:write',
  'reports:read',
]

/** A token as an identity provider issues them, good for a day. */
export function token(): string {
  const now = Math.floor(Date.now() / 1000)
  const claims = {
    ...{ iss: ISSUER, sub: 'f3b1c8b0-61c9-4d0f-9d0b-2f2f6f7a3c11', aud: AUDIENCE, iat: now, exp: now + 86_400 },
    ...{ jti: 'a1d2f0e4', client_id: 'bench', scope: 'mcp reports:read', permissions: PERMISSIONS },
  }
  const signed = `${part({ alg: 'ES256', typ: 'at+jwt', kid: 'bench' })}.${part(claims)}`
  const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' })
  return `${signed}.${signature.toString('base64url')}`
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
