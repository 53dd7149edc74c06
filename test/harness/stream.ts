/** An event stream, read as it comes. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from 'node:http'
import http from 'node:http'

export interface StreamEvent {
  readonly id?: string
  readonly retry?: number
  /** Undefined for an event without data. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it.
  readonly message?: any
}

export interface OpenStream {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly response: IncomingMessage
  /** The next event; undefined at the end of the stream. */
  next(): Promise<StreamEvent | undefined>
  /** What comes until the end. */
  rest(): Promise<StreamEvent[]>
  hangUp(): void
}

interface StreamRequest {
  readonly method?: 'GET' | 'POST'
  readonly headers?: OutgoingHttpHeaders
  readonly message?: object
}

/** Sends a request; its answer is read event by event. */
export async function openStream(
  port: number,
  { method = 'POST', headers, message }: StreamRequest,
): Promise<OpenStream> {
  const accept = method === 'GET' ? 'text/event-stream' : 'application/json, text/event-stream'
  const all = { Accept: accept, ...(message && { 'Content-Type': 'application/json' }), ...headers }
  const req = http.request({ host: '127.0.0.1', port, method, path: '/mcp', headers: all, agent: false })
  req.on('error', () => {})
  req.end(message === undefined ? undefined : JSON.stringify(message))
  const [response] = (await once(req, 'response')) as [IncomingMessage]
  response.setEncoding('utf8')
  response.on('error', () => {})
  const events = eventsOf(response)
  const next = async () => {
    const { value, done } = await events.next()
    return done ? undefined : value
  }
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    response,
    next,
    async rest() {
      const all: StreamEvent[] = []
      for (let event = await next(); event !== undefined; event = await next()) all.push(event)
      return all
    },
    hangUp: () => void req.destroy(),
  }
}

async function* eventsOf(response: IncomingMessage): AsyncGenerator<StreamEvent> {
  let text = ''
  for await (const chunk of response) {
    text += chunk
    for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
      const block = text.slice(0, end)
      text = text.slice(end + 2)
      if (!block.startsWith(':')) yield eventOf(block)
    }
  }
  assert.equal(text, '', 'the stream ends in the middle of an event')
}

function eventOf(block: string): StreamEvent {
  const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1]
  const [id, retry, data] = [field('id'), field('retry'), field('data')]
  return {
    ...(id !== undefined && { id }),
    ...(retry !== undefined && { retry: Number(retry) }),
    ...(data && { message: JSON.parse(data) }),
  }
}
