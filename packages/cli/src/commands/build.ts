/** `mcpgen build`: sources in, `generated/` out, or everything that is in the way of it. */
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import type { Build, Change } from '@mcpgen/compiler/build'
import { UsageError } from '../errors.ts'
import { spareMemory } from '../project/memory.ts'
import { type PlaceOptions, placeOf } from '../project/place.ts'
import { shown } from '../project/root.ts'
import { contents, hasErrors, reportOf } from '../render/build.ts'
import { renderGithub } from '../render/github.ts'
import { renderJson } from '../render/json.ts'
import { type Paint, paintFor } from '../render/paint.ts'
import { count, type Report } from '../render/report.ts'
import { staleFindings } from '../render/stale.ts'
import { closing, renderText } from '../render/text.ts'

export interface BuildOptions extends PlaceOptions {
  readonly check?: true
  readonly format: string
}

interface Outcome {
  readonly build: Build
  readonly report: Report
  /** The generated folder as a person in the current folder writes it. */
  readonly out: string
  readonly check: boolean
  readonly milliseconds: number
}

const FORMATS: Readonly<Record<string, (outcome: Outcome) => string>> = {
  text: writeText,
  json: outcome => renderJson(findings(outcome)),
  github: outcome => renderGithub(findings(outcome)),
}

/** Builds, or with `--check` compares; prints what there is to say and returns the exit code. */
export async function build(src: string | undefined, options: BuildOptions): Promise<number> {
  const print = Object.hasOwn(FORMATS, options.format) ? FORMATS[options.format] : undefined
  if (!print) throw new UsageError(`--format takes ${Object.keys(FORMATS).join(', ')}, not '${options.format}'`)
  const outcome = await run(src, options)
  process.stdout.write(print(outcome))
  return failed(outcome) ? 1 : 0
}

async function run(src: string | undefined, options: BuildOptions): Promise<Outcome> {
  const started = performance.now()
  enableCompileCache()
  const { build: compileAndWrite } = await import('@mcpgen/compiler/build')
  const place = placeOf(src, options)
  const { check = false } = options
  const build = await compileAndWrite({ ...place, typeErrors: true, check, loaded: spareMemory })
  return {
    build,
    report: reportOf(build, file => shown(join(place.root, file))),
    out: shown(join(place.root, build.out)),
    check,
    milliseconds: performance.now() - started,
  }
}

function failed({ build, check }: Outcome): boolean {
  return hasErrors(build.diagnostics) || (check && build.changes.length > 0)
}

/** What the machine-readable formats carry: a file that differs is a finding too. */
function findings({ report, build, check, out }: Outcome): Report {
  if (!check || build.changes.length === 0) return report
  const stale = staleFindings(build.changes, out)
  return {
    diagnostics: [...report.diagnostics, ...stale],
    sources: report.sources,
    pathOf: file => (file.startsWith(`${out}/`) ? file : report.pathOf(file)),
  }
}

function writeText(outcome: Outcome): string {
  const paint = paintFor(process.stdout)
  const columns = process.stdout.isTTY ? process.stdout.columns : undefined
  const rendered = renderText(outcome.report, { paint, ...(columns !== undefined && { columns }) })
  const { build, check } = outcome
  const { diagnostics, changes } = build
  if (hasErrors(diagnostics)) return rendered + closing(diagnostics, paint)
  const rows = changes.map(change => changeRow(change, outcome, paint)).join('')
  if (check && changes.length > 0) return `${rendered}${rows}${staleLine(outcome, paint)}\n`
  return `${rendered}${rows}${summary(outcome)}\n`
}

/** How a change is called: what `write` did, or how the folder differs from what it should be. */
const VERBS = {
  write: { added: 'added', changed: 'changed', removed: 'removed' },
  check: { added: 'missing', changed: 'differs', removed: 'extra' },
} as const

function changeRow({ kind, path }: Change, { check, out }: Outcome, paint: Paint): string {
  const verb = VERBS[check ? 'check' : 'write'][kind].padEnd(7)
  return `  ${paint(check ? 'error' : 'good', verb)}  ${out}/${path}\n`
}

function staleLine({ out, build }: Outcome, paint: Paint): string {
  const line = `${out}/ is not what the sources say: ${count(build.changes.length, 'file')}.`
  return `${paint('strong', line)} Run \`mcpgen build\` and commit it.`
}

function summary({ build, milliseconds }: Outcome): string {
  return `${contents(build)}   ${Math.round(milliseconds)} ms`
}
