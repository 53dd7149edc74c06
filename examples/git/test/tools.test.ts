/** What a client gets from this server, on a repository of two commits. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { createTestClient, type TestClient } from '@mcpgen/runtime/testing'
import { app } from '../generated/app.mjs'

const folder = mkdtempSync(join(tmpdir(), 'git-mcp-'))

function git(...args: string[]): void {
  const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', '-c', 'commit.gpgsign=false']
  execFileSync('git', [...identity, ...args], { cwd: folder, stdio: 'ignore' })
}

before(() => {
  git('init')
  for (const [message, text] of [
    ['Begin', 'one\n'],
    ['Go on', 'one\ntwo\n'],
  ] as const) {
    writeFileSync(join(folder, 'notes.txt'), text)
    git('add', '.')
    git('commit', '-m', message)
  }
  process.env['GIT_REPOSITORY'] = folder
})
after(() => rmSync(folder, { recursive: true, force: true }))

for (const era of ['modern', 'legacy'] as const) {
  describe(`a ${era} client`, () => {
    let client: TestClient<NonNullable<typeof app.surface>>
    before(async () => {
      client = await createTestClient(app, { era })
    })
    after(() => client.close())

    it('reads the history, newest first', async () => {
      const { commits } = await client.tools.log()
      assert.deepEqual(
        commits.map(({ subject }) => subject),
        ['Go on', 'Begin'],
      )
    })

    it('reads who wrote which line', async () => {
      const { hunks } = await client.tools.blame({ path: 'notes.txt' })
      assert.deepEqual(
        hunks.map(({ subject, lines }) => [subject, lines]),
        [
          ['Begin', ['one']],
          ['Go on', ['two']],
        ],
      )
    })

    it('is told what to mend when a revision does not exist', async () => {
      await assert.rejects(client.tools.show({ ref: 'nowhere' }), /nowhere/)
    })

    it('finds a prompt and resources', async () => {
      assert.equal((await client.listPrompts()).length, 1)
      assert.ok((await client.listTemplates()).length > 0)
    })
  })
}
