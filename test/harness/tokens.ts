/** An issuer of tokens, good and bad, with its keys published on loopback. */
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  CompactSign,
  type CryptoKey,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
} from 'jose'

export interface Issuer extends AsyncDisposable {
  readonly url: string
  readonly jwksUri: string
  /** How often the keys were asked for. */
  readonly asked: () => number
  /** What the keys are answered with instead, from now on. */
  answer: ((res: http.ServerResponse) => void) | undefined
  readonly spki: string
  /** A good token for this audience, with claims and header changed; `undefined` removes. */
  token(audience: string | undefined, change?: TokenChange): Promise<string>
  /** Signs any payload as a token; `crit` is what must be understood of its header. */
  sign(payload: string | Buffer, header?: Record<string, unknown>, crit?: Record<string, boolean>): Promise<string>
  /** Signs with a new key from now on; the old one stays published unless `forget`. */
  rotate(forget?: 'forget'): Promise<void>
}

export interface TokenChange {
  readonly claims?: Record<string, unknown>
  readonly header?: Record<string, unknown>
  readonly key?: CryptoKey | Uint8Array
}

interface Pair {
  readonly kid: string
  readonly privateKey: CryptoKey
  readonly publicKey: CryptoKey
}

export async function startIssuer(): Promise<Issuer> {
  let pair = await newPair(1)
  let published = [pair]
  let asked = 0
  const server = http.createServer(async (_req, res) => {
    asked += 1
    if (issuer.answer !== undefined) return issuer.answer(res)
    const keys = published.map(async ({ kid, publicKey }) => ({ ...(await exportJWK(publicKey)), kid, alg: 'ES256' }))
    res.setHeader('Content-Type', 'application/jwk-set+json').end(JSON.stringify({ keys: await Promise.all(keys) }))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const issuer: Issuer = {
    url,
    jwksUri: `${url}/jwks`,
    asked: () => asked,
    answer: undefined,
    spki: await exportSPKI(pair.publicKey),
    async token(audience, { claims = {}, header = {}, key = pair.privateKey } = {}) {
      const now = Math.floor(Date.now() / 1000)
      const good = { iss: url, sub: 'ada', aud: audience, iat: now, exp: now + 300, client_id: 'tests', scope: 'mcp' }
      const all = { alg: 'ES256', kid: pair.kid, typ: 'at+jwt', ...header } as JWTHeaderParameters
      return new SignJWT(defined({ ...good, ...claims }) as JWTPayload).setProtectedHeader(defined(all)).sign(key)
    },
    sign: (payload, header = {}, crit = {}) =>
      new CompactSign(Buffer.from(payload))
        .setProtectedHeader({ alg: 'ES256', kid: pair.kid, typ: 'at+jwt', ...header })
        .sign(pair.privateKey, { crit }),
    async rotate(forget) {
      pair = await newPair(published.length + 1)
      published = forget ? [pair] : [...published, pair]
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
  return issuer
}

async function newPair(n: number): Promise<Pair> {
  return { kid: `key-${n}`, ...(await generateKeyPair('ES256', { extractable: true })) }
}

function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T
}

/** A token of these parts, of which none needs to make sense. */
export function forge(header: unknown, claims: unknown, signature = 'AAAA'): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part(header)}.${part(claims)}.${signature}`
}
