/** One segment of a path stays one, however often it is decoded. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { isSegment } from '../../../packages/runtime/src/features/segments.ts'

describe('a segment', () => {
  it('is never what leads to another path after any number of decodings', () => {
    const pieces = fc.constantFrom('.', '..', '/', '\\', '%2e', '%2E', '%2f', '%5c', '%25', '%252e', 'a', '\0', '%00')
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 6 }), parts => {
        let text = parts.join('')
        if (!isSegment(text)) return
        for (let n = 0; n < 10; n++) {
          assert.ok(text !== '' && text !== '.' && text !== '..' && !/[/\\\0]/.test(text), text)
          try {
            text = decodeURIComponent(text)
          } catch {
            return
          }
        }
      }),
    )
  })

  it('is any other text', () => {
    for (const text of ['a', '...', '..a', 'a.', '100%', '%zz', 'ä/'.slice(0, 1), ' ']) assert.ok(isSegment(text), text)
  })
})
