/** What the README and the guides show is built, checked, run and called. */
import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { hash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, globSync, readFileSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { compile, write } from '@mcpgen/compiler'
import type { Application } from '@mcpgen/runtime'
import { matchGolden } from './harness/golden.ts'
import { linksOf, type Snippet, snippetsOf } from './harness/markdown.ts'
import { temporaryProject } from './harness/project.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..')
const cli = join(root, 'packages/cli/src/main.ts')
const pages = [
  'README.md',
  ...globSync(['docs/**/*.md', 'examples/*/README.md'], { cwd: root, exclude: ['docs/diagnostics/**'] }).sort(),
]
const math = snippetsOf(join(root, 'README.md')).find(snippet => snippet.title === 'src/math.ts')

/** As a user would have it who compiles nothing and lets Node strip the types. */
const TSCONFIG = {
  compilerOptions: {
    target: 'es2024',
    module: 'nodenext',
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    verbatimModuleSyntax: true,
    erasableSyntaxOnly: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    noEmit: true,
  },
}

/** Programs that a guide names and that are not here; what they are told can't be tried. */
const ELSEWHERE = new Set(['claude'])

for (const page of pages) {
  describe(page, { timeout: 120_000 }, () => {
    const file = join(root, page)
    const snippets = snippetsOf(file, page)

    it('links to files that exist', () => {
      const missing = linksOf(file).filter(target => !existsSync(join(dirname(file), target)))
      assert.deepEqual(missing, [])
    })

    it('shows only code that this test can try', () => {
      const others = snippets.filter(snippet => !isTried(snippet)).map(({ place, language }) => `${place} ${language}`)
      assert.deepEqual(others, [])
    })

    if (snippets.length > 0) describe('its snippets', () => trySnippets(page, snippets))
  })
}

function isTried({ language, title }: Snippet): boolean {
  if (['js', 'md', 'text'].includes(language)) return title !== undefined
  return ['json', 'sh', 'ts'].includes(language)
}

function trySnippets(page: string, snippets: Snippet[]): void {
  const own = page.startsWith('examples/') ? join(root, dirname(page)) : undefined
  const project = own ?? projectOf(snippets.filter(snippet => !isWrong(snippet)))
  let app: Application
  let url = ''

  before(async () => {
    const { files, diagnostics } = compile({ root: project })
    const found = diagnostics.map(({ code, message, span }) => `${span?.file}: ${code}: ${message}`)
    assert.deepEqual(found, [])
    if (!own) write(join(project, 'generated'), files)
    app = (await import(pathToFileURL(join(project, 'generated/app.mjs')).href)).app
    url = (await app.listen({ port: 0, eager: true })).url
  })
  after(() => app?.close())

  if (!own && snippets.some(({ language }) => language === 'ts')) {
    it('compile, and their types are right', async () => {
      const tsc = join(root, 'node_modules/.bin/tsc')
      const { stdout } = await run(tsc, ['-p', '.', '--pretty', 'false'], { cwd: project }).catch(error => error)
      // The runtime stands there with its sources, whose own check is another.
      const lines = stdout.split('\n').filter((line: string) => /^[^.\s]/.test(line))
      assert.deepEqual(lines, [])
    })
  }
  const wrong = snippets.filter(isWrong)
  if (wrong.length > 0) it('fail with the words that the page shows', () => tryWrong(page, wrong))

  for (const snippet of snippets.filter(one => !isWrong(one))) {
    for (const [what, attempt] of attempts(snippet)) {
      it(`${snippet.place} ${what}`, () => attempt({ page, project, url }))
    }
  }
}

/** What is built beside the page's project, because it is refused. */
function isWrong({ title }: Snippet): boolean {
  return title?.startsWith('wrong/') === true
}

interface Surroundings {
  readonly page: string
  readonly project: string
  readonly url: string
}

type Attempt = (surroundings: Surroundings) => void | Promise<void>

function attempts(snippet: Snippet): [what: string, attempt: Attempt][] {
  const { language, title } = snippet
  switch (language) {
    case 'json':
      return [['is JSON', where => tryJson(snippet, where)]]
    case 'js':
      // What the others import runs with them.
      if (!snippet.text.includes('3000')) return []
      return [['runs', where => (title === 'client.mjs' ? tryClient(snippet, where) : tryServer(snippet, where))]]
    case 'sh':
      return commandsOf(snippet.text).map(line => [`\`${line.slice(0, 60)}\``, where => tryCommand(line, where)])
    case 'text':
      return [['names what is there', where => tryListing(snippet, where)]]
    case 'ts':
      return title?.endsWith('.test.ts') ? [['passes', where => tryTest(title, where)]] : []
    default:
      return []
  }
}

async function tryTest(title: string, { project }: Surroundings): Promise<void> {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const { stdout } = await run(process.execPath, ['--test', title], { cwd: project, env }).catch(error => error)
  assert.match(stdout, /fail 0\n/, stdout)
  assert.match(stdout, /pass [1-9]/, stdout)
}

/** What the build is said to write is just what it writes. */
function tryJson(snippet: Snippet, { page, project }: Surroundings): void {
  const { title, text } = snippet
  JSON.parse(text)
  if (title?.startsWith('generated/')) matchShown(page, snippet, readFileSync(join(project, title), 'utf8'))
}

/** Compares what a page shows with what is so; `UPDATE=1` rewrites the page. */
function matchShown(page: string, shown: Snippet | undefined, actual: string): void {
  const file = join(root, page)
  assert.ok(shown)
  matchGolden(
    file,
    readFileSync(file, 'utf8').replace(shown.text, () => actual),
  )
}

function tryListing({ title = '', text }: Snippet, { project }: Surroundings): void {
  const names = text
    .trim()
    .split('\n')
    .flatMap(line => (line.split('  ')[0] ?? '').split(' '))
  const missing = names.filter(name => !existsSync(join(project, title, name)))
  assert.deepEqual(missing, [])
}

async function tryWrong(page: string, snippets: Snippet[]): Promise<void> {
  const sources = snippets.filter(({ language }) => language === 'ts')
  const project = projectOf(sources.map(snippet => ({ ...snippet, title: snippet.title?.replace('wrong/', '') })))
  const shown = snippets.find(({ language }) => language === 'text')
  const said = await run(process.execPath, [cli, 'build', 'src/'], { cwd: project }).catch(error => error)
  assert.equal(said.code, 1)
  matchShown(page, shown, said.stdout)
}

function projectOf(snippets: Snippet[]): string {
  const sources = snippets
    .filter(({ language }) => language === 'ts')
    .map(({ title, place, text }) => [title ?? `src/line-${place.split(':')[1]}.ts`, text] as const)
  const scripts = snippets
    .filter(
      ({ language, title }) => ['js', 'md', 'json'].includes(language) && title && !title.startsWith('generated/'),
    )
    .map(({ title = '', text }) => [title, text] as const)
  const project = temporaryProject([
    ['package.json', JSON.stringify({ name: 'docs', version: '1.0.0', type: 'module' })],
    ['tsconfig.json', JSON.stringify(TSCONFIG)],
    ['src/math.ts', math?.text ?? ''],
    ...sources,
    ...scripts,
  ])
  for (const name of ['@types', '@hono', '@modelcontextprotocol', 'express', 'fastify', 'hono']) {
    symlinkSync(join(root, 'node_modules', name), join(project, 'node_modules', name), 'dir')
  }
  return project
}

/** A command line each, without comments and with continued lines joined. */
function commandsOf(text: string): string[] {
  const lines = text.replaceAll('\\\n', ' ').split('\n')
  return lines.flatMap(line => line.replace(/\s+# .*$/, '').split(' && ')).filter(line => line.trim() !== '')
}

async function tryCommand(command: string, { page, project, url }: Surroundings): Promise<void> {
  const [program = '', ...words] = wordsOf(command.replace(/^\w+=\S+ /, '')).map(word =>
    word.replace('http://localhost:3000/mcp', url).replace('http://localhost:3000', new URL(url).origin),
  )
  if (ELSEWHERE.has(program)) return
  if (program === 'curl') return tryCurl(words)
  if (program === 'node') return tryNode(words, project)
  if (program === 'npx') return tryMcpgen(words, project)
  assert.equal(program, 'npm')
  tryNpm(words, page)
}

/** As a shell splits it, where there are no variables and no escapes. */
function wordsOf(command: string): string[] {
  return Array.from(command.matchAll(/'([^']*)'|(\S+)/g), match => match[1] ?? match[2] ?? '')
}

async function tryCurl(args: string[]): Promise<void> {
  const { stdout } = await run('curl', ['--silent', '--show-error', '--fail-with-body', ...args])
  const answer = JSON.parse(stdout)
  assert.equal(answer.error, undefined, stdout)
  if (!args.some(arg => arg.endsWith('/mcp'))) return
  if (args.some(arg => arg.includes('tools/call'))) assert.deepEqual(answer.result.structuredContent, { sum: 5 })
  else assert.equal(answer.result.serverInfo.name, 'docs')
}

async function tryMcpgen([name, command = '', ...args]: string[], project: string): Promise<void> {
  assert.equal(name, 'mcpgen')
  if (command === 'start' || command === 'dev') {
    const { stdout } = await run(process.execPath, [cli, command, '--help'])
    for (const flag of args.filter(arg => arg.startsWith('-'))) assert.ok(stdout.includes(`  ${flag} `), flag)
    return
  }
  const { stdout } = await run(process.execPath, [cli, command, ...args], { cwd: project })
  if (args.includes('add')) assert.match(stdout, /"?sum"?: ?5/)
  else assert.notEqual(stdout, '')
}

async function tryNode([first = '', ...rest]: string[], project: string): Promise<void> {
  if (first !== '-p') return assert.ok(existsSync(join(project, first)))
  const { stdout } = await run(process.execPath, [first, ...rest])
  const [key = '', sha256] = stdout.trim().split('\n')
  assert.equal(sha256, hash('sha256', key))
}

function tryNpm([command = '', ...args]: string[], page: string): void {
  if (command === 'i') {
    const names = globSync('packages/*/package.json', { cwd: root }).map(file => readPackage(file).name)
    for (const name of args.filter(arg => !arg.startsWith('-'))) assert.ok(names.includes(name), name)
    return
  }
  const { scripts } = readPackage(join(dirname(page), 'package.json'))
  assert.ok(Object.hasOwn(scripts, command === 'run' ? (args[0] ?? '') : command), `${page}: npm ${command}`)
}

function readPackage(file: string): { name: string; scripts: Record<string, string> } {
  return JSON.parse(readFileSync(join(root, file), 'utf8'))
}

/** Runs the snippet's file on a free port until the MCP endpoint answers on it. */
async function tryServer({ title = '', text }: Snippet, { project }: Surroundings): Promise<void> {
  const port = await freePort()
  assert.match(text, /\b3000\b/)
  const source = text.replace(/\b3000\b/, String(port))
  const child = spawn(process.execPath, ['--input-type=module', '--eval', source], { cwd: project, stdio: 'inherit' })
  try {
    const answer = await initialize(`http://localhost:${port}/mcp`, Date.now() + 20_000)
    assert.equal(answer.result.serverInfo.name, 'docs', title)
    const other = await fetch(`http://localhost:${port}/other`)
    assert.equal(other.status, 404, 'what is not ours goes to the host')
    if (existsSync(join(project, 'src/whoami.ts'))) await tryCaller(`http://localhost:${port}/mcp`)
  } finally {
    child.kill()
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  }
}

/** The host knows its callers by a cookie. */
async function tryCaller(url: string): Promise<void> {
  const call = async (headers: Record<string, string>) => {
    const meta = {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientCapabilities': {},
    }
    const params = { name: 'whoami', arguments: {}, _meta: meta }
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        ...{ 'Content-Type': 'application/json', 'MCP-Protocol-Version': '2026-07-28' },
        ...{ 'Mcp-Method': 'tools/call', 'Mcp-Name': 'whoami', ...headers },
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }),
    })
    return (await response.json()) as { result?: { content: { text: string }[] } }
  }
  assert.equal((await call({ Cookie: 'session=ada' })).result?.content[0]?.text, 'ada')
  assert.notEqual((await call({})).result?.content[0]?.text, 'ada')
}

async function initialize(url: string, until: number): Promise<{ result: { serverInfo: { name: string } } }> {
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'docs', version: '0' } }
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params })
  for (;;) {
    try {
      const response = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })
      return (await response.json()) as { result: { serverInfo: { name: string } } }
    } catch (error) {
      if (Date.now() > until) throw error
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  }
}

async function tryClient({ text }: Snippet, { project, url }: Surroundings): Promise<void> {
  const source = text.replace('http://localhost:3000/mcp', url)
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', source], { cwd: project })
  assert.equal(stdout, '{ sum: 5 }\n')
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, 'localhost')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
