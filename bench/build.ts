/**
 * How long a build takes and how much memory, beside generators of schemas and the TypeScript compiler, over the same
 * types of 10, 100 and 1,000 functions. Rounds are interleaved; `results.md` gets the table.
 *
 *     node scripts/bring.mjs bench/build.ts [--quick] [--rounds 5] [--sizes 10,100,1000]
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { SUBJECTS, type Subject } from './build/subjects.ts'
import { DIST } from './lib/folders.ts'
import { megabytes, number, table } from './lib/format.ts'
import { installPeers } from './lib/install.ts'
import { machine, writeResult } from './lib/results.ts'
import { type Run, run } from './lib/run.ts'
import { median } from './lib/stats.ts'
import { writeProject } from './project.ts'

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
const failures = new Map<Subject, string>()
const runs = await measure()
const text = print(runs)
console.log(text)
if (values.quick) console.log('Quick: nothing was written.')
else writeResult('build', text)

async function measure(): Promise<Runs> {
  const all: Runs = new Map(SUBJECTS.map(subject => [subject, new Map()]))
  for (let round = 0; round < rounds; round++)
    for (const size of sizes) {
      const folder = join(DIST, 'projects', String(size))
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
  const base = SUBJECTS.at(-2)
  const wall = (subject: Subject, size: number) =>
    all
      .get(subject)
      ?.get(size)
      ?.map(one => one.wall)
  const cell = (subject: Subject, size: number) => {
    const [own, of] = [wall(subject, size), base && wall(base, size)]
    if (own === undefined) return '–'
    const peaks =
      all
        .get(subject)
        ?.get(size)
        ?.flatMap(one => one.peak ?? []) ?? []
    const share = of === undefined ? '' : `, ${number(median(own) / median(of))}×`
    return `${number(median(own) / 1000)} s${share}, ${megabytes(peaks.length > 0 ? median(peaks) : undefined)} MB`
  }
  const rows = SUBJECTS.filter(subject => !failures.has(subject) && possible(subject))
  return [
    `Medians of ${rounds} interleaved rounds; ${machine()}. Time from start to end of the process, its ratio to ${base?.name}, and the most memory.`,
    table(
      head,
      rows.map(subject => [subject.name, ...sizes.map(size => cell(subject, size))]),
    ),
    ...[...failures].map(([subject, why]) => `Not measured: ${subject.name} (${why}).`),
  ].join('\n\n')
}

function firstLine(output: string): string {
  return (
    output
      .split('\n')
      .find(line => /error|not /i.test(line))
      ?.trim() ?? 'it failed without a word'
  )
}
