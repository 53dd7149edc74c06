/**
 * Requests to the servers that the config names, by undici, which is loaded with the first. They are the operator's choice,
 * so they may stand in a private network; but what answers must hold the certificate of the name, is not followed
 * elsewhere, and can neither be slow nor large.
 */
import type { Dispatcher } from 'undici'
import { isLoopback } from '../http/hosts.ts'

const TIMEOUT_MS = 5000
const MAX_BYTES = 256 * 1024

/**
 * A URL that secrets or keys may be got from.
 *
 * @throws {TypeError} for one that is neither https nor on this machine.
 */
export function checkedUrl(where: string, value: string): URL {
  const url = URL.parse(value)
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname))
  if (url !== null && isSafe && url.username === '' && url.password === '' && url.hash === '') return url
  throw new TypeError(`${where} must be an https URL, or http on loopback, not ${JSON.stringify(value)}`)
}

/** An answer that is none. */
export class StatusError extends Error {
  readonly status: number

  constructor({ origin, pathname }: URL, status: number) {
    super(`${origin}${pathname} answered with status ${status}`)
    this.status = status
  }
}

export interface Post {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * Gets JSON, or posts a form for it.
 *
 * @throws {StatusError} for anything but 200; and for anything but JSON within five seconds and 256 KB.
 */
export async function fetchJson(url: URL, post?: Post): Promise<unknown> {
  const { request } = await import('undici')
  const { statusCode, body } = await request(url, {
    method: post === undefined ? 'GET' : 'POST',
    headers: { Accept: 'application/json', ...post?.headers },
    body: post?.body ?? null,
    dispatcher: await agent(),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  const text = await body.text()
  if (statusCode !== 200) throw new StatusError(url, statusCode)
  return JSON.parse(text)
}

let made: Promise<Dispatcher> | undefined

function agent(): Promise<Dispatcher> {
  made ??= import('undici').then(
    ({ Agent }) =>
      new Agent({
        maxResponseSize: MAX_BYTES,
        headersTimeout: TIMEOUT_MS,
        bodyTimeout: TIMEOUT_MS,
        connect: { timeout: TIMEOUT_MS },
      }),
  )
  return made
}
