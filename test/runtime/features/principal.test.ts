/** Principals, and what is bound to them. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ownerOf, principalFrom } from '../../../packages/runtime/src/features/principal.ts'

describe('an owner', () => {
  it('is another when anything of issuer, client and id is', () => {
    const said = [
      { id: 'b' },
      { id: 'b c' },
      { id: 'c', issuer: 'b' },
      { id: 'c', clientId: 'b' },
      { id: 'b', issuer: 'a' },
      { id: 'b', issuer: 'a', clientId: 'c' },
      { id: 'c', issuer: 'a', clientId: 'b' },
      { id: '","b', issuer: 'a' },
      { id: 'b', issuer: '', clientId: '' },
    ]
    assert.equal(new Set(said.map(one => ownerOf(principalFrom(one)))).size, said.length)
    assert.equal(ownerOf(undefined), undefined)
  })

  it('is the same whatever else a token says', () => {
    const one = principalFrom({ id: 'a', issuer: 'i', scopes: ['x'], claims: { jti: 1 } })
    assert.equal(ownerOf(one), ownerOf(principalFrom({ id: 'a', issuer: 'i', staff: true })))
  })
})

describe('a principal', () => {
  it('is nothing more than was said, and stays so', () => {
    const scopes = ['x']
    const one = principalFrom({ id: 'a', scopes })
    scopes.push('y')
    assert.deepEqual(one, { id: 'a', staff: false, admin: false, permissions: [], scopes: ['x'], claims: {} })
    assert.throws(() => (one.scopes as string[]).push('y'), TypeError)
    assert.throws(() => Object.assign(one, { admin: true }), TypeError)
  })

  it('has a name', () => {
    for (const id of ['', undefined, 7]) assert.throws(() => principalFrom({ id } as { id: string }), /needs an "id"/)
  })
})
