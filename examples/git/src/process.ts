/**
 * Runs git without a shell and within bounds. Nothing that a repository's own configuration names is started: no pager,
 * no file-system monitor, no signature check; external diffs and text conversions are off where they would apply.
 */
import { spawn } from 'node:child_process'
import { UserError } from '@mcpgen/runtime'

const TIME_LIMIT = 30_000

const SETTINGS = ['core.fsmonitor=false', 'core.quotePath=false', 'color.ui=false', 'log.showSignature=false']
const OPTIONS = ['--no-pager', '--literal-pathspecs', ...SETTINGS.flatMap(setting => ['-c', setting])]

export interface Output {
  bytes: Buffer
  /** git had more to say than the limit. */
  truncated: boolean
}

export interface Bounds {
  /** The folder to run in. */
  cwd: string
  /** Kills git. */
  signal: AbortSignal
  /** Bytes after which git is stopped. */
  limit: number
}

/** git ended with another code than 0. */
export class GitError extends Error {
  override readonly name = 'GitError'
  readonly exitCode: number | null
  readonly stderr: string

  constructor(command: string | undefined, exitCode: number | null, stderr: string) {
    super(`git ${command} ended with ${exitCode}: ${stderr}`)
    this.exitCode = exitCode
    this.stderr = stderr
  }
}

/**
 * What git writes to its standard output.
 *
 * @throws {GitError} when git fails; {UserError} when it can't be started or takes more than 30 seconds.
 */
export function runGit(args: readonly string[], { cwd, signal, limit }: Bounds): Promise<Output> {
  return new Promise((resolve, reject) => {
    const options = { cwd, env: environment(), signal, timeout: TIME_LIMIT, windowsHide: true }
    const child = spawn('git', [...OPTIONS, ...args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    const stdout = collect(child.stdout, limit, () => child.kill())
    const stderr = collect(child.stderr, 64 * 1024)

    child.on('error', error => reject(signal.aborted ? error : notStarted(cwd, error)))
    child.on('close', (exitCode, killedBy) => {
      const bytes = Buffer.concat(stdout.chunks)
      if (stdout.size > limit) resolve({ bytes: bytes.subarray(0, limit), truncated: true })
      else if (exitCode === 0) resolve({ bytes, truncated: false })
      else if (killedBy) reject(new UserError('git took too long. Narrow the request with a path or a closer ref.'))
      else reject(new GitError(args[0], exitCode, Buffer.concat(stderr.chunks).toString().trim()))
    })
  })
}

/** Keeps what a stream says, until it has said more than `limit` bytes. */
function collect(stream: NodeJS.ReadableStream, limit: number, onFull?: () => void) {
  const collected = { chunks: [] as Buffer[], size: 0 }
  stream.on('data', (chunk: Buffer) => {
    if (collected.size > limit) return
    collected.chunks.push(chunk)
    collected.size += chunk.length
    if (collected.size > limit) onFull?.()
  })
  return collected
}

/** This process's environment without what would turn git to another repository or to another program. */
function environment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.toUpperCase().startsWith('GIT_'))
  return { ...Object.fromEntries(inherited), LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' }
}

function notStarted(cwd: string, cause: Error): UserError {
  return new UserError(`git could not be started in ${cwd}. Is git installed, and is this a folder?`, { cause })
}
