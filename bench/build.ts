/**
 * How long a build takes and how much memory, beside generators of schemas and validators and the TypeScript compiler, over the same
 * types of 10, 100 and 1,000 functions. Rounds are interleaved; `results.md` gets the table.
 *
 *     node scripts/bring.mjs bench/build.ts [--quick] [--rounds 5] [--sizes 10,100,1000]
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { EDITS, type Edits, measureEdits } from './build/edits.ts'
import { BASE, COLD, GENERATOR, SCHEMAS, SUBJECTS, type Subject, UNCHANGED } from './build/subjects.ts'
import { megabytes, number, table } from './lib/format.ts'
import { printGoals } from './lib/goals.ts'
import { installPeers } from './lib/install.ts'
import { INSTALLED, installMcpgen } from './lib/installed.ts'
import { machine, writeResult } from './lib/results.ts'
import { type Run, run } from './lib/run.ts'
import { median } from './lib/stats.ts'
import { writeProject } from './project.ts'

const LARGE = 1000

/** By subject, then by size, a run of each round; a subject that failed says why. */
type Runs = Map<Subject, Map<number, Run[]>>

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    sizes: { type: 'string', default: '10,100,1000' },
  },
})
const rounds = Number(values.rounds ?? (values.quick ? 1 : 5))
const sizes = values.sizes.split(',').map(Number)

installPeers()
installMcpgen()
const failures = new Map<Subject, string>()
const runs = await measure()
const edits = new Map<number, Edits>()
for (const size of sizes) edits.set(size, await edit(size))
const text = [print(runs), printEdits(), ...(sizes.includes(LARGE) ? [goals(runs)] : [])].join('\n\n')
console.log(text)
if (values.quick) console.log('Quick: nothing was written.')
else writeResult('build', text)

async function measure(): Promise<Runs> {
  const all: Runs = new Map(SUBJECTS.map(subject => [subject, new Map()]))
  for (let round = 0; round < rounds; round++)
    for (const size of sizes) {
      const folder = join(INSTALLED, 'projects', String(size))
      const project = writeProject(folder, { functions: size })
      for (const subject of SUBJECTS) {
        if (!possible(subject)) continue
        subject.before?.(project, round)
        const one = await run(subject.command(project), folder)
        console.error(`round ${round + 1}, ${size} functions, ${subject.name}: ${number(one.wall)} ms`)
        if (one.status === 0) push(all, subject, size, one)
        else failures.set(subject, firstLine(one.output))
      }
    }
  return all
}

function possible(subject: Subject): boolean {
  return !failures.has(subject) && ![...failures.keys()].some(failed => failed.name === subject.after)
}

function push(all: Runs, subject: Subject, size: number, one: Run): void {
  const bySize = all.get(subject) ?? new Map<number, Run[]>()
  bySize.set(size, [...(bySize.get(size) ?? []), one])
}

function print(all: Runs): string {
  const head = ['', ...sizes.map(size => `${number(size)} functions`)]
  const cell = (subject: Subject, size: number) => {
    const [own, base] = [middle(all, { name: subject.name, size }), middle(all, { name: BASE, size })]
    if (own === undefined) return '–'
    const share = base === undefined ? '' : `, ${number(own / base)}×`
    return `${number(own / 1000)} s${share}, ${megabytes(middle(all, { name: subject.name, size, figure: 'peak' }))} MB`
  }
  const rows = SUBJECTS.filter(subject => !failures.has(subject) && possible(subject))
  return [
    '## Builds',
    `Medians of ${rounds} interleaved rounds; ${machine()}. Time from start to end of the process, its ratio to ${BASE}, and the most memory.`,
    table(
      head,
      rows.map(subject => [subject.name, ...sizes.map(size => cell(subject, size))]),
    ),
    ...[...failures].map(([subject, why]) => `Not measured: ${subject.name} (${why}).`),
  ].join('\n\n')
}

function edit(size: number): Promise<Edits> {
  const project = writeProject(join(INSTALLED, 'projects', String(size)), { functions: size })
  console.error(`edits of ${size} functions`)
  return measureEdits(project, rounds * 2)
}

function printEdits(): string {
  const cell = (kind: (typeof EDITS)[number], size: number) => {
    const all = edits.get(size)?.[kind] ?? []
    return `${number(median(all.map(one => one.live)))} ms, ${number(median(all.map(one => one.cpu)))} ms`
  }
  return [
    '### Edits under `mcpgen dev`',
    `Medians of ${rounds * 2} edits of each kind: from the write of the file to the first answer of the new code, and the CPU that the process uses until then.`,
    table(
      ['', ...sizes.map(size => `${number(size)} functions`)],
      EDITS.map(kind => [kind, ...sizes.map(size => cell(kind, size))]),
    ),
  ].join('\n\n')
}

/** Schemas in 3.5 s and 320 MB, and validators in as much again of both. */
function goals(all: Runs): string {
  const schemas = middle(all, { name: SCHEMAS, size: LARGE })
  // The 320 MB were set beside a generator that took 308 on the Node of the day.
  const peer = middle(all, { name: GENERATOR, size: LARGE, figure: 'peak' })
  const schemasPeak = middle(all, { name: SCHEMAS, size: LARGE, figure: 'peak' })
  const cold = middle(all, { name: COLD, size: LARGE })
  const unchanged = middle(all, { name: UNCHANGED, size: LARGE })
  const peak = middle(all, { name: COLD, size: LARGE, figure: 'peak' })
  const live = (kind: (typeof EDITS)[number]) => median((edits.get(LARGE)?.[kind] ?? []).map(one => one.live))
  return printGoals([
    { what: `${number(LARGE)} functions, schemas, s`, atMost: 3.5, measured: schemas && schemas / 1000 },
    { what: `${number(LARGE)} functions, schemas, MB`, atMost: 320, measured: schemasPeak && schemasPeak / 1e6 },
    { what: `the same, × ${GENERATOR}`, atMost: 1.04, measured: schemasPeak && peer && schemasPeak / peer },
    { what: `${number(LARGE)} functions, with validators, s`, atMost: 7, measured: cold && cold / 1000 },
    { what: `${number(LARGE)} functions, with validators, MB`, atMost: 640, measured: peak && peak / 1e6 },
    { what: `${number(LARGE)} functions, nothing changed, s`, atMost: 0.5, measured: unchanged && unchanged / 1000 },
    { what: `${number(LARGE)} functions, a body edited, ms`, atMost: 100, measured: live('the body of a function') },
    {
      what: `${number(LARGE)} functions, a signature edited, ms`,
      atMost: 100,
      measured: live('the signature of a function'),
    },
    {
      what: `${number(LARGE)} functions, a shared type edited, ms`,
      atMost: 250,
      measured: live('a type that many use'),
    },
  ])
}

function middle(
  all: Runs,
  { name, size, figure = 'wall' }: { name: string; size: number; figure?: 'wall' | 'peak' },
): number | undefined {
  const subject = SUBJECTS.find(one => one.name === name)
  const values = (subject && all.get(subject)?.get(size))?.flatMap(one => one[figure] ?? []) ?? []
  return values.length > 0 ? median(values) : undefined
}

function firstLine(output: string): string {
  return (
    output
      .split('\n')
      .find(line => /error|not /i.test(line))
      ?.trim() ?? 'it failed without a word'
  )
}
