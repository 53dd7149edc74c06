/** A Git repository that is the same on every machine, down to its hashes. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export interface Repository {
  readonly folder: string
  /** Hashes of its commits, oldest first. */
  readonly commits: readonly string[]
}

const HISTORY = [
  {
    subject: 'Begin',
    tag: 'v1',
    files: { 'README.md': '# Garden\n', 'src/plant.js': "export const plant = () => 'seed'\n" },
  },
  { subject: 'Water the plants', tag: undefined, files: { 'src/water.js': 'export const water = () => 1\n' } },
  { subject: 'Grow', tag: 'v2', files: { 'src/plant.js': "export const plant = () => 'tree'\n" } },
]

/** Makes it in a new temporary folder, which is the caller's to remove. */
export function makeRepository(): Repository {
  const folder = mkdtempSync(join(tmpdir(), 'mcpgen-repository-'))
  const git = (args: string[], at = 0) =>
    execFileSync('git', args, { cwd: folder, env: environment(at), encoding: 'utf8' }).trim()
  git(['init', '--quiet', '--initial-branch=main', '--object-format=sha1'])
  const commits = HISTORY.map(({ subject, tag, files }, at) => {
    for (const [path, text] of Object.entries(files)) write(join(folder, path), text)
    git(['add', '.'])
    git(['commit', '--quiet', '--message', subject], at)
    if (tag !== undefined) git(['tag', tag])
    return git(['rev-parse', 'HEAD'])
  })
  return { folder, commits }
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

/** One day between two commits, and nothing of this machine's settings. */
function environment(day: number): NodeJS.ProcessEnv {
  const date = `2026-01-0${day + 1}T12:00:00+00:00`
  const person = { NAME: 'Ada', EMAIL: 'ada@example.com', DATE: date }
  const named = (role: string) => Object.entries(person).map(([key, value]) => [`GIT_${role}_${key}`, value])
  return {
    PATH: process.env['PATH'],
    HOME: tmpdir(),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    ...Object.fromEntries([...named('AUTHOR'), ...named('COMMITTER')]),
  }
}
