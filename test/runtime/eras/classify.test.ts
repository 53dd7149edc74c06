/** 2026-07-28 basic/versioning, "Era selection": the body decides, a header only betrays a broken envelope. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { classify } from '../../../packages/runtime/src/eras/classify.ts'
import type { JsonRpcMessage } from '../../../packages/runtime/src/protocol/jsonrpc.ts'

const MODERN = ['2026-07-28']
const KEY = 'io.modelcontextprotocol/protocolVersion'

const message = (params?: object): JsonRpcMessage =>
  ({ jsonrpc: '2.0', id: 1, method: 'tools/list', ...(params && { params }) }) as JsonRpcMessage

describe('the era of a message', () => {
  it('is modern when the key is there, whatever its value', () => {
    for (const value of ['2026-07-28', '2025-11-25', 'v999.0.0', '', 7, null, {}, false]) {
      assert.equal(classify(message({ _meta: { [KEY]: value } }), undefined, MODERN), 'modern')
    }
  })

  it('stays modern when a header names a legacy revision', () => {
    assert.equal(classify(message({ _meta: { [KEY]: '2026-07-28' } }), '2025-11-25', MODERN), 'modern')
  })

  it('is modern without the key when the header names a modern revision', () => {
    assert.equal(classify(message(), '2026-07-28', MODERN), 'modern')
    assert.equal(classify(message({ _meta: {} }), '2026-07-28', MODERN), 'modern')
  })

  it('is legacy without the key, for any other header', () => {
    for (const header of [undefined, null, '2025-11-25', '1999-01-01', '2026-07-28, 2026-07-28']) {
      assert.equal(classify(message({ _meta: { progressToken: 1 } }), header, MODERN), 'legacy')
    }
  })

  it('is not decided by a `_meta` that is no object, nor by an inherited key', () => {
    for (const _meta of [null, 'text', 7, [], [KEY]])
      assert.equal(classify(message({ _meta }), undefined, MODERN), 'legacy')
    const inherited = Object.create({ [KEY]: '2026-07-28' })
    assert.equal(classify(message({ _meta: inherited }), undefined, MODERN), 'legacy')
  })

  it('is decided by the header for a response, which has no params', () => {
    assert.equal(classify({ jsonrpc: '2.0', id: 1, result: {} }, undefined, MODERN), 'legacy')
    assert.equal(classify({ jsonrpc: '2.0', id: 1, result: {} }, '2026-07-28', MODERN), 'modern')
  })
})
