/** What floor and workfloor share: the least that is right. */
import type { IncomingMessage } from 'node:http'

export async function read(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
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
