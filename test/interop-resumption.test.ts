/** Clients whose streams the server closes while their calls run: they come back by themselves, and get the rest. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { tool } from './harness/declarations.ts'
import { connectClient2, connectSdk1, mcpRemote, type Session } from './harness/peers.ts'
import { temporaryFolder } from './harness/project.ts'
import { startServer, type TestServer } from './harness/server.ts'

const slow = tool('slow', async (_args, context) => {
  for (const done of [1, 2, 3]) {
    context.progress(done, 3)
    await delay(120)
  }
  return 'done'
})
const legacy = { closeStreamsAfter: 50, retry: 20 }
const home = temporaryFolder()

const CLIENTS: Readonly<Record<string, (url: URL) => Promise<Session>>> = {
  'sdk 1.32': url => connectSdk1(url),
  'client 2.4, legacy': url => connectClient2(url, 'legacy'),
  'sdk 1.32 through mcp-remote': url => connectSdk1(mcpRemote(url, home)),
}

for (const [title, connect] of Object.entries(CLIENTS)) {
  describe(title, { timeout: 30_000 }, () => {
    let server: TestServer
    let session: Session
    before(async () => {
      server = await startServer({ legacy }, { tools: [slow] })
      session = await connect(new URL(server.url))
    })
    after(async () => {
      await session?.close()
      await server?.[Symbol.asyncDispose]()
    })

    it('comes back for the rest of a call whose stream was closed, and misses nothing', async () => {
      const heard: number[] = []
      const { content } = await session.call('slow', {}, { onprogress: ({ progress }) => heard.push(progress) })
      assert.deepEqual(content, [{ type: 'text', text: 'done' }])
      assert.deepEqual(heard, [1, 2, 3])
    })
  })
}
