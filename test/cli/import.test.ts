/** `mcpgen import`: what is written of an OpenAPI document builds, is typed, and calls the service. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { promisify } from 'node:util'
import { compile } from '@mcpgen/compiler'
import { type Built, serveProject } from '../harness/built.ts'
import { matchGolden } from '../harness/golden.ts'
import { temporaryProject } from '../harness/project.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')
const FIXTURES = join(root, 'fixtures/import')
const TSCONFIG = {
  compilerOptions: {
    target: 'es2024',
    module: 'nodenext',
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ['src'],
}

function emptyProject(): string {
  const project = temporaryProject([
    ['package.json', '{ "name": "pets", "version": "1.0.0", "type": "module" }'],
    ['tsconfig.json', JSON.stringify(TSCONFIG)],
  ])
  symlinkSync(join(root, 'packages/runtime/node_modules/undici'), join(project, 'node_modules/undici'), 'dir')
  symlinkSync(join(root, 'node_modules/@types'), join(project, 'node_modules/@types'), 'dir')
  return project
}

async function importInto(project: string, ...args: string[]) {
  const cli = join(root, 'packages/cli/src/main.ts')
  const {
    stdout,
    stderr,
    code = 0,
  } = await run(process.execPath, [cli, 'import', ...args], { cwd: project }).catch(error => error)
  return { stdout, stderr, code }
}

/** Errors of `tsc` in the project's own files. */
async function typeErrors(project: string): Promise<string[]> {
  const { stdout } = await run(join(root, 'node_modules/.bin/tsc'), ['-p', '.', '--pretty', 'false'], {
    cwd: project,
  }).catch(error => error)
  return stdout.split('\n').filter((line: string) => line.startsWith('src/'))
}

interface Seen {
  readonly line: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** A REST service that remembers what it was asked. */
async function startService(seen: Seen[]) {
  const service = createServer(async (req, res) => {
    let body = ''
    for await (const chunk of req) body += chunk
    seen.push({ line: `${req.method} ${req.url}`, headers: req.headers, body })
    const json = (status: number, value: unknown) =>
      res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value))
    if (req.url?.startsWith('/v1/pets/gone')) return void json(404, { message: 'no such pet' })
    if (req.url?.startsWith('/v1/pets/away')) return void res.writeHead(302, { Location: 'http://localhost:1/' }).end()
    if (req.method === 'DELETE') return void res.writeHead(204).end()
    if (req.method === 'PUT') return void res.writeHead(200, { 'Content-Type': 'text/plain' }).end(`noted: ${body}`)
    const pet = { id: 7, name: 'Tom', kind: 'cat', secret: 'not declared' }
    json(200, req.url?.startsWith('/v1/pets?') ? [pet] : pet)
  }).listen(0, '127.0.0.1')
  await once(service, 'listening')
  return service
}

describe('an imported service', { timeout: 120_000 }, () => {
  const project = emptyProject()
  const seen: Seen[] = []
  let server: Built
  let service: Server
  before(async () => {
    service = await startService(seen)
    const { port } = service.address() as { port: number }
    process.env['PETSTORE_URL'] = `http://127.0.0.1:${port}/v1/`
    process.env['PETSTORE_TOKEN'] = 'open sesame'
    const said = await importInto(project, join(FIXTURES, 'petstore.yaml'), '--all')
    matchGolden(join(FIXTURES, 'petstore.txt'), said.stdout)
    matchGolden(join(FIXTURES, 'petstore.ts.txt'), readFileSync(join(project, 'src/petstore-api.ts'), 'utf8'))
    server = await serveProject(project)
  })
  after(async () => {
    await server?.[Symbol.asyncDispose]()
    service?.close()
    service?.closeAllConnections()
  })

  const call = async (name: string, args: object = {}) => {
    const { json } = await server.modern('tools/call', { name, arguments: args })
    return json.result
  }
  const last = () => seen.at(-1) as Seen

  it('is typed', async () => {
    assert.deepEqual(await typeErrors(project), [])
  })

  it('is called with its parameters where they belong, as who the environment says', async () => {
    const { structuredContent } = await call('listPets', { limit: 5, tag: ['a b', 'c&'], fields: ['id', 'name'] })
    assert.equal(last().line, 'GET /v1/pets?limit=5&tag=a+b&tag=c%26&fields=id%2Cname')
    assert.equal(last().headers.authorization, 'Bearer open sesame')
    assert.deepEqual(structuredContent, [{ id: 7, name: 'Tom', kind: 'cat' }])
    await call('showPetById', { petId: 'a/b'.replace('/', '|'), 'X-Trace': 't1' })
    assert.deepEqual([last().line, last().headers['x-trace']], ['GET /v1/pets/a%7Cb', 't1'])
  })

  it('is sent bodies, and answers with text or nothing', async () => {
    await call('createPet', { body: { name: 'Rex', kind: 'dog', owner: { email: 'ada@example.com' } } })
    assert.equal(last().headers['content-type'], 'application/json')
    assert.deepEqual(JSON.parse(last().body), { name: 'Rex', kind: 'dog', owner: { email: 'ada@example.com' } })
    const { content } = await call('petsSetNote', { petId: '1', body: { text: 'bites' } })
    assert.equal(content[0].text, 'noted: {"text":"bites"}')
    assert.deepEqual((await call('deletePetsPetId', { petId: '1' })).content, [])
    assert.equal(last().line, 'DELETE /v1/pets/1')
  })

  it('is not asked what its schemas refuse', async () => {
    const before = seen.length
    const { content } = await call('createPet', { body: { name: '', kind: 'cow', owner: { email: 'nobody' } } })
    assert.match(content[0].text, /body\.name: .*\n- body\.kind: .*\n- body\.owner/s)
    assert.equal(seen.length, before)
  })

  it('says what it refuses, and where it sends one elsewhere nobody follows', async () => {
    const gone = await call('showPetById', { petId: 'gone' })
    assert.deepEqual(
      [gone.isError, gone.content[0].text],
      [true, 'The service answered 404: {"message":"no such pet"}'],
    )
    assert.match((await call('showPetById', { petId: 'away' })).content[0].text, /^The service answered 302/)
  })

  for (const petId of ['..', '.', '', '../admin', 'a\\b', '%2e%2e', '..%2f', '%252e']) {
    it(`is not led elsewhere by ${JSON.stringify(petId)}`, async () => {
      const before = seen.length
      const { isError, content } = await call('showPetById', { petId })
      assert.deepEqual([isError, seen.length], [true, before])
      assert.match(content[0].text, /cannot stand in a path/)
    })
  }

  it('has annotations by its methods', async () => {
    const { json } = await server.modern('tools/list')
    const hints = json.result.tools.map(({ name, annotations }: { name: string; annotations: object }) => [
      name,
      annotations,
    ])
    assert.deepEqual(Object.fromEntries(hints), {
      listPets: { readOnlyHint: true },
      createPet: { destructiveHint: true },
      showPetById: { readOnlyHint: true },
      deletePetsPetId: { destructiveHint: true, idempotentHint: true },
      petsSetNote: { destructiveHint: true, idempotentHint: true },
    })
  })
})

describe('an odd document', { timeout: 120_000 }, () => {
  it('becomes source that builds, and what is lost is said', async () => {
    const project = emptyProject()
    const { stdout, code } = await importInto(project, join(FIXTURES, 'odd.json'), '--all', '--out', 'src/odd.ts')
    assert.equal(code, 0)
    matchGolden(join(FIXTURES, 'odd.txt'), stdout)
    matchGolden(join(FIXTURES, 'odd.ts.txt'), readFileSync(join(project, 'src/odd.ts'), 'utf8'))
    const errors = compile({ root: project }).diagnostics.filter(({ severity }) => severity === 'error')
    assert.deepEqual(errors, [])
    assert.deepEqual(await typeErrors(project), [])
  })
})

describe('mcpgen import', { timeout: 60_000 }, () => {
  const project = emptyProject()
  const petstore = join(FIXTURES, 'petstore.yaml')

  it('names the operations when it is not told which', async () => {
    const { stderr, code } = await importInto(project, petstore)
    assert.equal(code, 2)
    assert.match(stderr, /--operations <names> or --all\. There are:\n {2}listPets\n {2}createPet/)
  })

  it('refuses what it does not know, and what cannot be one, and writes nothing', async () => {
    const unknown = await importInto(project, petstore, '--operations', 'listPet')
    assert.deepEqual([unknown.code, /did you mean listPets/.test(unknown.stderr)], [2, true])
    const upload = await importInto(project, petstore, '--operations', 'listPets,uploadPhoto')
    assert.deepEqual([upload.code, /uploadPhoto: it takes multipart\/form-data/.test(upload.stderr)], [1, true])
    assert.equal(existsSync(join(project, 'src')), false)
  })

  it('refuses other documents', async () => {
    mkdirSync(join(project, 'docs'))
    for (const [name, text, reason] of [
      ['old.json', '{ "swagger": "2.0" }', /is of the version 2\.0/],
      ['none.json', '{}', /is no OpenAPI document/],
      ['bad.yaml', 'a: [', /is neither JSON nor YAML/],
    ] as const) {
      writeFileSync(join(project, 'docs', name), text)
      const { stderr, code } = await importInto(project, `docs/${name}`, '--all')
      assert.equal(code, 1)
      assert.match(stderr, reason)
    }
    assert.equal((await importInto(project, 'docs/missing.json', '--all')).code, 1)
  })

  it('writes the named operations, and over nothing', async () => {
    const first = await importInto(
      project,
      petstore,
      '--operations',
      'listPets,DELETE /pets/{petId}',
      '--out',
      'src/pets.ts',
    )
    assert.match(first.stdout, /written +src\/pets\.ts +2 tools/)
    const second = await importInto(project, petstore, '--operations', 'listPets', '--out', 'src/pets.ts')
    assert.deepEqual([second.code, /is there already/.test(second.stderr)], [1, true])
    assert.equal(
      (await importInto(project, petstore, '--operations', 'listPets', '--out', 'src/pets.ts', '--force')).code,
      0,
    )
  })
})
