/** Bytes as arguments, from a client's message to the function: each of these is built, served and called. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { compile, write } from '@mcpgen/compiler'
import type { Application } from '@mcpgen/runtime'
import { createTestClient, ToolError } from '@mcpgen/runtime/testing'
import { temporaryProject } from '../harness/project.ts'

const root = temporaryProject([
  ['package.json', '{ "name": "bytes", "version": "1.0.0", "type": "module" }'],
  ['tsconfig.json', '{ "compilerOptions": { "strict": true, "types": ["node"] } }'],
  ['node_modules/@types/node/package.json', '{ "name": "@types/node", "version": "24.0.0", "types": "index.d.ts" }'],
  [
    'node_modules/@types/node/index.d.ts',
    `interface Buffer<T extends ArrayBufferLike = ArrayBufferLike> extends Uint8Array<T> {
  toJSON(): { type: 'Buffer'; data: number[] }
}
`,
  ],
  [
    'src/bytes.ts',
    `interface File { name: string; data: Uint8Array; thumbnail?: Uint8Array | null }

/** Count bytes. @tool @readOnly @param data What is counted. {@maxLength 8} */
export function count(data: Uint8Array): { sum: number; class: string } {
  return { sum: data.reduce((sum, one) => sum + one, 0), class: data.constructor.name }
}

/** Repeat bytes. @tool @readOnly */
export function repeat(data: Buffer): { data: Buffer; class: string } {
  return { data, class: data.constructor.name }
}

/** Turn every file's bytes round. @tool @readOnly */
export async function turn(files: File[]): Promise<{ files: File[] }> {
  for (const { data } of files) data.reverse()
  return { files }
}
`,
  ],
])
const { diagnostics, files } = compile({ root })
write(join(root, 'generated'), files)

it('compile without a finding', () => {
  assert.deepEqual(diagnostics, [])
})

for (const era of ['modern', '2025-06-18'] as const) {
  describe(`a client of ${era}`, () => {
    const connected = async () => {
      const { app }: { app: Application } = await import(pathToFileURL(join(root, 'generated/app.mjs')).href)
      return createTestClient(app, { era })
    }

    it('sends text, and the function gets bytes', async () => {
      await using client = await connected()
      const { structuredContent } = await client.callTool('count', { data: 'AQID' })
      assert.deepEqual(structuredContent, { sum: 6, class: 'Uint8Array' })
    })

    it('sends text, and gets text of a Buffer', async () => {
      await using client = await connected()
      const { structuredContent } = await client.callTool('repeat', { data: 'AQID' })
      assert.deepEqual(structuredContent, { data: 'AQID', class: 'Buffer' })
    })

    it('sends bytes from a test as they are', async () => {
      await using client = await connected()
      assert.deepEqual(await client.tools['count']?.({ data: Uint8Array.of(1, 2) }), { sum: 3, class: 'Uint8Array' })
    })

    it('gets bytes back as text', async () => {
      await using client = await connected()
      const files = [
        { name: 'a', data: Buffer.from([1, 2, 3]), thumbnail: null },
        { name: 'b', data: Buffer.from([4]) },
      ]
      assert.deepEqual(await client.tools['turn']?.({ files }), {
        files: [
          { name: 'a', data: 'AwIB', thumbnail: null },
          { name: 'b', data: 'BA==' },
        ],
      })
    })

    it('is told where there is no base64 text, and where there is too much', async () => {
      await using client = await connected()
      const refused = async (name: string, args: Record<string, unknown>): Promise<string> => {
        try {
          await client.tools[name]?.(args as never)
          return ''
        } catch (error) {
          return error instanceof ToolError ? error.message : String(error)
        }
      }
      assert.equal(
        await refused('count', { data: new Uint8Array(9) }),
        'Invalid arguments for the tool count:\n- data: must be base64 text of at most 8 bytes, got 9 bytes',
      )
      assert.equal(
        await refused('turn', { files: [{ name: 'a', data: 'nö' }] }),
        'Invalid arguments for the tool turn:\n- files[0].data: must be base64 text of at most 1048576 bytes, got the string "nö"',
      )
    })
  })
}
