/** One story in both eras: what is asked, and what is answered. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, it } from 'node:test'
import { replay } from '../../harness/transcript.ts'

const folder = join(import.meta.dirname, '../../../fixtures/transcripts')

for (const era of ['modern', 'legacy']) {
  describe(`in the ${era} era`, () => {
    for (const file of globSync(join(folder, era, '*.http')).sort()) {
      it(`${relative(join(folder, era), file)} goes as it is written`, { timeout: 10_000 }, () => replay(file))
    }
  })
}

describe('docs/protocol.md', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/protocol.md'), 'utf8')
  const stories = globSync(join(folder, '*/*.http')).map(file => relative(folder, file))

  it('tells of every conversation in its own words', () => {
    for (const story of stories) {
      const [first = ''] = readFileSync(join(folder, story), 'utf8').split('\n', 1)
      assert.ok(page.includes(`[${first.slice(2)}](../fixtures/transcripts/${story})`), story)
    }
  })

  it('tells of no other', () => {
    assert.equal(page.match(/\]\(\.\.\/fixtures\/transcripts\//g)?.length, stories.length)
  })
})
