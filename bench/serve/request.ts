/** A job as the bytes of a request, and the check of its answer. */
import { isDeepStrictEqual } from 'node:util'
import type { Reply } from './connection.ts'
import type { Job } from './workload.ts'

export interface Dialect {
  readonly era: 'modern' | 'legacy'
  /** The value of `Mcp-Session-Id`. */
  readonly session?: string
  /** A bearer token. */
  readonly token?: string
}

export interface Request {
  /** The bytes, with the next id in them; the same buffer every time. */
  next(): Buffer
  /** @throws {Error} for an answer that is not right in every part. */
  check(reply: Reply): void
}

const FIRST_ID = 10_000_000
const IDS_PER_LANE = 1_000_000
const REVISIONS = { modern: '2026-07-28', legacy: '2025-11-25' }

/** @param lane Which of the connections: requests of one session never share an id. */
export function createRequest(job: Job, dialect: Dialect, lane = 0): Request {
  const buffer = post(message(job, dialect), dialect)
  const at = buffer.indexOf(String(FIRST_ID))
  let id = FIRST_ID + lane * IDS_PER_LANE
  const known = createKnown()
  return {
    next() {
      id += 1
      buffer.write(String(id), at, 'latin1')
      return buffer
    },
    check(reply) {
      if (reply.status === 200 && known.matches(reply.body, id)) return
      checkAnswer(reply, job, id)
      known.learn(reply.body, id)
    },
  }
}

interface JsonRpc {
  readonly id?: number
  readonly method: string
  readonly params?: Readonly<Record<string, unknown>>
}

function message({ method, tool, args, progress }: Job, { era }: Dialect): JsonRpc {
  const envelope = {
    'io.modelcontextprotocol/protocolVersion': REVISIONS.modern,
    'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1.0.0' },
    'io.modelcontextprotocol/clientCapabilities': {},
  }
  const meta = {
    ...(era === 'modern' ? envelope : {}),
    ...(progress === undefined ? {} : { progressToken: 'progress' }),
  }
  const call = tool === undefined ? {} : { name: tool, arguments: args }
  return { id: FIRST_ID, method, params: { _meta: meta, ...call } }
}

/** The bytes of a POST to `/mcp`. */
export function post(message: JsonRpc, { era, session, token }: Dialect): Buffer {
  const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }))
  const name = message.params?.['name']
  const lines = [
    'POST /mcp HTTP/1.1',
    'Host: localhost',
    'Content-Type: application/json',
    'Accept: application/json, text/event-stream',
    `MCP-Protocol-Version: ${REVISIONS[era]}`,
    ...(era === 'modern' ? [`Mcp-Method: ${message.method}`] : []),
    ...(era === 'modern' && name !== undefined ? [`Mcp-Name: ${name}`] : []),
    ...(session === undefined ? [] : [`Mcp-Session-Id: ${session}`]),
    ...(token === undefined ? [] : [`Authorization: Bearer ${token}`]),
    `Content-Length: ${body.length}`,
  ]
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), body])
}

/** The bytes of the GET that opens a session's stream. */
export function getStream(session: string): Buffer {
  const lines = [
    'GET /mcp HTTP/1.1',
    'Host: localhost',
    'Accept: text/event-stream',
    `MCP-Protocol-Version: ${REVISIONS.legacy}`,
    `Mcp-Session-Id: ${session}`,
  ]
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`)
}

/** Answers that were once found right are right again when nothing but the id differs: compared, not parsed. */
function createKnown() {
  let before: Buffer | undefined
  let after = Buffer.alloc(0)
  return {
    matches(body: Buffer, id: number): boolean {
      if (before === undefined) return false
      const end = before.length + 8
      return (
        body.length === end + after.length &&
        body.toString('latin1', before.length, end) === String(id) &&
        body.subarray(0, before.length).equals(before) &&
        body.subarray(end).equals(after)
      )
    },
    learn(body: Buffer, id: number): void {
      const at = body.indexOf(String(id))
      before = Buffer.from(body.subarray(0, at))
      after = Buffer.from(body.subarray(at + 8))
    },
  }
}

interface Message {
  readonly id?: number
  readonly method?: string
  readonly result?: {
    readonly isError?: boolean
    readonly content?: readonly { readonly type: string; readonly text: string }[]
    readonly structuredContent?: unknown
    readonly tools?: readonly { readonly name: string; readonly inputSchema: object }[]
  }
}

function checkAnswer(reply: Reply, job: Job, id: number): void {
  const text = reply.body.toString('utf8')
  const fail = (why: string) => new Error(`${job.name}: ${why}: HTTP ${reply.status} ${text.slice(0, 600)}`)
  if (reply.status !== 200) throw fail('refused')
  const messages = reply.head.includes('text/event-stream') ? events(text) : [JSON.parse(text) as Message]
  const last = messages.at(-1)
  if (last?.id !== id || last.result === undefined) throw fail('no result')
  const told = messages.filter(one => one.method === 'notifications/progress').length
  if (told !== (job.progress ?? 0)) throw fail(`${told} notifications`)
  if (!isRight(last.result, job)) throw fail('a wrong result')
}

function isRight(result: NonNullable<Message['result']>, job: Job): boolean {
  if (job.listed !== undefined)
    return result.tools?.length === job.listed && result.tools.every(tool => tool.inputSchema)
  const text = result.content?.[0]?.text ?? ''
  if (result.isError === true) return false
  if (typeof job.result === 'string') return text === job.result
  return isDeepStrictEqual(result.structuredContent, job.result) && isDeepStrictEqual(JSON.parse(text), job.result)
}

function events(text: string): Message[] {
  const data = text.split(/\r?\n/).filter(line => line.startsWith('data:') && line.length > 6)
  return data.map(line => JSON.parse(line.slice(5)) as Message)
}
