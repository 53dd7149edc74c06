/**
 * `npm run demo`: builds the example, serves this repository with it, calls it with a real client and goes on serving.
 * `npm run demo -- --once` ends after the calls.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs, styleText } from 'node:util'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { makeRepository } from '../test/harness/repository.ts'

const root = join(import.meta.dirname, '..')
const cli = join(root, 'packages/cli/src/main.ts')
const project = join(root, 'examples/git')
const { values: options } = parseArgs({ options: { once: { type: 'boolean', default: false } } })

const folder = process.env['GIT_REPOSITORY'] ?? (hasCommits(root) ? root : temporary())
build()
const { server, url } = await serve(folder)
try {
  await callTools(url)
} catch (error) {
  server.kill()
  throw error
}
if (options.once) server.kill()
else console.log(`\nTo connect Claude Code, in another terminal:\n\n  ${connecting(url)}\n\nCtrl+C stops the server.`)
await once(server, 'exit')

function build(): void {
  title('mcpgen build src/')
  const { status } = spawnSync(process.execPath, [cli, 'build', 'src/', '--project', project], { stdio: 'inherit' })
  if (status !== 0) fail('The example could not be built; the lines above say why.')
}

/** Starts the server on port 3000, or on a free one when that is taken, and waits until it says where it is. */
async function serve(repository: string, port = 3000): Promise<{ server: ChildProcess; url: string }> {
  const server = spawn(process.execPath, [cli, 'start', '--project', project, '--port', String(port)], {
    cwd: root,
    env: { ...process.env, GIT_REPOSITORY: repository },
    stdio: ['ignore', 'inherit', 'pipe'],
  })
  process.once('exit', () => server.kill())
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => server.kill(signal))
  const said: string[] = []
  for await (const line of createInterface({ input: server.stderr })) {
    const [found] = /http:\S+/.exec(line) ?? []
    if (found !== undefined && line.startsWith('git-mcp ')) {
      title(`mcpgen start --port ${port}`)
      console.log(line)
      server.stderr.pipe(process.stderr)
      return { server, url: found }
    }
    said.push(line)
  }
  if (port !== 0 && said.some(line => line.includes('in use'))) return serve(repository, 0)
  return fail(`The server did not start:\n${said.join('\n')}`)
}

async function callTools(url: string): Promise<void> {
  const client = new Client({ name: 'demo', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } })
  await client.connect(new StreamableHTTPClientTransport(new URL(url)))
  title(`tools/list   (@modelcontextprotocol/client, revision ${client.getNegotiatedProtocolVersion()})`)
  const { tools } = await client.listTools()
  for (const { name, description = '' } of tools) console.log(`${name.padEnd(8)} ${description.split('\n')[0]}`)

  const { commits } = await callTool<Log>(client, 'log', { limit: 5 })
  for (const { hash, date, subject } of commits) console.log(`${hash.slice(0, 8)}  ${date.slice(0, 10)}  ${subject}`)

  const { matches } = await callTool<Search>(client, 'search', { pattern: 'export', limit: 5 })
  for (const { path, line, text } of matches) console.log(`${path}:${line}  ${text.trim().slice(0, 80)}`)
  await client.close()
}

interface Log {
  commits: { hash: string; date: string; subject: string }[]
}

interface Search {
  matches: { path: string; line: number; text: string }[]
}

/** The structured content of a call; says what went wrong when there is none. */
async function callTool<Result>(client: Client, name: string, args: Record<string, unknown>): Promise<Result> {
  title(`tools/call   ${name} ${JSON.stringify(args)}`)
  const { structuredContent, content, isError } = await client.callTool({ name, arguments: args })
  if (isError || structuredContent === undefined) fail(`${name} failed: ${JSON.stringify(content)}`)
  return structuredContent as Result
}

function connecting(url: string): string {
  return `claude mcp add --transport http git ${url}`
}

function hasCommits(path: string): boolean {
  return spawnSync('git', ['rev-parse', '--verify', '--quiet', 'HEAD'], { cwd: path }).status === 0
}

/** A small repository with three commits, removed at the end. */
function temporary(): string {
  if (spawnSync('git', ['--version']).status !== 0)
    fail('The example serves a Git repository, and there is no `git` here.')
  const { folder: path } = makeRepository()
  process.once('exit', () => rmSync(path, { recursive: true, force: true }))
  console.log(`This folder is not a Git repository with commits; a small one was made in ${path}`)
  return path
}

function title(text: string): void {
  console.log(`\n${styleText('bold', text)}`)
}

function fail(message: string): never {
  console.error(message)
  process.exit(1)
}
