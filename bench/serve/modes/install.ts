/** What `npm install` brings: packages and bytes, read from the lockfile and the installed files. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { BENCH } from '../../lib/folders.ts'
import { megabytes, table } from '../../lib/format.ts'
import { printGoals } from '../../lib/goals.ts'
import type { Competitor } from '../competitors.ts'
import { packedRuntime } from '../prepare.ts'
import type { Mode, Section, Settings } from '../settings.ts'

interface Locked {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>
}

type Lock = Readonly<Record<string, Locked>>

export const install: Mode = { name: 'install', title: 'Installed size', run }

async function run({ competitors }: Settings): Promise<Section> {
  const lock: Lock = JSON.parse(readFileSync(join(BENCH, 'package-lock.json'), 'utf8')).packages
  const runtime = runtimeSize()
  const rows = competitors.flatMap(({ name, packages }) => {
    if (packages === undefined) return []
    if (packages.includes('@mcpgen/runtime')) return [[name, '1', megabytes(runtime)]]
    const all = closure(lock, packages)
    const bytes = [...all].reduce((sum, path) => sum + sizeOf(join(BENCH, path)), 0)
    return [[name, String(all.size), megabytes(bytes)]]
  })
  const goal = printGoals([{ what: 'the runtime unpacked, KB', atMost: 300, measured: runtime && runtime / 1000 }])
  return { text: `${table(['', 'packages', 'MB'], rows)}\n\n${goal}` }
}

/** Undefined when the runtime does not compile just now. */
function runtimeSize(): number | undefined {
  try {
    return sizeOf(packedRuntime())
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return undefined
  }
}

/** Paths of all packages that these need, themselves included. */
function closure(lock: Lock, packages: Competitor['packages'] & object): ReadonlySet<string> {
  const found = new Set<string>()
  const visit = (name: string, from: string) => {
    const path = resolve(lock, name, from)
    if (path === undefined || found.has(path)) return
    found.add(path)
    for (const needed of needs(lock[path] ?? {})) visit(needed, path)
  }
  for (const name of packages) visit(name, '')
  return found
}

/** npm installs peers as well, unless they are optional. */
function needs({ dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} }: Locked): string[] {
  const peers = Object.keys(peerDependencies).filter(name => peerDependenciesMeta[name]?.optional !== true)
  return [...Object.keys(dependencies), ...peers]
}

/** As Node looks for it: in `node_modules` of the package itself, then of those around it. */
function resolve(lock: Lock, name: string, from: string): string | undefined {
  const path = `${from === '' ? '' : `${from}/`}node_modules/${name}`
  if (Object.hasOwn(lock, path)) return path
  if (from === '') return undefined
  return resolve(lock, name, from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))))
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { withFileTypes: true })
    .filter(entry => entry.name !== 'node_modules')
    .map(entry => (entry.isDirectory() ? sizeOf(join(folder, entry.name)) : statSync(join(folder, entry.name)).size))
    .reduce((sum, size) => sum + size, 0)
}
