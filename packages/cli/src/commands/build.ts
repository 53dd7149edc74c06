/** `mcpgen build`: sources in, `generated/` out, or everything that is in the way of it. */
import { enableCompileCache } from 'node:module'
import { join, resolve } from 'node:path'
import type { Change, Compilation } from '@mcpgen/compiler'
import { UsageError } from '../errors.ts'
import { below, findRoot, shown } from '../project/root.ts'
import { renderGithub } from '../render/github.ts'
import { renderJson } from '../render/json.ts'
import { type Paint, paintFor } from '../render/paint.ts'
import { count, type Report } from '../render/report.ts'
import { staleFindings } from '../render/stale.ts'
import { closing, renderText } from '../render/text.ts'

export interface BuildOptions {
  readonly check?: true
  readonly format: string
  readonly project?: string
  readonly tsconfig?: string
}

interface Outcome {
  readonly compilation: Compilation
  readonly report: Report
  readonly changes: readonly Change[]
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
  const { compile, drift, write } = await import('@mcpgen/compiler')
  const base = resolve(options.project ?? '.')
  const root = findRoot(options.project, src)
  const compilation = compile({
    root,
    ...(src !== undefined && { src: below(root, resolve(base, src)) }),
    ...(options.tsconfig !== undefined && { tsconfig: below(root, resolve(base, options.tsconfig)) }),
  })
  const out = join(root, compilation.program.project.out)
  const apply = options.check ? drift : write
  return {
    compilation,
    report: { ...compilation, pathOf: file => shown(join(root, file)) },
    changes: hasErrors(compilation) ? [] : apply(out, compilation.files),
    out: shown(out),
    check: options.check ?? false,
    milliseconds: performance.now() - started,
  }
}

function hasErrors({ diagnostics }: Compilation): boolean {
  return diagnostics.some(diagnostic => diagnostic.severity === 'error')
}

function failed({ compilation, changes, check }: Outcome): boolean {
  return hasErrors(compilation) || (check && changes.length > 0)
}

/** What the machine-readable formats carry: a file that differs is a finding too. */
function findings({ report, changes, check, out }: Outcome): Report {
  if (!check || changes.length === 0) return report
  const stale = staleFindings(changes, out)
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
  const { compilation, changes, check } = outcome
  if (hasErrors(compilation)) return rendered + closing(compilation.diagnostics, paint)
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

function staleLine({ out, changes }: Outcome, paint: Paint): string {
  const line = `${out}/ is not what the sources say: ${count(changes.length, 'file')}.`
  return `${paint('strong', line)} Run \`mcpgen build\` and commit it.`
}

function summary({ compilation, milliseconds }: Outcome): string {
  const kinds = compilation.program.declarations.map(declaration => declaration.kind)
  const counted = (['tool', 'resource', 'prompt'] as const).map(kind =>
    count(kinds.filter(k => k === kind).length, kind),
  )
  const warnings = compilation.diagnostics.length
  if (warnings > 0) counted.push(count(warnings, 'warning'))
  return `${counted.join(', ')}   ${Math.round(milliseconds)} ms`
}
