/** One story in both eras: what is asked, and what is answered. */
import { globSync } from 'node:fs'
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
