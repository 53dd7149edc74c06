/** Makes ready what the servers run from: compiled JavaScript, and the project as mcpgen builds it. */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BENCH, CLI, DIST, REPOSITORY } from '../lib/folders.ts'
import { printMany } from './many.ts'
import { AUDIENCE, ISSUER, PERMISSIONS, PUBLIC_KEY } from './token.ts'
import { OWN_TOOLS } from './workload.ts'

const JOSE = join(REPOSITORY, 'node_modules', 'jose')
const TSC = join(BENCH, 'node_modules', 'typescript-7', 'bin', 'tsc')

/** Servers start from JavaScript, so that nobody's start holds the stripping of types. */
export function compileServers(): void {
  const { status, stdout } = spawnSync(process.execPath, [TSC, '-p', join(BENCH, 'serve')], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`The servers do not compile:\n${stdout}`)
}

/**
 * The project with as many tools, built by mcpgen when it is first asked for: a copy, with tools added up to the number
 * and the packed runtime where npm would put it.
 *
 * @throws {Error} with the first lines of what went wrong.
 */
export function mcpgenFolder(tools: number): string {
  return madeOnce(join(DIST, 'mcpgen', String(Math.max(tools, OWN_TOOLS))), folder => {
    makeProject(folder, tools)
    build(folder)
  })
}

/** The same on the runtime's sources as they are: nothing is packed for it. */
export function linkedFolder(tools: number): string {
  const folder = join(DIST, 'linked')
  copyProject(folder, tools)
  mkdirSync(join(folder, 'node_modules', '@mcpgen'), { recursive: true })
  symlinkSync(join(REPOSITORY, 'packages', 'runtime'), join(folder, 'node_modules', '@mcpgen', 'runtime'), 'junction')
  build(folder)
  return folder
}

/** The same project, compiled by tsc, which is what it is served from. */
export function compiledFolder(tools: number): string {
  return madeOnce(join(DIST, 'mcpgen', `${Math.max(tools, OWN_TOOLS)}-compiled`), folder => {
    makeProject(folder, tools)
    writeFileSync(join(folder, 'mcpgen.config.mjs'), "export default { from: 'dist' }\n")
    writeFileSync(join(folder, 'tsconfig.compile.json'), COMPILE)
    runOrThrow('tsc', process.execPath, { args: [TSC, '-p', 'tsconfig.compile.json'], cwd: folder })
    build(folder, '--tsconfig', 'tsconfig.compile.json')
  })
}

/** The same project, which knows its callers by their tokens. */
export function jwtFolder(tools: number): string {
  return madeOnce(join(DIST, 'mcpgen', `${Math.max(tools, OWN_TOOLS)}-jwt`), folder => {
    makeProject(folder, tools)
    writeJwtConfig(folder)
    build(folder)
  })
}

/** The same, with a guard on each tool that was added: permissions in turn, all of which the caller has. */
export function guardedFolder(tools: number): string {
  return madeOnce(join(DIST, 'mcpgen', `${Math.max(tools, OWN_TOOLS)}-guarded`), folder => {
    makeProject(folder, tools, index => `@guard permission ${PERMISSIONS[index % PERMISSIONS.length]}`)
    writeJwtConfig(folder)
    build(folder)
  })
}

function writeJwtConfig(folder: string): void {
  const options = JSON.stringify({ publicKey: PUBLIC_KEY, issuer: ISSUER, audience: AUDIENCE })
  // Who is known by name is held to a number of calls.
  const config = `export default { requireGuards: false, limits: { calls: 1e9 }, auth: jwt(${options}) }`
  writeFileSync(join(folder, 'mcpgen.config.mjs'), `import { jwt } from '@mcpgen/runtime'\n\n${config}\n`)
}

const COMPILE = JSON.stringify({
  extends: './tsconfig.json',
  compilerOptions: {
    noEmit: false,
    allowImportingTsExtensions: false,
    rewriteRelativeImportExtensions: true,
    rootDir: 'src',
    outDir: 'dist',
  },
})

function madeOnce(folder: string, make: (folder: string) => void): string {
  const failure = failures.get(folder)
  if (failure !== undefined) throw failure
  if (existsSync(join(folder, 'generated', 'app.mjs'))) return folder
  try {
    make(folder)
  } catch (error) {
    if (error instanceof Error) failures.set(folder, error)
    throw error
  }
  return folder
}

/** What failed once is not tried again. */
const failures = new Map<string, Error>()

function copyProject(folder: string, tools: number, tagsOf?: (index: number) => string): void {
  rmSync(folder, { recursive: true, force: true })
  cpSync(join(BENCH, 'serve', 'mcpgen'), folder, { recursive: true })
  for (const [file, text] of printMany(tools - OWN_TOOLS, tagsOf)) writeFileSync(join(folder, 'src', file), text)
}

function makeProject(folder: string, tools: number, tagsOf?: (index: number) => string): void {
  copyProject(folder, tools, tagsOf)
  cpSync(packedRuntime(), join(folder, 'node_modules', '@mcpgen', 'runtime'), { recursive: true })
  cpSync(JOSE, join(folder, 'node_modules', 'jose'), { recursive: true, dereference: true })
}

function build(folder: string, ...flags: string[]): void {
  runOrThrow('mcpgen build', process.execPath, { args: [CLI, 'build', ...flags], cwd: folder })
}

/** The folder of the runtime as npm would unpack it; packed once a run. */
export function packedRuntime(): string {
  const folder = join(DIST, 'pack')
  const unpacked = join(folder, 'package')
  if (existsSync(unpacked)) return unpacked
  mkdirSync(folder, { recursive: true })
  const pnpm = ['--yes', packageManager(), 'pack', '--pack-destination', folder]
  runOrThrow('pnpm pack', 'npx', { args: pnpm, cwd: join(REPOSITORY, 'packages', 'runtime') })
  runOrThrow('tar', 'tar', { args: ['-xzf', packedArchive()], cwd: folder })
  return unpacked
}

/** What npm would download; `packedRuntime` makes it. */
export function packedArchive(): string {
  const folder = join(DIST, 'pack')
  const archive = readdirSync(folder).find(file => file.endsWith('.tgz'))
  if (archive === undefined) throw new Error('pnpm pack left no archive')
  return join(folder, archive)
}

/** Everything is made from the sources as they are now. */
export function forgetPrepared(): void {
  for (const name of ['pack', 'mcpgen']) rmSync(join(DIST, name), { recursive: true, force: true })
}

function packageManager(): string {
  return JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')).packageManager
}

function runOrThrow(name: string, program: string, { args, cwd }: { args: readonly string[]; cwd: string }): void {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' })
  if (status === 0) return
  const lines = `${stderr}\n${stdout}`.split('\n').filter(line => /error/i.test(line))
  throw new Error(`${name} failed: ${lines.slice(0, 3).join(' ')}`)
}
