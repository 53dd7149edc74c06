/** Arguments that fit nothing, a million times over, cost the server neither its memory nor anybody else's time. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type Built, serveProject } from '../harness/built.ts'
import { temporaryProject } from '../harness/project.ts'

const KINDS = Array.from({ length: 6 }, (_, n) => `{ a${n}: string; b${n}: number; c${n}: boolean }`)
const PROJECT = temporaryProject([
  ['package.json', '{ "name": "unions", "version": "1.0.0", "type": "module" }'],
  [
    'src/unions.ts',
    `/** Takes many things. @tool @readOnly */
export function many(things: (${KINDS.join(' | ')})[]): number { return things.length }
/** Takes numbers. @tool @readOnly */
export function numbers(all: number[]): number { return all.length }
/** Takes no such names. @tool @readOnly */
export function nothing(object: { name?: string; names?: string }): number { return Object.keys(object).length }
`,
  ],
])

let server: Built
before(async () => {
  server = await serveProject(PROJECT)
})
after(() => server?.[Symbol.asyncDispose]())

describe('four megabytes of arguments that are wrong everywhere', { timeout: 60_000 }, () => {
  for (const [name, argument, item] of [
    ['many', 'things', '{}'],
    ['numbers', 'all', '""'],
    ['nothing', 'object', ''],
  ] as const) {
    it(`are refused by ${name} in good time`, async () => {
      const [open, close] = name === 'nothing' ? '{}' : '[]'
      const count = name === 'nothing' ? 250_000 : 1_300_000
      const items = Array.from({ length: count }, (_, n) => (name === 'nothing' ? `"name${n}":1` : item)).join(',')
      const body = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"${name}","arguments":{"${argument}":${open}${items}${close}},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{},"io.modelcontextprotocol/clientInfo":{"name":"t","version":"0"}}}}`
      assert.ok(body.length < 4 * 1024 * 1024)
      const headers = { 'MCP-Protocol-Version': '2026-07-28', 'Mcp-Method': 'tools/call', 'Mcp-Name': name }
      const began = performance.now()
      const { json } = await server.request({ body, headers })
      const took = performance.now() - began
      assert.equal(json.result.isError, true)
      assert.ok(json.result.content[0].text.length < 40_000)
      assert.ok(took < 10_000, `it took ${took} ms`)
    })
  }
})
