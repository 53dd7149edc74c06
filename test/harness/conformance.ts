/** Runs the official conformance suite as a program of its own and reads what it wrote. */
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export interface Check {
  readonly id: string
  readonly status: 'SUCCESS' | 'FAILURE' | 'WARNING' | 'SKIPPED' | 'INFO'
  readonly description: string
  readonly errorMessage?: string
  readonly details?: unknown
}

/** The checks of each scenario. */
export type Report = ReadonlyMap<string, readonly Check[]>

const require = createRequire(import.meta.url)
const program = join(dirname(require.resolve('@modelcontextprotocol/conformance/package.json')), 'dist/index.js')

/** A run against the server at `url`; `selection` says which scenarios: `--suite all`, `--requirements 2025-11-25`. */
export async function runSuite(url: string, selection: readonly string[]): Promise<Report> {
  const out = mkdtempSync(join(tmpdir(), 'mcpgen-conformance-'))
  try {
    const said = await run(['server', '--url', url, ...selection, '--output-dir', out])
    const report = readReport(out)
    if (report.size === 0) throw new Error(`The conformance suite ran no scenario:\n${said}`)
    return report
  } finally {
    rmSync(out, { recursive: true })
  }
}

/** The exit code says whether every scenario passed; here the written checks are judged instead. */
function run(args: readonly string[]): Promise<string> {
  return new Promise(resolve => {
    execFile(
      process.execPath,
      [program, ...args],
      { timeout: 60_000, maxBuffer: 1 << 26 },
      (_error, stdout, stderr) => {
        resolve(stdout + stderr)
      },
    )
  })
}

function readReport(out: string): Report {
  const folders = readdirSync(out).sort()
  return new Map(
    folders.map(folder => [
      folder.replace(/^server-/, '').replace(/-\d{4}-\d\d-\d\dT.*$/, ''),
      readChecks(join(out, folder, 'checks.json')),
    ]),
  )
}

/** A scenario that broke off leaves a folder without checks. */
function readChecks(file: string): Check[] {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : []
}

/**
 * What keeps a scenario from being passed, or undefined. Stricter than the suite: a warning or a skipped check counts,
 * and so does a hollow pass, where nothing succeeded but what also succeeds without a server or without the tool.
 */
export function shortcoming(checks: readonly Check[], withoutServer: readonly Check[] = []): string | undefined {
  for (const status of ['FAILURE', 'WARNING', 'SKIPPED'] as const) {
    const wrong = checks.find(check => check.status === status)
    if (wrong !== undefined) return `${status} ${wrong.id}: ${wrong.errorMessage ?? wrong.description}`
  }
  const free = new Set(succeeded(withoutServer).map(check => check.id))
  const real = succeeded(checks).filter(({ id, details }) => !free.has(id) && !namesAbsent(details))
  if (real.some(check => check.id !== 'wire-schema-valid')) return undefined
  return `a hollow pass: ${checks.map(check => `${check.status} ${check.id}`).join(', ') || 'no check ran'}`
}

function succeeded(checks: readonly Check[]): readonly Check[] {
  return checks.filter(check => check.status === 'SUCCESS')
}

/** The error that the suite was content with said only that there is no such declaration. */
function namesAbsent(details: unknown): boolean {
  return /Unknown (tool|prompt)/.test(JSON.stringify(details ?? null))
}
