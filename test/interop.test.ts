/**
 * The official clients against the example and against `fixtures/everything`: every way in answers the same, and with
 * the values of the repository.
 */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { app as git } from '../examples/git/generated/app.mjs'
import { app as everything } from '../fixtures/everything/generated/app.mjs'
import { PIXEL } from '../fixtures/everything/src/media.ts'
import {
  type CallOptions,
  connectClient2,
  connectSdk1,
  mcpRemote,
  type Program,
  type Session,
} from './harness/peers.ts'
import { temporaryFolder } from './harness/project.ts'
import { makeRepository } from './harness/repository.ts'

type Project = 'examples/git' | 'fixtures/everything'

interface Way {
  readonly title: string
  readonly revision: string | undefined
  connect(project: Project): Promise<Session>
}

const root = join(import.meta.dirname, '..')
const repository = makeRepository()
const [begin = '', water = '', grow = ''] = repository.commits
const home = temporaryFolder()
const urls = new Map<Project, URL>()

process.env['GIT_REPOSITORY'] = repository.folder

const WAYS: readonly Way[] = [
  { title: 'sdk 1.32 over HTTP', revision: '2025-11-25', connect: project => connectSdk1(urlOf(project)) },
  { title: 'client 2.4, legacy', revision: '2025-11-25', connect: project => connectClient2(urlOf(project), 'legacy') },
  {
    title: 'client 2.4, modern',
    revision: '2026-07-28',
    connect: project => connectClient2(urlOf(project), { pin: '2026-07-28' }),
  },
  {
    title: 'client 2.4, choosing by itself',
    revision: '2026-07-28',
    connect: project => connectClient2(urlOf(project), 'auto'),
  },
  {
    title: 'sdk 1.32 over stdio, `mcpgen start`',
    revision: undefined,
    connect: project => connectSdk1(start(project)),
  },
  {
    title: 'sdk 1.32 over stdio, generated/main.mjs',
    revision: undefined,
    connect: project => connectSdk1(main(project)),
  },
  {
    title: 'client 2.4 over stdio, modern',
    revision: '2026-07-28',
    connect: project => connectClient2(main(project), { pin: '2026-07-28' }),
  },
  {
    title: 'sdk 1.32 through mcp-remote',
    revision: undefined,
    connect: project => connectSdk1(mcpRemote(urlOf(project), home)),
  },
  {
    title: 'client 2.4 through mcp-remote, modern',
    revision: '2026-07-28',
    connect: project => connectClient2(mcpRemote(urlOf(project), home), { pin: '2026-07-28' }),
  },
]

before(async () => {
  urls.set('examples/git', new URL((await git.listen({ port: 0 })).url))
  urls.set('fixtures/everything', new URL((await everything.listen({ port: 0 })).url))
})
after(async () => {
  await Promise.all([git.close(), everything.close()])
  rmSync(repository.folder, { recursive: true })
})

for (const way of WAYS) {
  describe(way.title, { timeout: 30_000 }, () => {
    let session: Session
    before(async () => {
      session = await way.connect('examples/git')
    })
    after(() => session?.close())

    it('agrees on a revision and learns who the server is', () => {
      assert.equal(session.revision, way.revision)
      assert.deepEqual(
        { name: session.server?.name, version: session.server?.version },
        { name: 'git-mcp', version: '1.0.0' },
      )
    })

    it('lists the tools just as the generated folder holds them, in the order of the sources', async () => {
      const tools = await session.tools()
      assert.deepEqual(
        tools.map(tool => tool.name),
        ['blame', 'diff', 'log', 'search', 'show'],
      )
      for (const tool of tools) assert.deepEqual(tool, generated(`tools/${tool.name}.json`))
    })

    it('lists the resource, the template and the prompt', async () => {
      assert.deepEqual(await session.resources(), [generated('resources/refs.json')])
      assert.deepEqual(await session.templates(), [generated('resources/file.json')])
      assert.deepEqual(await session.prompts(), [generated('prompts/release_notes.json')])
    })

    it('calls a tool and gets the commit as data, and the same as text', async () => {
      const answer = await session.call('log', { limit: 1 })
      const ada = { name: 'Ada', email: 'ada@example.com' }
      const commit = { hash: grow, parents: [water], author: ada, date: '2026-01-03T12:00:00Z', subject: 'Grow' }
      const page = { commits: [{ ...commit, date: dateOf(answer) }], next: `${grow}+1` }
      assert.equal(Date.parse(dateOf(answer)), Date.parse(commit.date))
      assert.deepEqual(answer.structuredContent, page)
      assert.deepEqual(JSON.parse(answer.content[0]?.text ?? ''), page)
      assert.equal(answer.isError ?? false, false)
    })

    it('calls a tool without arguments', async () => {
      assert.deepEqual(subjects(await session.call('log')), ['Grow', 'Water the plants', 'Begin'])
    })

    it('has strings that stand for numbers converted', async () => {
      assert.deepEqual(subjects(await session.call('log', { limit: '2' })), ['Grow', 'Water the plants'])
    })

    it('reads a resource and a file through the template', async () => {
      const [refs] = await session.read('git://refs')
      assert.equal(refs?.mimeType, 'application/json')
      assert.deepEqual(JSON.parse(refs?.text ?? ''), [
        { name: 'main', kind: 'branch', commit: grow, current: true },
        { name: 'v1', kind: 'tag', commit: begin, current: false },
        { name: 'v2', kind: 'tag', commit: grow, current: false },
      ])
      const [file] = await session.read('git://v1/src/plant.js')
      assert.deepEqual(
        { uri: file?.uri, mimeType: file?.mimeType, text: file?.text },
        { uri: 'git://v1/src/plant.js', mimeType: 'text/javascript', text: "export const plant = () => 'seed'\n" },
      )
    })

    it('gets a prompt with arguments', async () => {
      const [message] = await session.prompt('release_notes', { from: 'v1', to: 'v2' })
      assert.equal(message?.role, 'user')
      const text = JSON.stringify(message?.content)
      assert.match(text, /what changed from v1 to v2/)
      assert.match(text, /Water the plants/)
      assert.doesNotMatch(text, /Begin/)
    })

    it('reads the error of a tool in band', async () => {
      const answer = await session.call('log', { ref: '--output=/tmp/x' })
      assert.equal(answer.isError, true)
      assert.match(answer.content[0]?.text ?? '', /A ref can't begin with "-"/)
    })

    it('reads every problem of wrong arguments in band', async () => {
      const answer = await session.call('log', { limit: 0, path: '' })
      assert.equal(answer.isError, true)
      const text = answer.content[0]?.text ?? ''
      assert.match(text, /limit/)
      assert.match(text, /path/)
    })

    it('is told that a tool does not exist', async () => {
      await assert.rejects(session.call('push', {}), { code: -32602 })
    })

    it('is told that a resource does not exist, by its URI', async () => {
      const uri = 'git://v1/nowhere.txt'
      // Client 2 turns the legacy code into the modern one before anybody sees it.
      const code = way.title.startsWith('sdk') ? -32002 : -32602
      await assert.rejects(session.read(uri), (error: { code: number; data?: { uri: string } }) => {
        assert.deepEqual({ code: error.code, uri: error.data?.uri }, { code, uri })
        return true
      })
    })

    it('keeps concurrent calls apart', async () => {
      const refs = Array.from({ length: 6 }, (_, at) => repository.commits[at % 3] ?? '')
      const answers = await Promise.all(refs.map(ref => session.call('show', { ref })))
      const hashes = answers.map(answer => (answer.structuredContent as { hash: string }).hash)
      assert.deepEqual(hashes, refs)
    })
  })

  describe(`${way.title}, while a call runs`, { timeout: 30_000 }, () => {
    let session: Session
    before(async () => {
      session = await way.connect('fixtures/everything')
    })
    after(() => session?.close())

    it('gets each kind of content as it was made', async () => {
      const [text] = (await session.call('test_simple_text')).content
      assert.deepEqual(text, { type: 'text', text: 'This is a simple text response for testing.' })
      const [sound] = (await session.call('test_audio_content', {})).content
      assert.deepEqual(
        { ...sound, data: bytesOf(sound?.['data']).toString('latin1', 0, 4) },
        { type: 'audio', mimeType: 'audio/wav', data: 'RIFF' },
      )
      const mixed = (await session.call('test_multiple_content_types', {})).content
      assert.deepEqual(
        mixed.map(block => block.type),
        ['text', 'image', 'resource'],
      )
      assert.deepEqual(bytesOf(mixed[1]?.['data']), PIXEL)
      const [embedded] = (await session.call('test_embedded_resource', {})).content
      assert.deepEqual(embedded?.['resource'], {
        uri: 'test://embedded-resource',
        mimeType: 'text/plain',
        text: 'This is an embedded resource content.',
      })
    })

    it('reads bytes and the data of a template', async () => {
      const [picture] = await session.read('test://static-binary')
      assert.deepEqual(bytesOf(picture?.blob), PIXEL)
      const [data] = await session.read('test://template/a%20b/data')
      assert.deepEqual(JSON.parse(data?.text ?? ''), { id: 'a b', templateTest: true, data: 'Data for ID: a b' })
    })

    it('gets a prompt with a picture and one with a resource', async () => {
      const [picture] = await session.prompt('test_prompt_with_image')
      assert.deepEqual(picture?.content, { type: 'image', mimeType: 'image/png', data: PIXEL.toString('base64') })
      const [carrier] = await session.prompt('test_prompt_with_embedded_resource', { resourceUri: 'test://x' })
      const text = 'Embedded resource content for testing.'
      assert.deepEqual(carrier?.content, {
        type: 'resource',
        resource: { uri: 'test://x', mimeType: 'text/plain', text },
      })
    })

    it('completes an argument of a prompt', async () => {
      const { values } = await session.complete('test_prompt_with_arguments', { name: 'arg1', value: 'te' })
      assert.deepEqual(values, ['testValue1', 'testValue2'])
    })

    it('keeps a hundred concurrent calls apart', async () => {
      const names = Array.from({ length: 100 }, (_, at) => `caller ${at}`)
      const answers = await Promise.all(names.map(name => session.call('greet', { name })))
      assert.deepEqual(
        answers.map(answer => answer.content[0]?.text),
        names.map(name => `Hello, ${name}!`),
      )
    })

    it('gets every step of progress before the result', async () => {
      const steps: number[] = []
      const onprogress: CallOptions['onprogress'] = ({ progress, total }) => steps.push(progress / (total ?? 0))
      const answer = await session.call('test_tool_with_progress', {}, { onprogress })
      assert.deepEqual(steps, [0, 0.5, 1])
      assert.deepEqual(answer.content, [{ type: 'text', text: 'Tool with progress executed successfully' }])
    })

    it('stops waiting when it cancels, and the session goes on', async () => {
      const cancel = new AbortController()
      const running = session.call(
        'test_tool_with_progress',
        {},
        { signal: cancel.signal, onprogress: () => cancel.abort() },
      )
      await assert.rejects(running)
      const answer = await session.call('greet', { name: 'Ada' })
      assert.deepEqual(answer.content, [{ type: 'text', text: 'Hello, Ada!' }])
    })
  })
}

it('generated/main.mjs ends at SIGTERM while its input is still open', { timeout: 20_000 }, async t => {
  const child = spawn(process.execPath, main('fixtures/everything').args, { cwd: join(root, 'fixtures/everything') })
  t.after(() => child.kill('SIGKILL'))
  child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' })}\n`)
  await once(child.stdout, 'data')
  child.kill('SIGTERM')
  assert.deepEqual(await once(child, 'exit'), [0, null])
})

function urlOf(project: Project): URL {
  const url = urls.get(project)
  if (url === undefined) throw new Error(`${project} is not listening`)
  return url
}

function start(project: Project): Program {
  return program(project, [join(root, 'packages/cli/src/main.ts'), 'start', '--stdio'])
}

function main(project: Project): Program {
  return program(project, ['generated/main.mjs', '--stdio'])
}

function program(project: Project, args: string[]): Program {
  const env = { PATH: process.env['PATH'] ?? '', GIT_REPOSITORY: repository.folder }
  return { command: process.execPath, args, cwd: join(root, project), env }
}

function bytesOf(base64: unknown): Buffer {
  return Buffer.from(String(base64), 'base64')
}

function generated(path: string): unknown {
  return JSON.parse(readFileSync(join(root, 'examples/git/generated', path), 'utf8'))
}

function commitsOf(answer: { structuredContent?: unknown }): { subject: string; date: string }[] {
  return (answer.structuredContent as { commits: { subject: string; date: string }[] }).commits
}

function subjects(answer: { structuredContent?: unknown }): string[] {
  return commitsOf(answer).map(commit => commit.subject)
}

function dateOf(answer: { structuredContent?: unknown }): string {
  return commitsOf(answer)[0]?.date ?? ''
}
