/** What a page of elsewhere can send without being asked, a form, is no body for a route, whoever has parsed it. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { after, before, describe, it } from 'node:test'
import express from 'express'
import { type Built, serveProject } from '../harness/built.ts'
import { temporaryProject } from '../harness/project.ts'

const KEY = createHash('sha256').update('ada').digest('hex')
const PROJECT = temporaryProject([
  ['package.json', '{ "name": "bodies", "version": "1.0.0", "type": "module" }'],
  [
    'mcpgen.config.ts',
    `import { apiKeys, defineConfig } from '@mcpgen/runtime'
export default defineConfig({ auth: apiKeys([{ sha256: '${KEY}', id: 'ada', scopes: ['read'] }]) })
`,
  ],
  [
    'src/notes.ts',
    `/** Write a note. @route POST /notes @guard none */
export function write(text: string): { text: string } { return { text } }
/** For a scope. @route GET /scoped @guard none @scope write */
export function scoped(): { fine: boolean } { return { fine: true } }
`,
  ],
])

let server: Built
before(async () => {
  server = await serveProject(PROJECT)
})
after(() => server?.[Symbol.asyncDispose]())

describe('a route behind the parsers of a host', () => {
  for (const [type, body] of [
    ['application/x-www-form-urlencoded', 'text=injected'],
    ['text/plain', '{"text":"injected"}'],
    ['multipart/form-data', '{"text":"injected"}'],
    [undefined, '{"text":"injected"}'],
  ] as const) {
    it(`takes no body of the type ${type}`, async () => {
      const host = express()
      host.use(express.urlencoded({ extended: false }), express.json({ type: () => true }), server.app.handler)
      const listening = host.listen(0, '127.0.0.1')
      await once(listening, 'listening')
      try {
        const { port } = listening.address() as { port: number }
        const headers = type === undefined ? {} : { 'Content-Type': type }
        const sent = { method: 'POST', headers, body: Buffer.from(body) }
        const answer = await fetch(`http://127.0.0.1:${port}/notes`, sent)
        assert.equal(answer.status, 415)
        assert.doesNotMatch(await answer.text(), /injected/)
      } finally {
        listening.close()
      }
    })
  }
})

describe('a route that takes a scope', () => {
  const ask = (headers: Record<string, string>) => server.request({ method: 'GET', path: '/scoped', headers })

  it('tells a caller without a name to bring a token, as tools do', async () => {
    const { status, headers } = await ask({})
    assert.equal(status, 401)
    assert.equal(headers['www-authenticate'], 'Bearer scope="write"')
  })
  it('tells a caller whose token lacks it which it is', async () => {
    const { status, headers } = await ask({ Authorization: 'Bearer ada' })
    assert.equal(status, 403)
    assert.match(String(headers['www-authenticate']), /insufficient_scope.*scope="write"/)
  })
})
