/** A value in a path never leads to another path (the shape of CVE-2026-32871), in a request or through an exposed tool. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { type Built, filesBelow, serveProject } from '../harness/built.ts'
import { temporaryProject } from '../harness/project.ts'

const PROJECT = temporaryProject(filesBelow(join(import.meta.dirname, '../../fixtures/routes')))

let server: Built
before(async () => {
  server = await serveProject(PROJECT)
})
after(() => server?.[Symbol.asyncDispose]())

async function ask(path: string) {
  const { status, text } = await server.request({ method: 'GET', path, headers: {} })
  return { status, value: JSON.parse(text) }
}

const CLIMBING = [
  '..',
  '.',
  '../admin',
  '..\\admin',
  '/etc/passwd',
  'a/b',
  'a\\b',
  'a\0b',
  '',
  '%2e%2e',
  '%2E',
  '..%2fadmin',
  '%252e%252e',
  '%25252525252e%25252525252e',
  'a%5cb',
]

describe('a variable of a path', () => {
  for (const value of CLIMBING) {
    it(`does not climb: ${JSON.stringify(value)}, in a request and through the tool`, async () => {
      const { status, value: problem } = await ask(`/shelves/${encodeURIComponent(value)}`)
      assert.equal(status, value === '' ? 404 : 400)
      if (value !== '') assert.equal(problem.errors[0].in, 'path')
      const { json } = await server.modern('tools/call', { name: 'shelf', arguments: { name: value } })
      assert.equal(json.result.isError, true)
      assert.match(json.result.content[0].text, /must be one segment of a path/)
    })
  }

  it('does not climb unencoded either', async () => {
    for (const path of [
      '/shelves/..',
      '/shelves/.',
      '/shelves/..%2f',
      '/shelves/%2e%2e',
      '/shelves/a%2Fb',
      '/shelves/%ff',
    ])
      assert.equal((await ask(path)).status, 400, path)
  })

  it('is anything else', async () => {
    for (const name of ['a', 'ä ö', '100%', 'a.b', '...', 'a..b', '%zz', "it's"]) {
      assert.deepEqual((await ask(`/shelves/${encodeURIComponent(name)}`)).value, { name })
      const { json } = await server.modern('tools/call', { name: 'shelf', arguments: { name } })
      assert.deepEqual(json.result.structuredContent, { name })
    }
  })
})
