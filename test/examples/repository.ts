/** Real repositories in temporary folders, made with a fixed identity and a clock that ticks by the commit. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export interface Repository {
  readonly folder: string
  /** Runs git in it and returns what it printed. */
  git(...args: string[]): string
  write(path: string, content: string | Uint8Array): void
  /** Commits everything; each commit is a day after the one before, from 2026-01-01. Returns its hash. */
  commit(message: string, author?: string): string
  remove(): void
}

export function createRepository(...initOptions: string[]): Repository {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'mcpgen-git-')))
  let day = 0
  const git = (...args: string[]) => {
    const env = { ...withoutGit(), ...identity(day), GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' }
    return execFileSync('git', args, { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()
  }
  git('init', '--quiet', '--initial-branch=main', ...initOptions)
  return {
    folder,
    git,
    write(path, content) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), content)
    },
    commit(message, author = 'Ada Lovelace <ada@example.com>') {
      day += 1
      git('add', '--all')
      git('commit', '--quiet', '--allow-empty', '--allow-empty-message', `--author=${author}`, `--message=${message}`)
      return git('rev-parse', 'HEAD')
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function withoutGit(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')))
}

function identity(day: number): NodeJS.ProcessEnv {
  const date = `2026-01-${String(day).padStart(2, '0')}T12:00:00+02:00`
  return {
    GIT_AUTHOR_NAME: 'Ada Lovelace',
    GIT_AUTHOR_EMAIL: 'ada@example.com',
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: 'Grace Hopper',
    GIT_COMMITTER_EMAIL: 'grace@example.com',
    GIT_COMMITTER_DATE: date,
  }
}
