/**
 * Conversations over HTTP, written down and replayed.
 *
 * A file has an optional line `# config {…}` with the server's config, lines of prose that begin with `#`, and
 * exchanges: lines that begin with `>` are the request (its first line, headers, an empty line, the body), lines that
 * begin with `<` the response. `Content-Type`, `Accept` and `Host` are what a client sends unless they are written; an
 * empty value leaves the header out. `{session}`, `{state}`, `{task}` and `{elicitation}` stand for the session id, the
 * `requestState`, the task's id and the `elicitationId` that a response gave last, `{time}` for when a task changed. `# with asking` adds a tool of `MORE_TOOLS`. What stands below `# meanwhile` happens while the call above it
 * is open, and `# then` is followed by the answer of that call; with `# then the client leaves` by what came of it.
 */
import { readFileSync } from 'node:fs'
import type { OutgoingHttpHeaders } from 'node:http'
import type { ToolBinding } from '../../packages/runtime/src/manifest.ts'
import { DECLARATIONS, FORMS, MORE_TOOLS } from './declarations.ts'
import { matchGolden } from './golden.ts'
import { type Answer, type RequestOptions, startServer } from './server.ts'

/** Replays a file and compares what comes back; `UPDATE=1` writes down the responses. */
export async function replay(file: string): Promise<void> {
  const text = readFileSync(file, 'utf8')
  const leaving = has(text, '# then the client leaves')
  const config = JSON.parse(/^# config (.+)$/m.exec(text)?.[1] ?? '{}')
  await using server = await startServer(config, { tools: toolsOf(text), forms: FORMS })
  const variables = new Map<string, string>()
  const actual: string[] = []
  const open: Promise<Answer>[] = []
  let leave = () => {}
  const parts = partsOf(text)
  const record = async (answering: Promise<Answer> | undefined) => {
    const answer = await answering
    if (answer === undefined) return
    learn(answer, variables)
    actual.push(blank(responseText(answer), variables))
  }
  for (const [i, part] of parts.entries()) {
    actual.push(part.text)
    if (part.kind === 'prose') {
      if (!/^# then\b/m.test(part.text)) continue
      leave()
      await record(open.shift())
      continue
    }
    const request = parseRequest(fill(part.text, variables))
    if (!/^# meanwhile\b/m.test(parts[i + 1]?.text ?? '')) {
      await record(server.request(request))
      continue
    }
    const { promise: leaves, resolve } = Promise.withResolvers<void>()
    leave = resolve
    const more = leaving ? { leaves } : {}
    await new Promise<void>(heard => open.push(server.request({ ...request, ...more, heard: () => heard() })))
  }
  matchGolden(file, `${actual.join('\n')}\n`)
}

function toolsOf(text: string): ToolBinding[] {
  const more = Object.entries(MORE_TOOLS).filter(([name]) => has(text, `# with ${name}`))
  return [...(DECLARATIONS.tools ?? []), ...more.map(([, tool]) => tool)]
}

function has(text: string, line: string): boolean {
  return text.split('\n').includes(line)
}

function learn({ headers, json, text }: Answer, variables: Map<string, string>): void {
  const session = headers['mcp-session-id']
  if (typeof session === 'string') variables.set('session', session)
  const state = json?.result?.requestState
  if (typeof state === 'string') variables.set('state', state)
  const task = (json?.result?.task ?? json?.result)?.taskId
  if (typeof task === 'string') variables.set('task', task)
  const [, elicitation] = /"elicitationId":"([^"]+)"/.exec(text) ?? []
  if (elicitation !== undefined) variables.set('elicitation', elicitation)
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
  const lines = [String(status), ...shown.map(([name, value]) => `${name}: ${value}`), ...body].map(withoutTimes)
  return lines.map(line => `< ${line}`.trimEnd()).join('\n')
}

function withoutTimes(line: string): string {
  return line.replace(/("(?:createdAt|lastUpdatedAt)":")[^"]*/g, '$1{time}')
}

function fill(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replace(/\{(session|state|task)\}/g, (whole, name) => variables.get(name) ?? whole)
}

function blank(text: string, variables: ReadonlyMap<string, string>): string {
  let blanked = text
  for (const [name, value] of variables) blanked = blanked.replaceAll(value, `{${name}}`)
  return blanked
}
