/** What stands in sources and their comments stays text in what is built of them, and in what is served. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type Built, filesBelow, serveProject } from '../harness/built.ts'
import { temporaryProject } from '../harness/project.ts'

const SOURCE = `import type { Principal } from '@mcpgen/runtime'
/** \`; globalThis.pwned = 1; \` \${globalThis.pwned = 1} '; globalThis.pwned = 1; ' <!-- \\u2028 */
export interface Odd {
  /** \`\${globalThis.pwned = 1}\` @pattern ^[/\`'"\\\\]*\\/\\*$ */
  pattern?: string
  /** @default "\${globalThis.pwned = 1}\`'" */
  preset?: string
  "'; globalThis.pwned = 1; '"?: "'; globalThis.pwned = 1; //" | '\\u2028globalThis.pwned = 1' | '\`\${globalThis.pwned = 1}\`'
  "\${globalThis.pwned = 1}"?: number
  "__proto__"?: { admin?: boolean }
  constructor?: string
  "a\\u2028b */ globalThis.pwned = 1 /*"?: boolean
}
/** '; globalThis.pwned = 1; ' @tool @readOnly */
export function odd(input: Odd): { keys: string[]; admin: boolean; plain: boolean } {
  return { keys: Object.keys(input), admin: (input as { admin?: boolean }).admin === true, plain: Object.getPrototypeOf(input) === Object.prototype }
}
/** \`\${globalThis.pwned = 1}\` @resource odd://';globalThis.pwned=1;'$/{id} */
export function thing(id: string): string { return id }
/** "; globalThis.pwned = 1; " @prompt @title \`\${globalThis.pwned = 1}\` */
export function say(text: "'\`\${globalThis.pwned = 1}" | 'plain'): string { return text }
/** Says back. @route GET /odd/{id} */
export function routed(id: string, more?: string): { id: string; more: string | null; polluted: boolean } {
  return { id, more: more ?? null, polluted: 'admin' in {} }
}
`
// What a file may be called, on every system that we know of but Windows.
// biome-ignore lint/suspicious/noTemplateCurlyInString: it is no template yet.
const FILES = ["src/it's `${globalThis.pwned = 1}`.ts", 'src/"; globalThis.pwned = 1; ".ts', 'src/%2e%2e.ts']

const TOOL = (name: string) => `/** A tool. @tool @readOnly */
export function ${name}(): string { return '${name}' }
`
const PROJECT = temporaryProject([
  ['package.json', '{ "name": "odd", "version": "1.0.0", "type": "module" }'],
  ['src/odd.ts', SOURCE],
  ...FILES.map((file, n): [string, string] => [file, TOOL(`tool${n}`)]),
])

let server: Built
before(async () => {
  server = await serveProject(PROJECT)
})
after(() => server?.[Symbol.asyncDispose]())

const pwned = () => (globalThis as { pwned?: unknown }).pwned

describe('texts of a source', () => {
  it('are no code in any generated module', async () => {
    for (const method of ['tools/list', 'resources/templates/list', 'prompts/list']) {
      assert.equal((await server.modern(method)).status, 200)
    }
    assert.equal(pwned(), undefined)
  })
  it('are no way out of the generated folder', () => {
    const outside = filesBelow(PROJECT)
      .map(([path]) => path)
      .filter(path => !/^(src|generated|\.mcpgen|node_modules)\//.test(path))
    assert.deepEqual(outside.sort(), ['package.json'])
  })
  for (const [n] of FILES.entries()) {
    it(`leave the tool of the file ${FILES[n]} callable`, async () => {
      const { json } = await server.modern('tools/call', { name: `tool${n}`, arguments: {} })
      assert.equal(json.result.content[0].text, `tool${n}`)
      assert.equal(pwned(), undefined)
    })
  }
})

describe('__proto__', () => {
  it('of the arguments of a tool is a property like any other', async () => {
    const input = JSON.parse('{"__proto__":{"admin":true},"constructor":"x"}')
    const body = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"odd","arguments":${JSON.stringify(input)},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{},"io.modelcontextprotocol/clientInfo":{"name":"t","version":"0"}}}}`
    const headers = { 'MCP-Protocol-Version': '2026-07-28', 'Mcp-Method': 'tools/call', 'Mcp-Name': 'odd' }
    const { json } = await server.request({ body, headers })
    assert.deepEqual(json.result.structuredContent, { keys: ['__proto__', 'constructor'], admin: false, plain: true })
  })
  for (const path of [
    '/odd/__proto__',
    '/odd/a?__proto__=b',
    '/odd/a?constructor=b',
    '/odd/a?more=__proto__',
    '/__proto__',
    '/odd/a?__proto__[admin]=true',
  ]) {
    it(`in ${path} changes nothing`, async () => {
      const { status, text } = await server.request({ method: 'GET', path, headers: {} })
      assert.ok(status === 200 || status === 400 || status === 404)
      if (status === 200) assert.equal(JSON.parse(text).polluted, false)
      assert.equal('admin' in {}, false)
    })
  }
})
