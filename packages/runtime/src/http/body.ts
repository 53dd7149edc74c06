/** A request's body, whole and bounded. */
import type { IncomingMessage } from 'node:http'
import { isUtf8 } from '../protocol/utf8.ts'

export type BodyProblem = 'too large' | 'not UTF-8'

/**
 * Reads a body into text: chunks are collected, joined once and decoded once. Neither callback runs when the client went
 * away before the end.
 *
 * @param limit In bytes, whatever `Content-Length` says.
 */
export function readBody(
  req: IncomingMessage,
  limit: number,
  { done, refused }: { done(text: string): void; refused(problem: BodyProblem): void },
): void {
  if (Number(req.headers['content-length'] ?? 0) > limit) {
    refused('too large')
    return
  }
  const chunks: Buffer[] = []
  let size = 0
  const take = (chunk: Buffer) => {
    size += chunk.length
    if (size <= limit) {
      chunks.push(chunk)
      return
    }
    req.off('data', take).off('end', end)
    refused('too large')
  }
  const end = () => {
    const [first] = chunks
    const body = first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks, size)
    if (isUtf8(body)) done(body.toString())
    else refused('not UTF-8')
  }
  req.on('data', take).on('end', end)
}

/**
 * What a host's middleware has made of a body that it has read, or undefined where the body is still to be read: some
 * parsers leave an empty object on requests that they pass by. Text and bytes are yet to be parsed; everything else is
 * the parsed value.
 */
export function hostBody(req: IncomingMessage): { text: string } | { value: unknown } | undefined {
  const { body } = req as { body?: unknown }
  if (!req.readableEnded) return undefined
  if (body === undefined) return { text: '' }
  if (typeof body === 'string') return { text: body }
  return body instanceof Uint8Array ? { text: Buffer.from(body).toString('utf8') } : { value: body }
}
