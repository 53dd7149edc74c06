/** The official clients over HTTP, in every mode, against hand-written bindings. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { connectClient2, connectSdk1, type Session } from '../../harness/peers.ts'
import { startServer } from '../../harness/server.ts'

const CLIENTS: Record<string, (url: URL) => Promise<Session>> = {
  'sdk 1': url => connectSdk1(url),
  'client 2, legacy': url => connectClient2(url, 'legacy'),
  'client 2, its own choice': url => connectClient2(url, 'auto'),
  'client 2, modern': url => connectClient2(url, { pin: '2026-07-28' }),
}

for (const [name, connect] of Object.entries(CLIENTS)) {
  for (const mode of ['stateful', 'json', 'stateless'] as const) {
    describe(`${name}, mode ${mode}`, { timeout: 20_000 }, () => {
      it('lists, calls, reads and gets', async () => {
        await using server = await startServer({ mode, pageSize: 3 })
        const session = await connect(new URL(server.url))
        assert.deepEqual(session.server, { name: 'tests', version: '1.2.3' })
        assert.equal((await session.tools())[0]?.name, 'add')
        assert.deepEqual((await session.call('add', { a: 20, b: 22 })).structuredContent, { sum: 42 })
        assert.equal((await session.call('refuse')).isError, true)
        assert.equal((await session.read('users://7'))[0]?.text, '{"id":"7"}')
        const prompt = await session.prompt('review', { topic: 'it' })
        assert.deepEqual(prompt, [{ role: 'user', content: { type: 'text', text: 'Review it.' } }])
        await assert.rejects(session.read('note://none'))
        await assert.rejects(session.call('nothing'))
        await session.close()
      })

      it('hears of progress where the mode has streams', async () => {
        await using server = await startServer({ mode })
        const session = await connect(new URL(server.url))
        const heard: number[] = []
        await session.call('count', {}, { onprogress: ({ progress }) => heard.push(progress) })
        assert.deepEqual(heard, mode === 'json' ? [] : [1, 2, 3])
        await session.close()
      })
    })
  }
}
