/**
 * `requestState`: sealed, since it comes back through a client that may read, change and replay it
 * (basic/patterns/mrtr, "Security Considerations"). AES-256-GCM; the nonce is random and every key has a name.
 */
import type { JsonValue } from '../../protocol/json.ts'

/** `v1.<key's name>.<nonce, ciphertext, tag>` */
const FORMAT = /^v1\.([\w-]{8})\.([\w-]+)$/
const NONCE = 12
const TAG = 16

/** Characters of a sealed text. Headers and bodies have limits, and so have clients. */
const LONGEST = 64 * 1024

export interface Sealer {
  /**
   * @param context What the text is good for; it is not in the text.
   * @throws {Error} when there is too much to seal.
   */
  seal(value: JsonValue, context: string): string
  /** Undefined for what was not sealed so, with one of the keys. */
  open(text: string, context: string): JsonValue | undefined
}

interface Key {
  readonly name: string
  readonly secret: Buffer
}

/** @param secrets The first seals, all open; with none, what is sealed is good while the process lives. */
export function createSealer(secrets: readonly string[]): Sealer {
  let keys: readonly Key[] | undefined
  const ring = () => {
    keys ??= secrets.length > 0 ? secrets.map(keyOf) : [keyOf(crypto().randomBytes(32).toString('base64'))]
    return keys
  }
  return {
    seal(value, context) {
      const [key] = ring()
      if (key === undefined) throw new Error('there is no key')
      const text = `v1.${key.name}.${encrypt(key, JSON.stringify(value), context)}`
      if (text.length <= LONGEST) return text
      throw new Error(`What is remembered between asks takes ${text.length} characters, more than ${LONGEST}`)
    },
    open(text, context) {
      if (text.length > LONGEST) return undefined
      const [, name, body = ''] = FORMAT.exec(text) ?? []
      const key = ring().find(known => known.name === name)
      return key === undefined ? undefined : decrypt(key, body, context)
    },
  }
}

function crypto() {
  return process.getBuiltinModule('node:crypto')
}

function keyOf(secret: string): Key {
  const derive = (use: string, length: number) =>
    Buffer.from(crypto().hkdfSync('sha256', secret, '', `mcpgen requestState ${use}`, length))
  return { name: derive('name', 6).toString('base64url'), secret: derive('key', 32) }
}

function encrypt({ secret }: Key, text: string, context: string): string {
  const nonce = crypto().randomBytes(NONCE)
  const cipher = crypto().createCipheriv('aes-256-gcm', secret, nonce)
  cipher.setAAD(Buffer.from(context))
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url')
}

function decrypt({ secret }: Key, body: string, context: string): JsonValue | undefined {
  const bytes = Buffer.from(body, 'base64url')
  // `Buffer.from` takes other spellings of the same bytes.
  if (bytes.length < NONCE + TAG || bytes.toString('base64url') !== body) return undefined
  const decipher = crypto().createDecipheriv('aes-256-gcm', secret, bytes.subarray(0, NONCE), { authTagLength: TAG })
  decipher.setAAD(Buffer.from(context))
  decipher.setAuthTag(bytes.subarray(-TAG))
  try {
    const text = Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()])
    return JSON.parse(text.toString('utf8'))
  } catch {
    return undefined
  }
}
