/** `WWW-Authenticate` is one header, whatever stands in it (RFC 9110 §5.6.4, §11.6.1). */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Challenging, refusalHeaders, scopeHeaders } from '../../../packages/runtime/src/auth/challenge.ts'
import { invalidToken, malformed, undecided } from '../../../packages/runtime/src/auth/refusal.ts'

const bearer: Challenging = { scheme: 'Bearer', metadata: undefined, scopes: [] }
const resource: Challenging = { scheme: 'Bearer', metadata: 'https://a.example.com/m', scopes: ['mcp'] }

describe('a challenge', () => {
  it('quotes what would end it, and leaves out what no header can hold', () => {
    const evil = 'a"b\\c\r\nSet-Cookie: x=1\u0000\u001b\u00e9\u2028'
    assert.deepEqual(scopeHeaders([evil], bearer, true), {
      'WWW-Authenticate': 'Bearer error="insufficient_scope", scope="a\\"b\\\\cSet-Cookie: x=1"',
    })
  })

  it('names all scopes that are needed, and no error to whom nothing was said yet', () => {
    assert.equal(
      scopeHeaders(['a', 'b'], resource, false)['WWW-Authenticate'],
      'Bearer resource_metadata="https://a.example.com/m", scope="a b"',
    )
  })

  it('tells who has no good token what to ask for, and nobody else', () => {
    const scope = (headers: Record<string, string>) => /scope="([^"]*)"/.exec(headers['WWW-Authenticate'] ?? '')?.[1]
    assert.equal(scope(refusalHeaders(invalidToken('x'), resource)), 'mcp')
    assert.equal(scope(refusalHeaders(malformed('x'), resource)), undefined)
  })

  it('is none where nothing that a client could bring would help', () => {
    assert.deepEqual(refusalHeaders(undecided(), resource), { 'Retry-After': '5' })
  })
})
