/**
 * What it costs to send what a type declares and nothing else: the emitted `encode` and `JSON.stringify` of what it gives,
 * beside `JSON.stringify` of the same value, which checks nothing and sends whatever is there.
 *
 *     node scripts/bring.mjs bench/writer.ts
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { compile, write } from '@mcpgen/compiler'
import { number, ratio, table } from './lib/format.ts'
import { machine, writeResult } from './lib/results.ts'
import { pairedRatio } from './lib/stats.ts'
import {
  article,
  blocks,
  contacts,
  invoice,
  narrowed,
  order,
  orders,
  page,
  parts,
  rows,
  scored,
  series,
  stocks,
  sum,
  tree,
  vectors,
} from './writer/types.ts'

const ROUNDS = 15
/** Of CPU time, for one figure in one round. */
const WINDOW_MS = 60
const BATCH = 20

const FUNCTIONS = {
  sum,
  page,
  blocks,
  rows,
  series,
  narrowed,
  order,
  orders,
  contacts,
  invoice,
  parts,
  tree,
  article,
  vectors,
  stocks,
  scored,
}

const CASES: readonly (readonly [name: keyof typeof FUNCTIONS, what: string])[] = [
  ['sum', 'an object of one member'],
  ['order', 'an object of six members'],
  ['invoice', 'a nested object of a kilobyte'],
  ['article', 'an object with a text of 10 KB'],
  ['page', 'a page of 50 nested objects'],
  ['orders', '100 rows of six members'],
  ['contacts', '100 rows that each lack other members'],
  ['blocks', '50 members of a union that a tag tells apart'],
  ['parts', '50 members of a union without a tag'],
  ['tree', 'a tree of 85 small nodes'],
  ['scored', '50 pairs of an object and a number'],
  ['stocks', 'a record of 50 objects'],
  ['series', '100 pairs of numbers, and a record of 100'],
  ['vectors', '10 lists of 64 numbers'],
  ['rows', '50 rows with a Date each'],
  ['narrowed', '50 rows of which half is declared'],
]

const folder = mkdtempSync(join(tmpdir(), 'mcpgen-writer-'))
try {
  const rows = await measure(folder)
  const text = table(['what is returned', 'characters', 'µs', '× JSON.stringify'], rows)
  console.log(text)
  writeResult('writer', `## Writing results\n\n${words()}\n\n${text}`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function words(): string {
  return (
    `CPU of \`encode\` and \`JSON.stringify\` of what it gives, and its ratio to \`JSON.stringify\` of the value itself, which sends whatever is there. ` +
    `Medians of ${ROUNDS} interleaved rounds; ${machine()}.`
  )
}

async function measure(root: string): Promise<string[][]> {
  mkdirSync(join(root, 'src'))
  writeFileSync(join(root, 'package.json'), '{ "name": "writer", "version": "1.0.0", "type": "module" }')
  cpSync(join(import.meta.dirname, 'writer', 'types.ts'), join(root, 'src', 'types.ts'))
  mkdirSync(join(root, 'node_modules', '@mcpgen'), { recursive: true })
  symlinkSync(join(import.meta.dirname, '../packages/runtime'), join(root, 'node_modules/@mcpgen/runtime'), 'dir')
  write(join(root, 'generated'), compile({ root }).files)
  const figures: string[][] = []
  for (const [name, what] of CASES) figures.push([what, ...(await figure(root, name))])
  return figures
}

async function figure(root: string, name: keyof typeof FUNCTIONS): Promise<string[]> {
  const { encode } = await import(pathToFileURL(join(root, `generated/validators/${name}.mjs`)).href)
  const value = FUNCTIONS[name]()
  const own = () => JSON.stringify(encode(value))
  const base = () => JSON.stringify(value)
  for (const run of [own, base, own, base]) cost(run)
  const costs = Array.from({ length: ROUNDS }, () => [cost(own), cost(base)] as const)
  const owns = costs.map(([one]) => one)
  const { length } = JSON.stringify(encode(value))
  return [
    number(length),
    number(Math.min(...owns)),
    ratio(
      pairedRatio(
        owns,
        costs.map(([, one]) => one),
      ),
    ),
  ]
}

/** Microseconds of CPU a run. */
function cost(run: () => string): number {
  const start = process.cpuUsage()
  let runs = 0
  let characters = 0
  for (;;) {
    for (let n = 0; n < BATCH; n++) characters += run().length
    runs += BATCH
    const { user } = process.cpuUsage(start)
    // What is written is used, so that none of it can be left out.
    if (user >= WINDOW_MS * 1000 && characters > 0) return user / runs
  }
}
