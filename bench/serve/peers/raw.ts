/** What floor and workfloor share: the least that is right. */
import type { IncomingMessage, ServerResponse } from 'node:http'

export async function read(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

const LARGE = 8192

/** A short text goes out in one piece with the head; a long one is turned into bytes once, for its length and the socket. */
export function send(res: ServerResponse, type: string, text: string): void {
  const body = text.length > LARGE ? Buffer.from(text) : text
  res.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(body) })
  res.end(body)
}

/** The result of a call as text; data is written once and used for both of its places. */
export function callResult(value: unknown): string {
  const head = '{"resultType":"complete","content":[{"type":"text","text":'
  if (typeof value === 'string') return `${head}${JSON.stringify(value)}}]}`
  const data = JSON.stringify(value)
  return `${head}${JSON.stringify(data)}}],"structuredContent":${data}}`
}

export function progressEvents(steps: number): string {
  const events = Array.from({ length: steps }, (_, index) => {
    const params = { progressToken: 'progress', progress: index + 1, total: steps }
    return `event: message\ndata: ${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/progress', params })}\n\n`
  })
  return events.join('')
}
