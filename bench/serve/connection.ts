/** One HTTP/1.1 connection that carries one request after the other: as little as a client can be. */
import { connect as connectSocket, type Socket } from 'node:net'

export interface Reply {
  readonly status: number
  /** Status line and headers as they came. */
  readonly head: string
  readonly body: Buffer
}

export interface Connection {
  /** Resolves when the whole answer is there. Not before the answer to the request before it. */
  send(request: Buffer): Promise<Reply>
  close(): void
}

export async function connect(port: number): Promise<Connection> {
  const socket = connectSocket({ port, host: '127.0.0.1', noDelay: true })
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  return exchange(socket)
}

function exchange(socket: Socket): Connection {
  let waiting: PromiseWithResolvers<Reply> | undefined
  let reader = createReader()
  const fail = (error: Error) => waiting?.reject(error)
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('The server closed the connection')))
  socket.on('data', chunk => {
    const reply = reader(chunk)
    if (reply === undefined) return
    const done = waiting
    waiting = undefined
    reader = createReader()
    done?.resolve(reply)
  })
  return {
    send(request) {
      waiting = Promise.withResolvers()
      socket.write(request)
      return waiting.promise
    },
    close: () => socket.destroy(),
  }
}

interface Head {
  readonly text: string
  /** Undefined when the body comes in chunks. */
  readonly length: number | undefined
}

/** Takes the parts of one answer and gives it when it is whole. */
function createReader(): (chunk: Buffer) => Reply | undefined {
  let chunks: Buffer[] = []
  let size = 0
  let head: Head | undefined
  return chunk => {
    chunks.push(chunk)
    size += chunk.length
    if (head === undefined) {
      const all = Buffer.concat(chunks)
      const end = all.indexOf('\r\n\r\n')
      if (end < 0) return undefined
      const text = all.toString('latin1', 0, end)
      head = { text, length: bodyLength(text) }
      chunks = [all.subarray(end + 4)]
      size = all.length - end - 4
    }
    const { text, length } = head
    if (length !== undefined && size < length) return undefined
    const body = length === undefined ? joinChunks(chunks) : Buffer.concat(chunks)
    return body === undefined ? undefined : { status: Number(text.slice(9, 12)), head: text, body }
  }
}

function bodyLength(head: string): number | undefined {
  const length = /\ncontent-length: *(\d+)/i.exec(head)?.[1]
  if (length !== undefined) return Number(length)
  return /\ntransfer-encoding: *chunked/i.test(head) ? undefined : 0
}

const END = Buffer.from('0\r\n\r\n')

/** RFC 9112 §7.1. Undefined until the last chunk is there; nothing follows it, because requests wait for each other. */
function joinChunks(parts: readonly Buffer[]): Buffer | undefined {
  const all = parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts)
  if (all.length < END.length || !all.subarray(-END.length).equals(END)) return undefined
  const data: Buffer[] = []
  for (let at = 0; at < all.length; ) {
    const line = all.indexOf('\r\n', at)
    const length = Number.parseInt(all.toString('latin1', at, line), 16)
    if (length === 0) return Buffer.concat(data)
    data.push(all.subarray(line + 2, line + 2 + length))
    at = line + 2 + length + 2
  }
  return undefined
}
