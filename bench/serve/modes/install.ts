/** What `npm install` brings: packages and bytes, read from the lockfile and the installed files. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { BENCH, REPOSITORY } from '../../lib/folders.ts'
import { megabytes, table } from '../../lib/format.ts'
import { printGoals } from '../../lib/goals.ts'
import type { Competitor } from '../competitors.ts'
import { packedArchive, packedRuntime } from '../prepare.ts'
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
  const own = ownFolders()
  const rows = competitors.flatMap(({ name, packages }) => {
    if (packages === undefined) return []
    if (packages.includes('@mcpgen/runtime')) return own === undefined ? [] : [row(name, own)]
    return [
      row(
        name,
        [...closure(lock, packages)].map(path => join(BENCH, path)),
      ),
    ]
  })
  const packed = own === undefined ? undefined : statSync(packedArchive()).size / 1000
  const goal = printGoals([{ what: 'the runtime as it is downloaded, KB', atMost: 300, measured: packed }])
  const note = 'What mcpgen depends on is for authorization alone, and loaded by a server that has it.'
  return { text: `${table(['', 'packages', 'MB'], rows)}\n\n${note}\n\n${goal}` }
}

function row(name: string, folders: readonly string[]): string[] {
  return [name, String(folders.length), megabytes(folders.reduce((sum, folder) => sum + sizeOf(folder), 0))]
}

/** The runtime and what it depends on, which depends on nothing. Undefined when the runtime does not compile just now. */
function ownFolders(): readonly string[] | undefined {
  try {
    const runtime = packedRuntime()
    const { dependencies = {} }: Locked = JSON.parse(readFileSync(join(runtime, 'package.json'), 'utf8'))
    const installed = join(REPOSITORY, 'packages', 'runtime', 'node_modules')
    return [runtime, ...Object.keys(dependencies).map(name => join(installed, name))]
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
