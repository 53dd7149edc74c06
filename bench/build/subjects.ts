/** What is timed: each row is one command, with what has to stand before it. */
import { appendFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BENCH } from '../lib/folders.ts'
import { INSTALLED_CLI } from '../lib/installed.ts'
import type { Project } from '../project.ts'

export interface Subject {
  readonly name: string
  readonly command: (project: Project) => readonly string[]
  /** Brings the project into the state that the row is about; not timed. */
  readonly before?: (project: Project, round: number) => void
  /** Needs what an earlier row of the same project has written. */
  readonly after?: string
}

export const COLD = 'mcpgen build, cold'
export const SCHEMAS = 'mcpgen, schemas alone'
const CHECKED = 'mcpgen build, cold, with type errors'
export const UNCHANGED = 'mcpgen build, nothing changed'
export const GENERATOR = 'ts-json-schema-generator 2.9.0'
/** What the others are given as a multiple of. */
export const BASE = 'tsc 6.0.3 --noEmit'

const mcpgen = () => [process.execPath, INSTALLED_CLI, 'build']
const script = (name: string) => (project: Project) => [process.execPath, join(BENCH, 'build', name), project.folder]
const tsc = (version: string) => (project: Project) => [
  process.execPath,
  join(BENCH, 'node_modules', version, 'bin', 'tsc'),
  '--noEmit',
  '-p',
  project.folder,
]

export const SUBJECTS: readonly Subject[] = [
  { name: SCHEMAS, command: script('schemas.mjs') },
  { name: COLD, command: mcpgen, before: buildAlone },
  { name: UNCHANGED, command: mcpgen, after: COLD },
  { name: 'mcpgen build, one function edited', command: mcpgen, after: COLD, before: editFunction },
  { name: 'mcpgen build, a shared type edited', command: mcpgen, after: COLD, before: editSharedType },
  { name: CHECKED, command: mcpgen, before: buildAndCheck },
  { name: 'the same, one function edited', command: mcpgen, after: CHECKED, before: editFunction },
  { name: GENERATOR, command: script('ts-json-schema-generator.ts') },
  { name: 'typescript-json-schema 0.68.0', command: script('typescript-json-schema.ts') },
  { name: 'typia 12.1.1, schemas and validators', command: script('typia.ts') },
  { name: BASE, command: tsc('typescript-6') },
  { name: 'tsc 7.0.2 --noEmit', command: tsc('typescript-7') },
]

/** As the generators do: TypeScript is not asked what is wrong in the functions. */
function buildAlone(project: Project): void {
  forget(project)
  writeFileSync(join(project.folder, CONFIG), "export default { lint: { 'type-error': 'off' } }\n")
}

/** As a project without a config does. */
function buildAndCheck(project: Project): void {
  forget(project)
  rmSync(join(project.folder, CONFIG), { force: true })
}

const CONFIG = 'mcpgen.config.ts'

function forget({ folder }: Project): void {
  for (const name of ['generated', '.mcpgen']) rmSync(join(folder, name), { recursive: true, force: true })
}

/** Adds a tool to a file that nothing imports. */
function editFunction({ folder, files }: Project, round: number): void {
  const [file = ''] = files
  const text = `
/** Says what changed. @tool @readOnly */
export function changed${round}_${Date.now()}(since: string): string {
  return since
}
`
  appendFileSync(join(folder, file), text)
}

/** Adds a property to a type that many inputs hold. */
function editSharedType({ folder }: Project, round: number): void {
  appendFileSync(
    join(folder, 'src', 'domain', 'domain0.ts'),
    `\nexport interface Person0 { changed${round}_${Date.now()}?: boolean }\n`,
  )
}
