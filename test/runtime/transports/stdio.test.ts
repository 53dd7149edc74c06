/** basic/transports/stdio, in a process of its own. */
import assert from 'node:assert/strict'
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { createLineReader } from '../../../packages/runtime/src/transports/lines.ts'
import { createJudge } from '../../harness/judge.ts'
import { envelope } from '../../harness/server.ts'

const PROGRAM = fileURLToPath(import.meta.resolve('../../harness/program.ts'))

interface Stdio extends AsyncDisposable {
  readonly child: ChildProcessWithoutNullStreams
  send(...messages: unknown[]): void
  write(text: string | Buffer): void
  /** The next line, parsed. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it.
  next(): Promise<any>
  /** Ends the input; what was still said, and the exit code. */
  end(): Promise<{ rest: unknown[]; code: number | null; stderr: string }>
}

function start(config: object = {}): Stdio {
  const child = spawn(process.execPath, [PROGRAM, JSON.stringify(config)])
  const exited = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const judge = createJudge()
  const judged = (line: string) => {
    const message = JSON.parse(line)
    judge.received(message)
    return message
  }
  let stderr = ''
  child.stderr.on('data', chunk => {
    stderr += chunk
  })
  child.stdin.on('error', () => {})
  return {
    child,
    send(...messages) {
      for (const message of messages) judge.sent(message)
      child.stdin.write(messages.map(message => `${JSON.stringify(message)}\n`).join(''))
    },
    write: text => child.stdin.write(text),
    next: async () => judged(String((await lines.next()).value)),
    async end() {
      child.stdin.end()
      const rest: unknown[] = []
      for (let line = await lines.next(); !line.done; line = await lines.next()) rest.push(judged(line.value))
      const [code] = await exited
      return { rest, code, stderr }
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return
      child.kill('SIGKILL')
      await exited
    },
  }
}

const modern = (id: number | string, method: string, params: object = {}, meta: object = {}) => ({
  jsonrpc: '2.0',
  id,
  method,
  params: { ...params, _meta: { ...envelope(), ...meta } },
})
const legacy = (id: number | string, method: string, params?: object) => ({
  jsonrpc: '2.0',
  id,
  method,
  ...(params && { params }),
})
const initialize = (revision = '2025-11-25') =>
  legacy('init', 'initialize', { protocolVersion: revision, capabilities: {}, clientInfo: { name: 't', version: '0' } })

describe('standard input and output', { timeout: 30_000 }, () => {
  it('serve both eras beside each other, decided for each message', async () => {
    await using server = start()
    server.send(initialize(), modern(1, 'tools/call', { name: 'primes' }), legacy(1, 'tools/call', { name: 'primes' }))
    const [hello, one, two] = [await server.next(), await server.next(), await server.next()]
    assert.equal(hello.result.protocolVersion, '2025-11-25')
    assert.deepEqual(one.result.structuredContent, [2, 3, 5])
    assert.deepEqual(two.result.structuredContent, { result: [2, 3, 5] })
    assert.deepEqual(await server.end().then(({ rest, code }) => [rest, code]), [[], 0])
  })

  it('carry subscriptions among other messages, each under its own id, until it is cancelled', async () => {
    await using server = start()
    const listen = { notifications: { toolsListChanged: true } }
    server.send(modern('a', 'subscriptions/listen', listen), modern(2, 'subscriptions/listen', listen))
    const acknowledged = [await server.next(), await server.next()]
    server.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 'a' } })
    server.send(modern(3, 'tools/call', { name: 'tell' }))
    const [told, changed] = [await server.next(), await server.next()]
    assert.deepEqual(
      [...acknowledged, changed].map(({ method, params }) => [method, Object.values(params._meta)]),
      [
        ['notifications/subscriptions/acknowledged', ['a']],
        ['notifications/subscriptions/acknowledged', [2]],
        ['notifications/tools/list_changed', [2]],
      ],
    )
    assert.equal(told.id, 3)
    const { rest, code } = await server.end()
    const [result, cancelled] = rest as [{ id: number }, object]
    assert.equal(result.id, 2)
    assert.deepEqual(cancelled, { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 2 } })
    assert.deepEqual([rest.length, code], [2, 0])
  })

  it('tell a legacy client what changed, once it is ready', async () => {
    await using server = start()
    server.send(initialize(), legacy(1, 'tools/call', { name: 'tell' }))
    assert.equal((await server.next()).id, 'init')
    assert.equal((await server.next()).id, 1)
    server.send({ jsonrpc: '2.0', method: 'notifications/initialized' })
    server.send(legacy(2, 'resources/subscribe', { uri: 'note://one' }), legacy(3, 'tools/call', { name: 'tell' }))
    const messages = [await server.next(), await server.next(), await server.next(), await server.next()]
    assert.deepEqual(
      messages.map(({ id, method }) => id ?? method),
      [2, 3, 'notifications/tools/list_changed', 'notifications/resources/updated'],
    )
    assert.deepEqual((await server.end()).rest, [])
  })

  it('carry only messages: what a function prints goes to standard error', async () => {
    await using server = start()
    server.send(modern(1, 'tools/call', { name: 'chatty' }))
    assert.equal((await server.next()).result.content[0].text, 'spoken')
    const { rest, stderr } = await server.end()
    assert.deepEqual(rest, [])
    assert.match(stderr, /said by console\.log\nwritten to stdout/)
  })

  it('carry progress before the answer, and one message a line', async () => {
    await using server = start()
    server.send(modern(1, 'tools/call', { name: 'count' }, { progressToken: 't' }))
    const messages = [await server.next(), await server.next(), await server.next(), await server.next()]
    assert.deepEqual(
      messages.map(({ params }) => params?.progress),
      [1, 2, 3, undefined],
    )
  })

  it('answer what is no message by an error, and go on', async () => {
    await using server = start({ limits: { body: 300, depth: 8 } })
    server.write('{"jsonrpc":\n\n   \r\nnull\n')
    server.write(Buffer.from([0x22, 0xff, 0x22, 0x0a]))
    server.write(`{"long":"${'x'.repeat(400)}"}\n`)
    server.write(`${'['.repeat(20)}${']'.repeat(20)}\n`)
    const errors = []
    for (let count = 0; count < 5; count += 1) errors.push(await server.next())
    assert.deepEqual(
      errors.map(({ id, error }) => [id, error.code]),
      [
        [undefined, -32700],
        [undefined, -32600],
        [undefined, -32700],
        [undefined, -32600],
        [undefined, -32600],
      ],
    )
    server.send(initialize())
    assert.equal((await server.next()).id, 'init')
  })

  it('want the handshake from a client that speaks no modern revision; a ping may come first', async () => {
    await using server = start()
    server.send(legacy(1, 'tools/list'), legacy(2, 'ping'), initialize(), initialize(), legacy(3, 'tools/fetch'))
    const codes = []
    for (let count = 0; count < 5; count += 1) {
      const { id, error } = await server.next()
      codes.push([id, error?.code])
    }
    assert.deepEqual(codes, [
      [1, -32600],
      [2, undefined],
      ['init', undefined],
      ['init', -32600],
      [3, -32601],
    ])
  })

  it('cancel by a notification in both eras, and say nothing more of what was cancelled', async () => {
    await using server = start()
    const cancel = (requestId: unknown, params: object = {}) => ({
      jsonrpc: '2.0',
      method: 'notifications/cancelled',
      params: { requestId, ...params },
    })
    server.send(initialize(), modern('m', 'tools/call', { name: 'wait' }), legacy('l', 'tools/call', { name: 'wait' }))
    assert.equal((await server.next()).id, 'init')
    server.send(cancel('m', { _meta: envelope() }), cancel('l'), cancel('unknown'), legacy('after', 'ping'))
    assert.equal((await server.next()).id, 'after')
    const { rest, code } = await server.end()
    assert.deepEqual([rest, code], [[], 0])
  })

  it('take batches in 2025-03-26 alone', async () => {
    await using server = start()
    server.send([legacy(1, 'ping')], initialize('2025-03-26'), [legacy(2, 'ping'), legacy(3, 'tools/fetch')])
    assert.equal((await server.next()).error.code, -32600)
    assert.equal((await server.next()).id, 'init')
    const batch = await server.next()
    assert.deepEqual(
      batch.map(({ id }: { id: number }) => id),
      [2, 3],
    )
  })

  it('answer what still runs at the end of input, then end the process, whatever the program holds open', async () => {
    await using server = start()
    server.send(modern(1, 'tools/call', { name: 'sleep' }))
    const started = performance.now()
    const { rest, code } = await server.end()
    assert.deepEqual(
      (rest as { id: number }[]).map(({ id }) => id),
      [1],
    )
    assert.equal(code, 0)
    assert.ok(performance.now() - started < 5000)
  })

  it('abort what would run on for ever', async () => {
    await using server = start()
    server.send(modern(1, 'tools/call', { name: 'wait' }))
    const { rest, code } = await server.end()
    assert.deepEqual([(rest as { id: number }[]).map(({ id }) => id), code], [[1], 0])
  })

  it('read a last line that has no end', async () => {
    await using server = start()
    server.write(JSON.stringify(modern('last', 'tools/list')))
    const { rest } = await server.end()
    assert.deepEqual(
      (rest as { id: string }[]).map(({ id }) => id),
      ['last'],
    )
  })

  it('outlive a client that stops reading: no crash, an ordinary end', async () => {
    await using server = start()
    server.child.stdout.destroy()
    for (let id = 0; id < 50; id += 1) server.send(modern(id, 'tools/list'))
    server.child.stdin.end()
    const [code, signal] = await once(server.child, 'exit')
    assert.deepEqual([code, signal], [0, null])
  })

  it('outlive a promise that a function left behind and that rejects, and report it', async () => {
    await using server = start()
    server.send(modern(1, 'tools/call', { name: 'stray' }))
    assert.equal((await server.next()).result.content[0].text, 'gone')
    server.send(modern(2, 'tools/call', { name: 'echo', arguments: { text: 'still here' } }))
    assert.equal((await server.next()).result.content[0].text, 'still here')
    const { code, stderr } = await server.end()
    assert.equal(code, 0)
    assert.match(stderr, /Error: left behind/)
  })

  it('end on SIGTERM', async () => {
    await using server = start()
    server.send(modern(1, 'tools/list'))
    await server.next()
    server.child.kill('SIGTERM')
    const [code, signal] = await once(server.child, 'exit')
    assert.deepEqual([code, signal], [0, null])
  })
})

describe('lines', () => {
  const read = (chunks: (string | Buffer)[], limit = 100) => {
    const seen: string[] = []
    const reader = createLineReader(limit, {
      line: bytes => seen.push(bytes.toString()),
      tooLong: () => seen.push('TOO LONG'),
    })
    for (const chunk of chunks) reader.take(Buffer.from(chunk))
    reader.end()
    return seen
  }

  it('end at a line feed and nowhere else', () => {
    assert.deepEqual(read(['a\u2028b\u0085c\rd\ne']), ['a\u2028b\u0085c\rd', 'e'])
  })

  it('are put together from pieces, cut inside of a character or right before the break', () => {
    const bytes = Buffer.from('grün\nblau\n')
    assert.deepEqual(read([...bytes].map(byte => Buffer.from([byte]))), ['grün', 'blau'])
  })

  it('that are empty are no messages', () => assert.deepEqual(read(['\n\r\n \n\na\n']), ['a']))

  it('beyond the limit are told of once and forgotten, and the next is read', () => {
    assert.deepEqual(read(['x'.repeat(60), 'x'.repeat(60), 'x'.repeat(60), '\nok\n']), ['TOO LONG', 'ok'])
    assert.deepEqual(read([`${'x'.repeat(100)}\n${'x'.repeat(101)}\n`]), ['x'.repeat(100), 'TOO LONG'])
  })
})
