/** Which route a path belongs to. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createRouter } from '../../../packages/runtime/src/http/router.ts'

const find = createRouter(
  ['/', '/items', '/items/{id}', '/items/all', '/items/all/x', '/items/{id}/y', '/{kind}/{id}/z', '/a%20b'].map(
    path => ({
      method: 'GET',
      path,
      value: path,
    }),
  ),
)

describe('a router', () => {
  for (const [path, route, values] of [
    ['/', '/', []],
    ['/items', '/items', []],
    ['/items/1', '/items/{id}', ['1']],
    ['/items/%2e', '/items/{id}', ['%2e']],
    ['/items/all', '/items/all', []],
    ['/items/all/x', '/items/all/x', []],
    ['/items/all/y', '/items/{id}/y', ['all']],
    ['/items/all/z', '/{kind}/{id}/z', ['items', 'all']],
    ['/a%20b', '/a%20b', []],
  ] as const) {
    it(`finds ${path}`, () => {
      const found = find(path)
      assert.deepEqual([found?.methods.get('GET'), found?.values], [route, values])
    })
  }

  it('finds nothing else', () => {
    for (const path of [
      '',
      'items',
      '*',
      '/items/',
      '/items//y',
      '/ITEMS',
      '/items/1/2',
      '/__proto__',
      '/a b',
      '/constructor',
    ])
      assert.equal(find(path), undefined, path)
  })
})
