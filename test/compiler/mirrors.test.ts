import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { mirrorsIn } from '../../packages/compiler/src/3-lower/mirrors.ts'

describe('the arguments that a schema mirrors', () => {
  it('are found through properties, whatever those are called', () => {
    const schema = {
      type: 'object',
      properties: {
        region: { type: 'string', 'x-mcp-header': 'Region' },
        page: { type: 'object', properties: { size: { type: 'integer', 'x-mcp-header': 'Size' } } },
        'x-mcp-header': { type: 'string' },
        properties: { type: 'string', 'x-mcp-header': 'Properties' },
      },
    }
    assert.deepEqual(mirrorsIn(schema), [
      { header: 'Region', path: ['region'] },
      { header: 'Size', path: ['page', 'size'] },
      { header: 'Properties', path: ['properties'] },
    ])
  })

  it('are none at the root, in lists, or behind references', () => {
    const mirrored = { type: 'string', 'x-mcp-header': 'X' }
    assert.deepEqual(mirrorsIn({ 'x-mcp-header': 'X', items: mirrored, $defs: { a: mirrored }, oneOf: [mirrored] }), [])
    assert.deepEqual(mirrorsIn(undefined), [])
  })
})
