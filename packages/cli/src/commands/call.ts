/** `mcpgen call`: one tool, called through the whole pipeline of this project's server, or of one that runs elsewhere. */
import { readArguments } from '../call/arguments.ts'
import { type Client, connect } from '../call/client.ts'
import type { Listener } from '../call/connection.ts'
import type { Endpoint } from '../call/http.ts'
import { type JsonObject, RpcFailure, type ToolEntry } from '../call/message.ts'
import { renderContent, renderResult } from '../call/result.ts'
import { nearest } from '../call/suggest.ts'
import { CommandError, UsageError } from '../errors.ts'
import { loadApplication } from '../project/application.ts'
import { readPrincipal, serve, serveAs } from '../project/serve.ts'

export interface CallOptions {
  readonly url?: string
  readonly header: readonly string[]
  /** The name of an environment variable. */
  readonly bearer?: string
  readonly as?: string
  readonly json?: true
  readonly project?: string
}

/** Prints the result on standard output; what the server says meanwhile, and a failed result, on standard error. */
export async function call(tool: string, words: readonly string[], options: CallOptions): Promise<number> {
  const write = claimStdout()
  const { endpoint, listener, close } = await open(options)
  try {
    const client = await connect(endpoint, listener)
    const result = await callOnce(client, tool, words).finally(client.close)
    return await print(result, options, write)
  } catch (error) {
    throw error instanceof RpcFailure ? new CommandError(`${error.message} (${error.code})`, { cause: error }) : error
  } finally {
    await close()
  }
}

/** Resolves once the text is out. */
type Write = (text: string) => Promise<void>

/** Standard output is the result's alone: what the project's own code prints goes to standard error. */
function claimStdout(): Write {
  const { stdout, stderr } = process
  const write = stdout.write.bind(stdout)
  stdout.write = stderr.write.bind(stderr)
  return text => new Promise(resolve => write(text, () => resolve()))
}

interface Opened {
  readonly endpoint: Endpoint
  readonly listener: Listener
  close(): Promise<void>
}

/** The remote server, or this project's application listening on a free loopback port. */
async function open({ url, header, bearer, as, project }: CallOptions): Promise<Opened> {
  const headers = { ...tokenOf(bearer), ...Object.fromEntries(header.map(readHeader)) }
  if (url !== undefined) {
    if (as !== undefined)
      throw new UsageError('--as is for this project; to a server elsewhere say --bearer or --header')
    if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) throw new UsageError(`--url takes an http URL, not '${url}'`)
    return { endpoint: { url, headers }, listener: report, close: async () => {} }
  }
  const principal = as === undefined ? undefined : readPrincipal(as)
  const app = await loadApplication(project)
  const served = principal === undefined ? await serve(app) : await serveAs(app, principal)
  return {
    endpoint: { url: served.url, headers: { ...headers, ...served.headers } },
    listener: reportProgress,
    close: served.close,
  }
}

/** A token in an argument would be in the list of processes, and in the shell's history. */
function tokenOf(variable: string | undefined): Record<string, string> {
  if (variable === undefined) return {}
  const token = process.env[variable]
  if (token) return { Authorization: `Bearer ${token}` }
  throw new UsageError(`--bearer takes the name of an environment variable with a token; ${variable} is not set`)
}

function readHeader(header: string): [string, string] {
  const [, name, value] = /^([!#$%&'*+.^`|~\w-]+):\s*(.*)$/.exec(header) ?? []
  if (name === undefined || value === undefined) throw new UsageError(`--header takes 'name: value', not '${header}'`)
  return [name, value]
}

async function callOnce(client: Client, name: string, words: readonly string[]): Promise<JsonObject> {
  const tools = await client.listTools()
  const tool = tools.find(entry => entry.name === name) ?? unknownTool(name, tools)
  return client.callTool(tool, await readArguments(words, tool.inputSchema))
}

function unknownTool(name: string, tools: readonly ToolEntry[]): never {
  const names = tools.map(tool => tool.name)
  const meant = nearest(name, names)
  const lines = [`there is no tool '${name}'${meant === undefined ? '' : `; did you mean '${meant}'?`}`]
  lines.push(names.length === 0 ? '  The server has no tools.' : `  The tools are ${names.join(', ')}.`)
  throw new UsageError(lines.join('\n'))
}

/** Progress and log messages. */
function report(method: string, params: JsonObject): void {
  reportProgress(method, params)
  const { level, data } = params
  if (method !== 'notifications/message') return
  process.stderr.write(`  ${level}: ${typeof data === 'string' ? data : JSON.stringify(data)}\n`)
}

/** Progress and how a task stands, alone: a server in this process writes its log, and errors whole, to the same standard error. */
function reportProgress(method: string, params: JsonObject): void {
  const { progress, total, message, taskId, status, statusMessage } = params
  if (method === 'notifications/tasks') {
    process.stderr.write(`  task ${taskId}: ${status}${statusMessage === undefined ? '' : `  ${statusMessage}`}\n`)
  }
  if (method !== 'notifications/progress') return
  const done = total === undefined ? `${progress}` : `${progress}/${total}`
  process.stderr.write(`  ${done}${message === undefined ? '' : `  ${message}`}\n`)
}

async function print(result: JsonObject, { json }: CallOptions, write: Write): Promise<number> {
  const failed = result['isError'] === true
  if (json) await write(`${JSON.stringify(result, undefined, 2)}\n`)
  else if (failed) process.stderr.write(`${renderContent(result)}\n`)
  else await write(`${renderResult(result)}\n`)
  return failed ? 1 : 0
}
