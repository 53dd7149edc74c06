/** What each legacy revision can carry, of what the newest says. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  downgradeBlock,
  downgradeContents,
  downgradeEntry,
  downgradeTool,
} from '../../../packages/runtime/src/eras/legacy/downgrade.ts'

const REVISIONS = ['2025-11-25', '2025-06-18', '2025-03-26'] as const

const tool = {
  name: 'find',
  title: 'Find',
  description: 'Finds.',
  inputSchema: { type: 'object', properties: { any: true, none: false, text: { type: 'string' } } },
  outputSchema: { type: 'object', properties: { hits: { type: 'array' } } },
  annotations: { readOnlyHint: true },
  icons: [{ src: 'https://example.com/i.png' }],
  _meta: { 'com.example/a': 1 },
}

describe('a tool', () => {
  const keys = (revision: string) => Object.keys(downgradeTool(tool, revision, false))

  it('keeps the members that its revision has', () => {
    const always = ['name', 'description', 'inputSchema', 'annotations']
    assert.deepEqual(new Set(keys('2025-11-25')), new Set(Object.keys(tool)))
    assert.deepEqual(new Set(keys('2025-06-18')), new Set([...always, 'title', 'outputSchema', '_meta']))
    assert.deepEqual(new Set(keys('2025-03-26')), new Set(always))
  })

  it('has its title among the annotations where it has no other place, unless one stands there', () => {
    assert.deepEqual(downgradeTool(tool, '2025-03-26', false)['annotations'], { title: 'Find', readOnlyHint: true })
    const titled = { ...tool, annotations: { title: 'Search' } }
    assert.deepEqual(downgradeTool(titled, '2025-03-26', false)['annotations'], { title: 'Search' })
    assert.deepEqual(downgradeTool(tool, '2025-06-18', false)['annotations'], { readOnlyHint: true })
  })

  it('has objects for properties, where the newest revision may have true and false', () => {
    for (const revision of REVISIONS) {
      const { inputSchema } = downgradeTool(tool, revision, false) as { inputSchema: { properties: unknown } }
      assert.deepEqual(inputSchema.properties, { any: {}, none: { not: {} }, text: { type: 'string' } })
    }
  })

  it('that gives no object gives one with `result`; its references keep their targets', () => {
    const $defs = { node: { type: 'object', properties: { next: { $ref: '#/$defs/node' }, all: { $ref: '#' } } } }
    const outputSchema = { type: 'array', items: { anyOf: [{ $ref: '#/$defs/node' }, { $ref: '#/items' }] }, $defs }
    for (const revision of ['2025-11-25', '2025-06-18']) {
      assert.deepEqual(downgradeTool({ ...tool, outputSchema }, revision, true)['outputSchema'], {
        type: 'object',
        properties: {
          result: {
            type: 'array',
            items: { anyOf: [{ $ref: '#/$defs/node' }, { $ref: '#/properties/result/items' }] },
          },
        },
        required: ['result'],
        $defs: {
          node: {
            type: 'object',
            properties: { next: { $ref: '#/$defs/node' }, all: { $ref: '#/properties/result' } },
          },
        },
      })
    }
  })

  it('whose object is behind a reference says so at the root', () => {
    const outputSchema = { $ref: '#/$defs/node', $defs: { node: { type: 'object' } } }
    const kept = downgradeTool({ ...tool, outputSchema }, '2025-11-25', false)['outputSchema']
    assert.deepEqual(kept, { type: 'object', ...outputSchema })
  })
})

describe('entries, content and contents', () => {
  it('of a resource lose title and lastModified in 2025-03-26', () => {
    const entry = { uri: 'a://b', name: 'b', title: 'B', size: 3, annotations: { priority: 1, lastModified: '2026' } }
    assert.deepEqual(downgradeEntry(entry, '2025-06-18'), entry)
    assert.deepEqual(downgradeEntry(entry, '2025-03-26'), {
      uri: 'a://b',
      name: 'b',
      size: 3,
      annotations: { priority: 1 },
    })
  })

  it('of a prompt lose the titles of arguments in 2025-03-26', () => {
    const entry = { name: 'p', arguments: [{ name: 'a', title: 'A', required: true }] }
    assert.deepEqual(downgradeEntry(entry, '2025-06-18'), entry)
    assert.deepEqual(downgradeEntry(entry, '2025-03-26'), { name: 'p', arguments: [{ name: 'a', required: true }] })
  })

  it('a link is text in 2025-03-26, and loses its icons in 2025-06-18', () => {
    const link = { type: 'resource_link', uri: 'a://b', name: 'b', description: 'The b.', icons: [{ src: 'data:' }] }
    assert.deepEqual(downgradeBlock(link, '2025-11-25'), link)
    assert.deepEqual(downgradeBlock(link, '2025-06-18'), {
      type: 'resource_link',
      uri: 'a://b',
      name: 'b',
      description: 'The b.',
    })
    assert.deepEqual(downgradeBlock(link, '2025-03-26'), { type: 'text', text: 'b: a://b\nThe b.' })
  })

  it('audio is in every revision', () => {
    const audio = { type: 'audio', data: 'AA==', mimeType: 'audio/wav' }
    for (const revision of REVISIONS) assert.deepEqual(downgradeBlock(audio, revision), audio)
  })

  it('an embedded resource loses the `_meta` inside it in 2025-03-26', () => {
    const block = { type: 'resource', resource: { uri: 'a://b', text: 't', _meta: { 'x/y': 1 } } }
    assert.deepEqual(downgradeBlock(block, '2025-03-26'), { type: 'resource', resource: { uri: 'a://b', text: 't' } })
    assert.deepEqual(downgradeContents(block.resource, '2025-03-26'), { uri: 'a://b', text: 't' })
  })
})
