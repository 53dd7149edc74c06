/** An event stream as the answer to one request (HTML, "Server-sent events"). */
import type { ServerResponse } from 'node:http'

/** Unsent bytes past which a client counts as too slow. */
const MAX_BACKLOG = 1024 * 1024

export const STREAM_HEADERS: Readonly<Record<string, string>> = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store',
  // Proxies such as nginx would otherwise hold the events back.
  'X-Accel-Buffering': 'no',
}

/** Writes one message; JSON text has no line break, so it is one `data` line. */
export function writeEvent(res: ServerResponse, json: string | Buffer): void {
  if (typeof json === 'string') {
    res.write(`event: message\ndata: ${json}\n\n`)
    return
  }
  res.write('event: message\ndata: ')
  res.write(json)
  res.write('\n\n')
}

/** Whether the client reads too slowly for another message ahead of the answer: memory stays bounded. */
export function isBackedUp(res: ServerResponse): boolean {
  return res.writableLength > MAX_BACKLOG
}
