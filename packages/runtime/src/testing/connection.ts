/** HTTP without a port: Node's own client and server, joined by two ends of a stream in memory. */
import type {
  ClientRequest,
  IncomingHttpHeaders,
  IncomingMessage,
  OutgoingHttpHeaders,
  ServerResponse,
} from 'node:http'
import { type Duplex, duplexPair } from 'node:stream'

export interface Connection {
  /** Sends a request; answers when the head of the response is there. The signal closes the connection. */
  open(request: RawRequest): Promise<IncomingMessage>
  /** Sends a request and reads the whole answer. */
  request(request: RawRequest): Promise<RawResponse>
  close(): void
}

export interface RawRequest {
  readonly method: string
  readonly path: string
  /** `undefined` leaves out a header that would be sent otherwise. */
  readonly headers?: OutgoingHttpHeaders | undefined
  readonly body?: string | Buffer | undefined
  readonly signal?: AbortSignal | undefined
}

export interface RawResponse {
  readonly status: number
  /** Names in lower case. */
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

type Handler = (req: IncomingMessage, res: ServerResponse) => void

/** A connection for each request, as from a client on this machine. */
export function connect(handler: Handler): Connection {
  // An import of node:http as a value would load the whole of undici.
  const { createServer, request } = process.getBuiltinModule('node:http')
  const server = createServer(handler)
  const sockets = new Set<Duplex>()

  const dial = () => {
    const [near, far] = joined()
    sockets.add(near)
    near.once('close', () => sockets.delete(near))
    server.emit('connection', far)
    return near
  }
  const open: Connection['open'] = ({ method, path, headers = {}, body, signal }) => {
    signal?.throwIfAborted()
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
    const sent = { host: 'localhost:3000', ...lowerCased(headers) }
    const req = request({ method, path, headers: defined(sent), createConnection: dial })
    req.on('response', resolve).on('error', reject)
    closeOn(signal, req)
    req.end(body)
    return promise
  }
  return {
    open,
    request: async raw => readWhole(await open(raw)),
    close() {
      for (const socket of sockets) socket.destroy()
    },
  }
}

/** What came before the connection broke is the answer, too: a stream that never ends is read by closing it. */
async function readWhole(res: IncomingMessage): Promise<RawResponse> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of res) chunks.push(chunk)
  } catch {
    // Closed in the middle.
  }
  return { status: res.statusCode ?? 0, headers: res.headers, body: Buffer.concat(chunks).toString() }
}

function closeOn(signal: AbortSignal | undefined, req: ClientRequest): void {
  if (signal === undefined) return
  const close = () => req.destroy(signal.reason instanceof Error ? signal.reason : new Error('aborted'))
  signal.addEventListener('abort', close, { once: true })
  req.once('close', () => signal.removeEventListener('abort', close))
}

const LOOPBACK = { remoteAddress: '127.0.0.1', localAddress: '127.0.0.1', localPort: 3000 }

/** The client's end and the server's, each of which goes when the other has gone. */
function joined(): [Duplex, Duplex] {
  const [near, far] = duplexPair()
  near.on('close', () => far.destroy())
  far.on('close', () => {
    // What the server wrote before it closed is still to be read.
    if (far.writableFinished) return
    near.destroy(new Error('The server closed the connection'))
  })
  return [near, Object.assign(far, LOOPBACK)]
}

function lowerCased(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

function defined(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined))
}
