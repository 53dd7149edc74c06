/** The official clients, under one interface: each is a way to reach a server that people really use. */
import { fileURLToPath } from 'node:url'
import { Client as Client2, StreamableHTTPClientTransport as Http2 } from '@modelcontextprotocol/client'
import { StdioClientTransport as Stdio2 } from '@modelcontextprotocol/client/stdio'
import { Client as Client1 } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport as Stdio1 } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport as Http1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { createJudge } from './judge.ts'

export interface Session {
  /** The revision that client and server agreed on. */
  readonly revision: string | undefined
  readonly server: { name: string; version: string } | undefined
  tools(): Promise<Named[]>
  resources(): Promise<(Named & { uri: string })[]>
  templates(): Promise<(Named & { uriTemplate: string })[]>
  prompts(): Promise<Named[]>
  call(name: string, args?: Record<string, unknown>, options?: CallOptions): Promise<ToolAnswer>
  read(uri: string): Promise<{ uri: string; mimeType?: string; text?: string; blob?: string }[]>
  prompt(name: string, args?: Record<string, string>): Promise<{ role: string; content: unknown }[]>
  /** Suggestions for an argument of a prompt. */
  complete(prompt: string, argument: { name: string; value: string }): Promise<{ values: string[]; hasMore?: boolean }>
  close(): Promise<void>
}

type Completed = Awaited<ReturnType<Session['complete']>>

export interface Named {
  name: string
  title?: string | undefined
  description?: string | undefined
  [key: string]: unknown
}

export interface CallOptions {
  onprogress?: (progress: { progress: number; total?: number | undefined; message?: string | undefined }) => void
  signal?: AbortSignal
}

export interface ToolAnswer {
  content: { type: string; text?: string; [key: string]: unknown }[]
  structuredContent?: unknown
  isError?: boolean
}

/** A program that serves standard input and output. */
export interface Program {
  readonly command: string
  readonly args: string[]
  readonly cwd: string
  readonly env: Record<string, string>
}

/** `mcp-remote`: a program that speaks stdio to its client and HTTP to a server; it keeps its files below `home`. */
export function mcpRemote(url: URL, home: string): Program {
  return {
    command: process.execPath,
    args: [fileURLToPath(import.meta.resolve('mcp-remote/dist/proxy.js')), url.href, '--transport', 'http-only'],
    cwd: home,
    // A loopback server without authorization gives it no reason to open a browser, and `false` is none.
    env: { PATH: process.env['PATH'] ?? '', HOME: home, MCP_REMOTE_CONFIG_DIR: home, BROWSER: 'false' },
  }
}

const ME = { name: 'interop', version: '1.0.0' }

/** `@modelcontextprotocol/sdk` 1.x: `initialize` and sessions. */
export async function connectSdk1(target: URL | Program): Promise<Session> {
  const client = new Client1(ME)
  const transport = target instanceof URL ? new Http1(target) : new Stdio1({ ...target, stderr: 'pipe' })
  const verdict = watch(transport)
  // The SDK's declarations are written without exactOptionalPropertyTypes.
  await client.connect(transport as Parameters<typeof client.connect>[0])
  return {
    ...common(client, verdict),
    revision: transport instanceof Http1 ? transport.protocolVersion : undefined,
    call: async (name, args, options) =>
      (await client.callTool({ name, ...(args && { arguments: args }) }, undefined, options)) as ToolAnswer,
  }
}

/** `@modelcontextprotocol/client` 2.x; `mode` is how it chooses a revision. */
export async function connectClient2(
  target: URL | Program,
  mode: 'legacy' | 'auto' | { pin: string },
): Promise<Session> {
  const client = new Client2(ME, { versionNegotiation: { mode } })
  const transport = target instanceof URL ? new Http2(target) : new Stdio2({ ...target, stderr: 'pipe' })
  const verdict = watch(transport)
  await client.connect(transport)
  return {
    ...common(client, verdict),
    revision: client.getNegotiatedProtocolVersion(),
    call: async (name, args, options) =>
      (await client.callTool({ name, ...(args && { arguments: args }) }, options)) as ToolAnswer,
  }
}

interface Watched {
  // biome-ignore lint/suspicious/noExplicitAny: each client has types of its own for these.
  onmessage?: any
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  send: (...given: any[]) => Promise<void>
}

/** Has every message judged that passes; the verdict throws the first that was wrong. */
function watch(transport: Watched): () => void {
  const judge = createJudge()
  let wrong: unknown
  let heard = 0
  const { send } = transport
  transport.send = (message, ...rest) => {
    judge.sent(message)
    return send.call(transport, message, ...rest)
  }
  // Both clients call a listener that stands there before theirs.
  transport.onmessage = (message: unknown) => {
    heard += 1
    try {
      judge.received(message)
    } catch (error) {
      wrong ??= error
    }
  }
  return () => {
    if (wrong !== undefined) throw wrong
    if (heard === 0) throw new Error('no message was judged')
  }
}

function common(client: Client1 | Client2, verdict: () => void): Omit<Session, 'revision' | 'call'> {
  return {
    server: client.getServerVersion(),
    tools: async () => (await client.listTools()).tools,
    resources: async () => (await client.listResources()).resources,
    templates: async () => (await client.listResourceTemplates()).resourceTemplates,
    prompts: async () => (await client.listPrompts()).prompts,
    read: async uri => (await client.readResource({ uri })).contents as Awaited<ReturnType<Session['read']>>,
    prompt: async (name, args) => (await client.getPrompt({ name, ...(args && { arguments: args }) })).messages,
    complete: async (name, argument) =>
      (await client.complete({ ref: { type: 'ref/prompt', name }, argument })).completion as Completed,
    close: async () => {
      await client.close()
      verdict()
    },
  }
}
