/** `@icon` and `icons` in the config: what is read of a picture, and what becomes of it. */
import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { pathToFileURL } from 'node:url'
import { type Compilation, compile, write } from '@mcpgen/compiler'
import { build, openBuilder } from '@mcpgen/compiler/build'
import { readPicture } from '../../packages/compiler/src/1-read/icons/picture.ts'
import { judgedClient } from '../harness/client.ts'
import { temporaryProject } from '../harness/project.ts'

const bytes = (...parts: readonly (string | number | readonly number[])[]) =>
  Buffer.concat(
    parts.map(part => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from([part].flat()))),
  )

/** Headers as the formats' specifications have them, of a picture that is 300 wide and 2 high. */
const HEADERS: Readonly<Record<string, Buffer>> = {
  'image/png': bytes('\x89PNG\r\n\x1a\n', [0, 0, 0, 13], 'IHDR', [0, 0, 1, 44, 0, 0, 0, 2], [8, 6, 0, 0, 0]),
  'image/gif': bytes('GIF89a', [44, 1, 2, 0], [0, 0, 0]),
  // A comment and a Huffman table stand before the frame, and a fill byte before its marker.
  'image/jpeg': bytes([
    0xff, 0xd8, 0xff, 0xfe, 0, 4, 1, 2, 0xff, 0xc4, 0, 3, 0, 0xff, 0xff, 0xc2, 0, 11, 8, 0, 2, 1, 44, 1, 1, 0x11, 0,
  ]),
  'image/webp': bytes('RIFF', [22, 0, 0, 0], 'WEBPVP8X', [10, 0, 0, 0], [0, 0, 0, 0], [43, 1, 0, 1, 0, 0]),
}

const TINY = bytes('\x89PNG\r\n\x1a\n', [0, 0, 0, 13], 'IHDR', [0, 0, 0, 48, 0, 0, 0, 48], [8, 6, 0, 0, 0])
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>'

describe('a picture', () => {
  for (const [mimeType, header] of Object.entries(HEADERS)) {
    it(`of ${mimeType} is told by its bytes, and its size by its header`, () => {
      assert.deepEqual(readPicture(header), { mimeType, sizes: ['300x2'] })
    })
    it(`of ${mimeType} that is cut off has no size`, () => {
      const short = readPicture(header.subarray(0, mimeType === 'image/gif' ? 7 : 14))
      assert.deepEqual(short, { problem: `its header is not that of ${mimeType}` })
    })
  }

  it('of WebP without its extended header has a size all the same', () => {
    const lossy = bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8 ', [0, 0, 0, 0], [0, 0, 0, 0x9d, 1, 0x2a], [44, 1, 2, 64])
    // 14 bits for the width less one, 14 for the height less one.
    const lossless = bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8L', [0, 0, 0, 0], 0x2f, [43, 0x41, 0, 0])
    assert.deepEqual(readPicture(lossy), { mimeType: 'image/webp', sizes: ['300x2'] })
    assert.deepEqual(readPicture(lossless), { mimeType: 'image/webp', sizes: ['300x2'] })
  })

  it('of ICO has the size of each picture in it, 0 for 256', () => {
    const entry = (width: number, height: number) => [width, height, ...new Array(14).fill(0)]
    const ico = bytes([0, 0, 1, 0, 2, 0], entry(16, 16), entry(0, 0))
    assert.deepEqual(readPicture(ico), { mimeType: 'image/x-icon', sizes: ['16x16', '256x256'] })
    assert.ok('problem' in (readPicture(ico.subarray(0, 30)) ?? {}))
  })

  it('of SVG has any size, whatever stands before its root', () => {
    for (const before of ['', '\uFEFF', '<?xml version="1.0"?>\n', '<!-- made by hand -->', '<!DOCTYPE svg>\n']) {
      assert.deepEqual(readPicture(Buffer.from(before + SVG)), { mimeType: 'image/svg+xml', sizes: ['any'] })
    }
  })

  it('of SVG may refer to what is in it', () => {
    const text = '<svg><style>a{fill:url(#g)}</style><use href="#a"/><image href="data:image/png;base64,AA=="/></svg>'
    assert.deepEqual(readPicture(Buffer.from(text)), { mimeType: 'image/svg+xml', sizes: ['any'] })
  })

  for (const unsafe of [
    '<svg><script>1</script></svg>',
    '<svg><s:script xmlns:s="http://www.w3.org/2000/svg">1</s:script></svg>',
    '<svg onload="f()"/>',
    '<svg><a/onclick=f()></svg>',
    '<svg><a href="javascript:f()"/></svg>',
    '<svg><a xlink:href="&#106;avascript:f()"/></svg>',
    '<svg><image href="https://example.com/track.png"/></svg>',
    "<svg><image href='//example.com/track.png'/></svg>",
    '<svg><style>@import "https://example.com/a.css"</style></svg>',
    '<svg><rect fill="url(https://example.com/a.svg#b)"/></svg>',
    '<svg><foreignObject><body/></foreignObject></svg>',
    '<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>',
    '<?xml-stylesheet href="#a"?><svg/>',
  ]) {
    it(`of SVG is none when it could run or load something: ${unsafe}`, () => {
      const reading = readPicture(Buffer.from(unsafe))
      assert.ok(reading === undefined || 'problem' in reading, JSON.stringify(reading))
    })
  }

  it('is no text, nothing, and no other document', () => {
    for (const text of ['', 'text', '<html><svg></svg></html>', '{}', 'BM', 'RIFF0000WAVE']) {
      assert.equal(readPicture(Buffer.from(text)), undefined, text)
    }
  })
})

type Files = Readonly<Record<string, string | Buffer>>

function project(files: Files, t: TestContext): string {
  const root = temporaryProject([['package.json', '{ "name": "icons", "version": "1.0.0", "type": "module" }']], t)
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
  return root
}

const ADD =
  '/**\n * Add.\n * @tool @readOnly\n * @icon ./icons/add.png\n * @icon https://example.com/add.svg dark\n */\nexport function add(a: number): number { return a }\n'
const png = { src: `data:image/png;base64,${TINY.toString('base64')}`, mimeType: 'image/png', sizes: ['48x48'] }
const url = { src: 'https://example.com/add.svg', theme: 'dark' }
const svg = {
  src: `data:image/svg+xml;base64,${Buffer.from(SVG).toString('base64')}`,
  mimeType: 'image/svg+xml',
  sizes: ['any'],
  theme: 'light',
}
const problems = ({ diagnostics }: Compilation) => diagnostics.map(({ code, message }) => `${code}: ${message}`)

describe('an icon', () => {
  it('stands in the entry of whatever is declared, in order', t => {
    const source = [
      ADD,
      '/** Read. @resource docs://a @icon ./icons/add.png */\nexport function a(): string { return "" }',
      '/** Read. @resource docs://b/{id} @icon ./icons/add.png */\nexport function b(id: string): string { return id }',
      '/** Ask. @prompt @icon ./icons/add.png */\nexport function ask(): string { return "" }',
    ].join('\n')
    const build = compile({ root: project({ 'src/a.ts': source, 'src/icons/add.png': TINY }, t) })
    assert.deepEqual(problems(build), [])
    const icons = (path: string) => JSON.parse(build.files.get(path) ?? '{}').icons
    assert.deepEqual(icons('tools/add.json'), [png, url])
    for (const path of ['resources/a.json', 'resources/b.json', 'prompts/ask.json']) {
      assert.deepEqual(icons(path), [png], path)
    }
  })

  it('is a part of what clients of 2025-11-25 and later see, and of no older ones', async t => {
    const config = "export default { icons: ['icons/server.svg light'] }\n"
    const files = { 'src/a.ts': ADD, 'src/icons/add.png': TINY, 'icons/server.svg': SVG, 'mcpgen.config.ts': config }
    const root = project(files, t)
    const build = compile({ root })
    assert.deepEqual(problems(build), [])
    write(join(root, 'generated'), build.files)
    const { app } = await import(pathToFileURL(join(root, 'generated/app.mjs')).href)
    for (const [era, isShown] of [
      ['2026-07-28', true],
      ['2025-11-25', true],
      ['2025-06-18', false],
      ['2025-03-26', false],
    ] as const) {
      await using client = await judgedClient(app, { era })
      const [tool] = await client.listTools()
      assert.deepEqual(tool?.['icons'], isShown ? [png, url] : undefined, era)
    }
    await using client = await judgedClient(app)
    const info = async (method: string) =>
      ((await client.send(method))['_meta'] as Record<string, object>)['io.modelcontextprotocol/serverInfo']
    const named = { name: 'icons', version: '1.0.0' }
    assert.deepEqual(await info('server/discover'), { ...named, icons: [svg] })
    assert.deepEqual(await info('tools/list'), named)
    for (const [revision, icons] of [
      ['2025-11-25', { icons: [svg] }],
      ['2025-06-18', {}],
    ] as const) {
      const params = { protocolVersion: revision, capabilities: {}, clientInfo: { name: 'tests', version: '0' } }
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params })
      const headers = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' }
      const answer = await client.request('POST', '/mcp', { headers, body })
      assert.deepEqual(JSON.parse(answer.body).result.serverInfo, { ...named, ...icons })
    }
  })

  it('of the config is refused at its own place', t => {
    const config = "export default { icons: ['https://example.com/a.png', 'nowhere.png'] }\n"
    const build = compile({
      root: project({ 'src/a.ts': ADD, 'src/icons/add.png': TINY, 'mcpgen.config.ts': config }, t),
    })
    assert.deepEqual(problems(build), ['bad-icon: the icon `nowhere.png` cannot be used: there is no such file'])
    const [{ span } = {}] = build.diagnostics
    assert.equal(span && config.slice(span.start, span.end), "'nowhere.png'")
    assert.equal(span?.file, 'mcpgen.config.ts')
  })

  it('may not be large', t => {
    const large = Buffer.concat([TINY, Buffer.alloc(32 * 1024)])
    const build = compile({ root: project({ 'src/a.ts': ADD, 'src/icons/add.png': large }, t) })
    assert.deepEqual(problems(build), [
      `bad-icon: the icon \`./icons/add.png\` cannot be used: the file has ${large.length} bytes, more than 32768`,
    ])
  })

  it('is read again when the file has changed, in the next build and in the same process', async t => {
    const root = project({ 'src/a.ts': ADD, 'src/icons/add.png': TINY }, t)
    const file = join(root, 'src/icons/add.png')
    assert.equal((await build({ root })).changes.length > 0, true)
    assert.deepEqual((await build({ root })).changes, [])
    writeFileSync(file, SVG)
    const changed = ['tools/add.json', 'app.mjs', 'manifest.json']
    assert.deepEqual((await build({ root })).changes.map(({ path }) => path).sort(), changed.sort())

    const builder = openBuilder({ root }, { again: true })
    await builder.build()
    assert.ok(builder.asked().files.includes(file))
    writeFileSync(file, TINY)
    builder.changed([file])
    assert.deepEqual((await builder.build()).changes.map(({ path }) => path).sort(), changed.sort())
  })
})
