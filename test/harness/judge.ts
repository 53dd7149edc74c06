/** Holds every message that a server sends in a conversation against the schema of the revision that it is in. */
import { assertValidMessage } from './schema.ts'

// biome-ignore lint/suspicious/noExplicitAny: messages of any kind, looked into after they were judged.
type Message = any

export interface Judge {
  /** Takes note of what the client sends: JSON text, or a message or batch. */
  sent(body: unknown, headers?: Headers): void
  /** Judges what the server sends; throws an `AssertionError`. */
  received(message: unknown): void
}

/** Names in lower case. */
type Headers = Readonly<Record<string, unknown>>

const MODERN = '2026-07-28'
const VERSION = 'io.modelcontextprotocol/protocolVersion'
const HANDSHAKES = ['2025-11-25', '2025-06-18', '2025-03-26']

/**
 * A judge of one client's conversation.
 *
 * @param assumed The revision of messages that tell none.
 */
export function createJudge(assumed = '2025-11-25'): Judge {
  /** Requests that are still open. A client that speaks both eras may use an id twice: answers are told by their order. */
  const asked: { id: unknown; method: string; revision: string | undefined }[] = []
  let agreed = assumed
  return {
    sent(body, headers = {}) {
      for (const message of listOf(parsed(body))) {
        const revision = revisionOf(message, headers)
        if (typeof message?.method !== 'string') continue
        if (message.id !== undefined) asked.push({ id: message.id, method: message.method, revision })
        if (HANDSHAKES.includes(String(revision))) agreed = String(revision)
      }
    },
    received(body) {
      for (const message of listOf(body)) {
        const at = 'method' in message ? -1 : asked.findIndex(request => request.id === message.id)
        const [request] = at === -1 ? [] : asked.splice(at, 1)
        const { protocolVersion } = (request?.method === 'initialize' && message.result) || {}
        if (protocolVersion !== undefined) agreed = protocolVersion
        // What comes ahead of an answer belongs to a request that is still open.
        const revision = protocolVersion ?? (request ?? asked.at(-1))?.revision ?? agreed
        assertValidMessage(revision, message, request?.method)
      }
    },
  }
}

function revisionOf(message: Message, headers: Headers): string | undefined {
  if (message?.params?._meta?.[VERSION] !== undefined) return MODERN
  const header = headers['mcp-protocol-version']
  return header === MODERN || HANDSHAKES.includes(String(header)) ? String(header) : undefined
}

function parsed(body: unknown): Message {
  if (typeof body !== 'string' && !Buffer.isBuffer(body)) return body
  try {
    return JSON.parse(String(body))
  } catch {
    return undefined
  }
}

function listOf(body: Message): Message[] {
  return Array.isArray(body) ? body : [body]
}
