/**
 * Writes a project of many functions, the same one for the same numbers: what the builds are measured on.
 *
 *     node bench/project.ts <folder> --functions 100 --filler 0
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { printDomain } from './build/domain.ts'
import { createFunction, type Declared } from './build/function.ts'
import { createRandom } from './lib/random.ts'

export interface ProjectOptions {
  /** Every tenth is a resource, every twenty-fifth a prompt, the others are tools. */
  readonly functions: number
  /** Files of plain code, without any declaration, that import each other. */
  readonly filler?: number
}

export interface Project {
  readonly folder: string
  /** The types that go over the wire: what a generator of schemas is asked for. */
  readonly types: readonly string[]
  /** The files that hold them, relative to the folder. */
  readonly files: readonly string[]
}

const FUNCTIONS_PER_FILE = 5
const FUNCTIONS_PER_DOMAIN = 25

export function writeProject(folder: string, { functions, filler = 0 }: ProjectOptions): Project {
  rmSync(folder, { recursive: true, force: true })
  const random = createRandom(1)
  const domains = Math.max(4, Math.min(40, Math.ceil(functions / FUNCTIONS_PER_DOMAIN)))
  const declared = Array.from({ length: functions }, (_, index) => createFunction(index, domains, random))
  const files = chunk(declared, FUNCTIONS_PER_FILE).map((group, index) => [`src/api/api${index}.ts`, printFile(group)])
  const texts = new Map([
    ['package.json', json({ name: 'generated-project', version: '1.0.0', private: true, type: 'module' })],
    ['tsconfig.json', json(TSCONFIG)],
    ...Array.from({ length: domains }, (_, index) => [`src/domain/domain${index}.ts`, printDomain(index)] as const),
    ...files.map(([file = '', text = '']) => [file, text] as const),
    ...Array.from({ length: filler }, (_, index) => [`src/lib/lib${index}.ts`, printFiller(index, domains)] as const),
  ])
  for (const [file, text] of texts) write(join(folder, file), text)
  return { folder, types: declared.flatMap(one => one.types), files: files.map(([file = '']) => file) }
}

const TSCONFIG = {
  compilerOptions: {
    target: 'es2022',
    module: 'nodenext',
    moduleResolution: 'nodenext',
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    types: [],
  },
  include: ['src'],
}

function printFile(group: readonly Declared[]): string {
  const uses = new Map<number, Set<string>>()
  for (const { domain, used } of group) uses.set(domain, new Set([...(uses.get(domain) ?? []), ...used]))
  const imports = [...uses]
    .filter(([, names]) => names.size > 0)
    .sort(([a], [b]) => a - b)
    .map(([domain, names]) => `import type { ${[...names].sort().join(', ')} } from '../domain/domain${domain}.ts'\n`)
  return `${imports.join('')}\n${group.map(one => one.text).join('\n')}`
}

function printFiller(index: number, domains: number): string {
  const person = `Person${index % domains}`
  const previous = index - 1
  return `${index > 0 ? `import { step${previous} } from './lib${previous}.ts'\n` : ''}\
import type { ${person} } from '../domain/domain${index % domains}.ts'

export interface Box${index}<T> { value: T; history: T[]; at: number }

export function store${index}() {
  const rows = new Map<string, Box${index}<${person}>>()
  const put = (person: ${person}) => rows.set(person.id, { value: person, history: [], at: ${index} })
  const all = () => [...rows.values()].map(box => ({ ...box.value, at: box.at })).filter(row => row.tags.length > ${index % 7})
  const byCity = () => new Map(all().map(row => [row.address.city, row]))
  return { put, all, byCity }
}

export function step${index}(count: number): number {
  return ${index > 0 ? `step${previous}(count) + 1` : 'count'}
}
`
}

function chunk<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  )
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

if (import.meta.main) {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { functions: { type: 'string', default: '10' }, filler: { type: 'string', default: '0' } },
  })
  const [folder] = positionals
  if (folder === undefined) throw new Error('Name the folder to write.')
  const project = writeProject(folder, { functions: Number(values.functions), filler: Number(values.filler) })
  console.log(`${project.folder}: ${project.types.length} types in ${project.files.length} files`)
}
