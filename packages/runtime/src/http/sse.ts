/** An event stream as the answer to one request (HTML, "Server-sent events"). */
import type { ServerResponse } from 'node:http'

/** Unsent bytes past which a client counts as too slow. */
const MAX_BACKLOG = 1024 * 1024

const STREAM_HEADERS: Readonly<Record<string, string>> = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store',
  // Proxies such as nginx would otherwise hold the events back.
  'X-Accel-Buffering': 'no',
}

/** Sends the head of a stream, and keeps the stream alive; false if that was done before. */
export function openStream(res: ServerResponse, headers: Readonly<Record<string, string>> | undefined): boolean {
  if (res.headersSent) return false
  res.writeHead(200, { ...STREAM_HEADERS, ...headers })
  keepAlive(res)
  return true
}

/** One message; JSON text has no line break, so it is one `data` line. */
export function eventText(json: string, id?: string): string {
  return `${eventHead(id)}${json}\n\n`
}

/** What comes before the JSON text. */
export function eventHead(id: string | undefined): string {
  return id === undefined ? 'event: message\ndata: ' : `event: message\nid: ${id}\ndata: `
}

/** Whether the client reads too slowly for another message ahead of the answer: memory stays bounded. */
export function isBackedUp(res: ServerResponse): boolean {
  return res.writableLength > MAX_BACKLOG
}

/** An event without data: a client takes note of its id, and of how long to wait before it comes back. */
export function primingText(id: string, retry: number | undefined): string {
  return `id: ${id}\n${retry === undefined ? '' : `retry: ${retry}\n`}data: \n\n`
}

/** Writes what every client passes over. */
export function writeComment(res: ServerResponse): void {
  res.write(': \n\n')
}

const BEAT_MS = 15_000
/** Beats after which a client that has read nothing is taken for gone. */
const MAX_MISSED = 4

/**
 * Writes a comment from time to time, so that nobody on the way takes a quiet stream for a dead one, and closes the
 * connection of a client that has stopped reading.
 */
function keepAlive(res: ServerResponse): void {
  let unread = 0
  let missed = 0
  const beat = () => {
    const waiting = res.writableLength
    missed = waiting > 0 && waiting === unread ? missed + 1 : 0
    unread = waiting
    if (missed >= MAX_MISSED) res.destroy()
    else if (waiting === 0 && !res.writableEnded) writeComment(res)
  }
  const timer = setInterval(beat, BEAT_MS)
  timer.unref()
  res.once('close', () => clearInterval(timer))
}
