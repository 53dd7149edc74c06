/**
 * What a request, a start and an install cost, beside other servers and beside the least that node:http allows. Server
 * and load run on cores of their own where `taskset` is there, rounds are interleaved, every answer is checked, and the
 * server's CPU comes from the operating system. `results.md` gets the tables.
 *
 *     npm run bench -- [--quick] [--only calls,lists] [--servers floor,mcpgen] [--rounds 5]
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { BENCH } from './lib/folders.ts'
import { installPeers } from './lib/install.ts'
import { machine, writeResult } from './lib/results.ts'
import { COMPETITORS, type Competitor } from './serve/competitors.ts'
import { auth } from './serve/modes/auth.ts'
import { calls } from './serve/modes/calls.ts'
import { filtered } from './serve/modes/filtered.ts'
import { install } from './serve/modes/install.ts'
import { lists } from './serve/modes/lists.ts'
import { many } from './serve/modes/many.ts'
import { sessions } from './serve/modes/sessions.ts'
import { sizes } from './serve/modes/sizes.ts'
import { start } from './serve/modes/start.ts'
import { streams } from './serve/modes/streams.ts'
import { compiledFolder, compileServers, forgetPrepared } from './serve/prepare.ts'
import { pinLoad } from './serve/server.ts'
import type { Mode, Section, Settings } from './serve/settings.ts'

const MODES: readonly Mode[] = [calls, lists, streams, sizes, many, sessions, auth, filtered, start, install]

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    servers: { type: 'string' },
    rounds: { type: 'string' },
  },
})

installPeers()
compileServers()
forgetPrepared()
// What is to be quoted holds mcpgen's own figures; a quick look at the others works without.
if (!values.quick) compiledFolder(0)
const pinned = pinLoad()
const settings: Settings = {
  competitors: chooseCompetitors(values.servers),
  rounds: Number(values.rounds ?? (values.quick ? 1 : 5)),
  window: 300,
  warmup: values.quick ? 900 : 2000,
  quick: values.quick,
}
for (const mode of MODES) {
  if (values.only !== undefined && !values.only.split(',').includes(mode.name)) continue
  console.error(`\n${mode.title}`)
  report(mode, await mode.run(settings))
}

/** A competitor by the beginning of its name. */
function chooseCompetitors(names: string | undefined): readonly Competitor[] {
  if (names === undefined) return COMPETITORS
  return COMPETITORS.filter(one => names.split(',').some(name => one.name.startsWith(name)))
}

function report({ name, title }: Mode, { text, plot, rounds: own }: Section): void {
  const cores = pinned ? 'server and load on a core each' : 'server and load share the cores'
  const rounds = `Medians of ${own ?? settings.rounds} interleaved rounds; ${machine()}, ${cores}.`
  const picture = plot === undefined ? '' : `![${title}](${plot.file})\n\n`
  const section = `## ${title}\n\n${name === 'install' ? '' : `${rounds}\n\n`}${picture}${text}`
  console.log(`\n${section}`)
  if (values.quick || values.servers !== undefined) {
    console.log('\nNot a full run: nothing was written.')
    return
  }
  writeResult(name, section)
  if (plot !== undefined) writeFileSync(join(BENCH, plot.file), plot.svg)
}
