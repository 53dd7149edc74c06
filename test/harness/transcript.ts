/**
 * Conversations over HTTP, written down and replayed.
 *
 * A file has an optional line `# config {…}` with the server's config, lines of prose that begin with `#`, and
 * exchanges: lines that begin with `>` are the request (its first line, headers, an empty line, the body), lines that
 * begin with `<` the response. `Content-Type`, `Accept` and `Host` are what a client sends unless they are written; an
 * empty value leaves the header out. `{session}` stands for the session id that a response gave last.
 */
import { readFileSync } from 'node:fs'
import type { OutgoingHttpHeaders } from 'node:http'
import { matchGolden } from './golden.ts'
import { type Answer, type RequestOptions, startServer } from './server.ts'

/** Replays a file and compares what comes back; `UPDATE=1` writes down the responses. */
export async function replay(file: string): Promise<void> {
  const text = readFileSync(file, 'utf8')
  await using server = await startServer(JSON.parse(/^# config (.+)$/m.exec(text)?.[1] ?? '{}'))
  const variables = new Map<string, string>()
  const actual: string[] = []
  for (const part of partsOf(text)) {
    if (part.kind === 'prose') {
      actual.push(part.text)
      continue
    }
    const request = parseRequest(fill(part.text, variables))
    const answer = await server.request(request)
    const session = answer.headers['mcp-session-id']
    if (typeof session === 'string') variables.set('session', session)
    actual.push(part.text, blank(responseText(answer), variables))
  }
  matchGolden(file, `${actual.join('\n')}\n`)
}

interface Part {
  readonly kind: 'prose' | 'request'
  readonly text: string
}

/** The file without its responses. */
function partsOf(text: string): Part[] {
  const blocks: { mark: string; lines: string[] }[] = []
  for (const line of text.trimEnd().split('\n')) {
    const mark = /^[<>]/.exec(line)?.[0] ?? ''
    const last = blocks.at(-1)
    if (last?.mark === mark) last.lines.push(line)
    else blocks.push({ mark, lines: [line] })
  }
  return blocks
    .filter(({ mark }) => mark !== '<')
    .map(({ mark, lines }) => ({ kind: mark === '>' ? 'request' : 'prose', text: lines.join('\n') }))
}

function parseRequest(text: string): RequestOptions {
  const lines = text.split('\n').map(line => line.replace(/^> ?/, ''))
  const [method = '', path = ''] = (lines.shift() ?? '').split(' ')
  const end = lines.indexOf('')
  const headers: OutgoingHttpHeaders = {}
  for (const line of end === -1 ? lines : lines.slice(0, end)) {
    const [, name = '', value = ''] = /^([^:]+): ?(.*)$/.exec(line) ?? []
    headers[name] = value === '' ? undefined : value
  }
  return { method, path, headers, ...(end !== -1 && { body: lines.slice(end + 1).join('\n') }) }
}

const SHOWN = /^(?:content-type|mcp-|allow|access-control-|www-authenticate|cache-control|x-accel-buffering|vary)/

function responseText({ status, headers, text }: Answer): string {
  const shown = Object.entries(headers).filter(([name]) => SHOWN.test(name))
  const body = text === '' ? [] : ['', ...text.trimEnd().split('\n')]
  const lines = [String(status), ...shown.map(([name, value]) => `${name}: ${value}`), ...body]
  return lines.map(line => `< ${line}`.trimEnd()).join('\n')
}

function fill(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replace(/\{(session)\}/g, (whole, name) => variables.get(name) ?? whole)
}

function blank(text: string, variables: ReadonlyMap<string, string>): string {
  let blanked = text
  for (const [name, value] of variables) blanked = blanked.replaceAll(value, `{${name}}`)
  return blanked
}
