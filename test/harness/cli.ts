/** The command line as a process of its own, the way a user runs it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { TestContext } from 'node:test'

const CLI = join(import.meta.dirname, '../../packages/cli/src/main.ts')

export interface Run {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly cwd: string
  readonly input?: string
  readonly env?: Readonly<Record<string, string>>
  /** Given to Node before the script. */
  readonly node?: readonly string[]
}

/** Runs a command to its end. */
export async function mcpgen(args: readonly string[], options: RunOptions): Promise<Run> {
  const child = spawnCli(args, options)
  child.stdin?.end(options.input ?? '')
  const exit = new Promise<number | null>(resolve => child.on('close', resolve))
  const [stdout, stderr] = await Promise.all([textOf(child.stdout), textOf(child.stderr)])
  return { code: await exit, stdout, stderr }
}

/** Starts a server and waits for the line that says where it is; it is killed after the test. */
export async function startCli(args: readonly string[], options: RunOptions, t: TestContext): Promise<Started> {
  const child = spawnCli(['start', '--port', '0', ...args], options)
  t.after(() => child.kill('SIGKILL'))
  const exit = new Promise<Exit>(resolve => child.on('exit', (code, signal) => resolve({ code, signal })))
  let stderr = ''
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr?.setEncoding('utf8').on('data', chunk => {
      stderr += chunk
      const [found] = / (http:\S+)\n/.exec(stderr)?.slice(1) ?? []
      if (found !== undefined) resolve(found)
    })
    void exit.then(() => reject(new Error(`the server ended: ${stderr}`)))
  })
  return { url, child, exit, line: stderr }
}

interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface Started {
  readonly url: string
  readonly child: ChildProcess
  readonly exit: Promise<Exit>
  /** What it printed up to then. */
  readonly line: string
}

export function spawnCli(args: readonly string[], { cwd, env = {}, node = [] }: RunOptions): ChildProcess {
  const { PATH, HOME, TMPDIR } = process.env
  const clean = Object.fromEntries(Object.entries({ PATH, HOME, TMPDIR }).filter(([, value]) => value !== undefined))
  return spawn(process.execPath, [...node, CLI, ...args], { cwd, env: { ...clean, ...env }, timeout: 60_000 })
}

function textOf(stream: ChildProcess['stdout']): Promise<string> {
  return stream ? text(stream) : Promise.resolve('')
}
