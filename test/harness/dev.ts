/** `mcpgen dev` as a process, and a client that waits until its answers are what a test wants. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { TestContext } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { spawnCli } from './cli.ts'
import { type Answer, clientOf } from './server.ts'

export interface Dev {
  readonly port: number
  /** Everything it has printed. */
  said(): string
  /** Calls a tool; the text of what it gives. */
  call(name: string, args?: object): Promise<string>
  /** Asks again and again until the answer holds this. */
  until(expected: string, ask: () => Promise<string> | string): Promise<void>
  request(method: string, params?: object): Promise<Answer>
  /** Ends it as Ctrl-C does; the exit code. */
  interrupt(): Promise<number | null>
}

export async function startDev(cwd: string, t: TestContext, args: readonly string[] = []): Promise<Dev> {
  const child = spawnCli(['dev', '--port', '0', ...args], { cwd })
  t.after(() => child.kill('SIGKILL'))
  const exit = once(child, 'exit')
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', chunk => {
      output += chunk
    })
  }
  const said = () => output
  await poll(() => /Serving http:\S+:\d+\//.test(output) || child.exitCode !== null, said)
  const port = Number(/Serving http:\/\/localhost:(\d+)\//.exec(output)?.[1])
  assert.ok(port > 0, `the server ended: ${output}`)
  const client = clientOf(port)
  return {
    port,
    said,
    request: client.modern,
    async call(name, args = {}) {
      const { json } = await client.modern('tools/call', { name, arguments: args })
      return json.result?.content?.[0]?.text ?? json.error?.message
    },
    async until(expected, ask) {
      let last: string | undefined
      const check = async () => {
        last = await ask()
        return last.includes(expected)
      }
      await poll(check, () => `${last}\n${output}`)
    },
    async interrupt() {
      child.kill('SIGINT')
      const [code] = await exit
      return code
    },
  }
}

async function poll(check: () => Promise<boolean> | boolean, said: () => string): Promise<void> {
  for (const end = performance.now() + 20_000; performance.now() < end; await delay(10)) if (await check()) return
  assert.fail(`it did not happen:\n${said()}`)
}
