/** The caller's token is for this server: no function sees it, nothing writes it down, and nothing sends it on. */
import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { describe, it } from 'node:test'
import { apiKeys } from '../../packages/runtime/src/auth/api-keys.ts'
import type { Authenticator } from '../../packages/runtime/src/auth/authenticator.ts'
import { hostAuth } from '../../packages/runtime/src/auth/host-auth.ts'
import { resourceServer } from '../../packages/runtime/src/auth/resource-server.ts'
import type { Config } from '../../packages/runtime/src/config.ts'
import { tool } from '../harness/declarations.ts'
import { startServer } from '../harness/server.ts'

const TOKEN = 'the-token-of-the-caller'
const auth: readonly (readonly [string, Config['auth'], Record<string, string>])[] = [
  [
    'resourceServer',
    resourceServer({
      authorizationServers: ['https://idp.example.com'],
      verify: (_, { resource }) => ({ sub: 'ada', aud: resource }),
    }),
    { Authorization: `Bearer ${TOKEN}` },
  ],
  ['apiKeys', apiKeys([{ sha256: hash('sha256', TOKEN), id: 'ci' }]), { Authorization: `Bearer ${TOKEN}` }],
  [
    'apiKeys in a header of their own',
    apiKeys([{ sha256: hash('sha256', TOKEN), id: 'ci' }], { header: 'X-Key' }),
    { 'X-Key': TOKEN },
  ],
  ['hostAuth', hostAuth(() => ({ id: 'ada' })), { Authorization: `Bearer ${TOKEN}` }],
]

/** Everything that a function is given, as text. */
const all = tool('all', (_args, context) => {
  const { request, principal, client } = context
  return JSON.stringify({ request, principal, client })
})
const failing = tool('failing', (_args, { request, log }) => {
  log.info('headers', request?.headers)
  throw new Error(`failed with ${JSON.stringify(request)}`)
})

describe("a caller's token", { timeout: 30_000 }, () => {
  for (const [name, authenticator, headers] of auth) {
    it(`is given to no function, and is in no log and in no answer (${name})`, async t => {
      const said: string[] = []
      t.mock.method(process.stderr, 'write', (text: string) => said.push(text))
      const config: Config = { auth: authenticator ?? [], url: 'https://api.example.com/mcp', errors: 'shown' }
      await using server = await startServer(config, { tools: [all, failing] })
      const answers = [
        await server.modern('tools/call', { name: 'all' }, { headers: { ...headers, 'X-Other': 'kept' } }),
        await server.modern('tools/call', { name: 'failing' }, { headers }),
        await server.modern('tools/list', {}, { headers: { ...headers, 'Mcp-Method': 'other' } }),
        await server.request({ headers, body: '{' }),
        await server.request({ method: 'PUT', headers }),
      ]
      assert.match(answers[0]?.text ?? '', /x-other/)
      assert.deepEqual(
        answers.map(({ status }) => status),
        [200, 200, 400, 400, 405],
      )
      assert.equal(
        answers.some(({ text, headers }) => `${text}${JSON.stringify(headers)}`.includes(TOKEN)),
        false,
      )
      assert.match(said.join(''), /failed with/)
      assert.equal(said.join('').includes(TOKEN), false)
    })
  }

  const SECRET = 'pa"ss word/of=the caller'
  const basic = Buffer.from(`ada:${SECRET}`).toString('base64')
  const THROWN: readonly (readonly [what: string, headers: Record<string, string>, repeats: string])[] = [
    ['a bearer token', { Authorization: `Bearer ${TOKEN}` }, TOKEN],
    ['a password, decoded', { Authorization: `Basic ${basic}` }, SECRET],
    ['credentials of another scheme', { Authorization: `Digest response="${TOKEN}", realm=a` }, TOKEN],
    ['a key in a header of its own', { 'X-API-Key': TOKEN }, TOKEN],
    ['a header that no authenticator names', { 'X-Acme-Token': TOKEN }, TOKEN],
    ['a header that an authenticator names', { 'X-Door': TOKEN }, TOKEN],
    ['all cookies', { Cookie: `a=1; sid=${TOKEN}` }, `a=1; sid=${TOKEN}`],
    ['one cookie', { Cookie: `a=1; sid=${TOKEN}` }, TOKEN],
    ['one cookie, decoded', { Cookie: `sid=${encodeURIComponent(SECRET)}` }, SECRET],
    ['a session', { 'Mcp-Session-Id': TOKEN }, TOKEN],
  ]
  for (const [what, headers, repeats] of THROWN) {
    it(`is in no log though an authenticator throws it: ${what}`, async t => {
      const said: string[] = []
      t.mock.method(process.stderr, 'write', (text: string) => said.push(text))
      const identify = () => {
        throw Object.assign(new Error(`no row for ${repeats}`), { given: { repeats } })
      }
      const own: Authenticator = { open: () => ({ header: 'x-door', identify }) }
      await using server = await startServer({ auth: own }, { tools: [all] })
      const { status, text } = await server.modern('tools/call', { name: 'all' }, { headers })
      assert.deepEqual([status, text.includes(repeats)], [503, false])
      assert.match(said.join(''), /Error: no row for [\s\S]*token-stays\.test\.ts/)
      for (const secret of [repeats, JSON.stringify(repeats).slice(1, -1)]) assert.ok(!said.join('').includes(secret))
    })
  }

  it('is the application’s own business where no authenticator takes it', async () => {
    await using server = await startServer({}, { tools: [all] })
    const answer = await server.modern('tools/call', { name: 'all' }, { headers: { Authorization: `Bearer ${TOKEN}` } })
    assert.match(answer.text, new RegExp(TOKEN))
  })
})
