/** Streamable HTTP from the client's side: one message out, one answer or a stream of messages back. */
import { CommandError } from '../errors.ts'
import { isObject, type Message } from './message.ts'

export interface Endpoint {
  readonly url: string
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string>>
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  /** Every message of the body, as it comes; none when the body is not JSON-RPC. */
  readonly messages: AsyncIterable<Message>
}

/** @throws {CommandError} when the server cannot be reached, or refuses this caller. */
export async function post(endpoint: Endpoint, message: object, headers: Record<string, string>): Promise<Answer> {
  const response = await fetch(endpoint.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...endpoint.headers,
      ...headers,
    },
    body: JSON.stringify(message),
  }).catch((error: unknown) => unreachable(endpoint, error))
  if (response.status === 401 || response.status === 403) {
    throw new CommandError(`${endpoint.url} refuses this caller (${response.status})`, {
      help: "say who calls with --bearer <variable>, or --header 'Authorization: Bearer <token>'",
    })
  }
  return { status: response.status, headers: response.headers, messages: read(response) }
}

function unreachable({ url }: Endpoint, error: unknown): never {
  const { cause, message } = error as Error & { cause?: { code?: string; message?: string } }
  const reason = cause?.code ?? cause?.message ?? message
  throw new CommandError(`${url} cannot be reached: ${reason}`, {
    help: 'check the URL, and that the server runs',
    cause,
  })
}

async function* read(response: Response): AsyncGenerator<Message> {
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) yield* readEvents(response)
  else yield* parse(await response.text())
}

/** The `data` of each event (HTML, 9.2.6); other fields mean nothing to a single call. */
async function* readEvents(response: Response): AsyncGenerator<Message> {
  let data: string[] = []
  for await (const line of linesOf(response)) {
    if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /, ''))
    if (line !== '' || data.length === 0) continue
    yield* parse(data.join('\n'))
    data = []
  }
}

async function* linesOf(response: Response): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of response.body ?? []) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() ?? ''
    yield* lines
  }
}

function parse(text: string): Message[] {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) && value['jsonrpc'] === '2.0' ? [value as Message] : []
  } catch {
    return []
  }
}
