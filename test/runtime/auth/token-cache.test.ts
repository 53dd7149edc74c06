/** What is known of tokens is bounded, in number and in time. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createTokenCache } from '../../../packages/runtime/src/auth/token-cache.ts'

describe('a token cache', () => {
  it('knows a token until its time has come', () => {
    let now = 0
    const cache = createTokenCache<string>(() => now)
    cache.keep('a', 'ada', 10)
    now = 9
    assert.equal(cache.get('a'), 'ada')
    now = 10
    assert.equal(cache.get('a'), undefined)
    now = 0
    assert.equal(cache.get('a'), undefined)
  })

  it('forgets what was not used for the longest time when there are too many', () => {
    const cache = createTokenCache<string>(() => 0, 3)
    for (const key of ['a', 'b', 'c']) cache.keep(key, key, 1)
    cache.get('a')
    cache.keep('d', 'd', 1)
    assert.deepEqual(
      ['a', 'b', 'c', 'd'].map(key => cache.get(key)),
      ['a', undefined, 'c', 'd'],
    )
  })
})
