/** Refusing a body that is still on its way. */
import type { IncomingMessage, ServerResponse } from 'node:http'

/** How long a client may go on sending what nobody reads. */
const DRAIN_MS = 1000

/**
 * Answers 413 at once and reads on for a moment before the connection closes: a client that writes into a closed
 * connection would see a reset instead of the answer.
 */
export function refuseLargeBody(
  req: IncomingMessage,
  res: ServerResponse,
  { body, headers }: { body: string; headers: Record<string, string> | undefined },
): void {
  res.writeHead(413, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
    ...headers,
  })
  res.write(body)
  const end = () => {
    clearTimeout(timer)
    res.end()
  }
  const timer = setTimeout(end, DRAIN_MS)
  timer.unref()
  req.once('end', end)
  req.once('close', end)
  req.resume()
}
