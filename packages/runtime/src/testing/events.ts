/** The messages of an answer, as they come. */
import type { IncomingMessage } from 'node:http'
import type { JsonRpcMessage } from '../protocol/jsonrpc.ts'

/** JSON is one message, or a batch's; an event stream has one in each event that carries data. */
export async function* messagesOf(res: IncomingMessage): AsyncGenerator<JsonRpcMessage> {
  res.setEncoding('utf8')
  const isStream = res.headers['content-type']?.startsWith('text/event-stream') === true
  let text = ''
  for await (const chunk of res) {
    text += chunk
    if (!isStream) continue
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) yield* parsed(dataOf(block))
  }
  if (!isStream) yield* parsed(text)
}

/** HTML, "Server-sent events": the lines of data, joined; comments and other fields are passed over. */
function dataOf(block: string): string {
  const lines = block.split('\n').filter(line => line.startsWith('data:'))
  return lines.map(line => line.slice(5).replace(/^ /, '')).join('\n')
}

function parsed(text: string): JsonRpcMessage[] {
  if (text.trim() === '') return []
  const value = JSON.parse(text)
  return Array.isArray(value) ? value : [value]
}
