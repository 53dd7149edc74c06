/** Which way the parts may look: the directions that `ARCHITECTURE.md` draws, as a table. */
import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { test } from 'node:test'
import { type Import, identifiersOf, importsOf } from './harness/imports.ts'

/** Folders, and files beside them, by package; each may import itself and what stands here. */
const ALLOWED: Record<string, Record<string, readonly string[]>> = {
  compiler: {
    index: ['compile', 'ir', '4-emit'],
    build: ['compile', 'ir', 'files', 'cache', '4-emit'],
    compile: ['ir', 'files', 'diagnostics', '1-read', '2-check', '3-lower', '4-emit'],
    ir: [],
    files: [],
    cache: ['files'],
    diagnostics: ['ir'],
    patterns: [],
    '1-read': ['ir', 'diagnostics', 'files', 'patterns'],
    '2-check': ['ir', 'diagnostics', 'patterns'],
    '3-lower': ['ir'],
    '4-emit': ['ir', 'files', '3-lower'],
  },
  runtime: {
    index: ['app', 'auth', 'config', 'types', 'features', 'protocol'],
    app: ['parts', 'resolve-config', 'manifest', 'protocol', 'features', 'eras', 'http', 'transports'],
    parts: ['resolve-config', 'manifest', 'features', 'eras', 'http', 'auth', 'transports', 'storage'],
    dev: ['app', 'features', 'manifest', 'http'],
    manifest: ['config', 'features', 'protocol'],
    validation: ['manifest', 'protocol'],
    testing: ['app', 'manifest', 'features', 'protocol', 'storage'],
    types: [],
    config: ['auth', 'features'],
    'check-config': ['config', 'features'],
    'resolve-config': ['config', 'check-config', 'auth', 'features'],
    otel: ['features'],
    storage: ['features', 'protocol'],
    protocol: [],
    features: ['protocol', 'manifest', 'validation'],
    eras: ['protocol', 'features', 'eras/modern', 'eras/legacy'],
    'eras/modern': ['protocol', 'features', 'eras'],
    'eras/legacy': ['protocol', 'features', 'eras'],
    http: ['protocol'],
    auth: ['protocol', 'features', 'http'],
    transports: ['resolve-config', 'protocol', 'features', 'eras', 'http', 'auth'],
  },
  cli: {
    bin: ['main'],
    main: ['commands', 'errors', 'failure', 'render'],
    commands: ['project', 'render', 'call', 'dev', 'explain', 'errors', 'failure', 'import'],
    dev: ['errors'],
    project: ['errors'],
    call: ['errors'],
    import: ['errors'],
    render: [],
    failure: ['errors', 'render'],
    errors: [],
  },
}

/** What else a package may import, with the rows of its table that may. */
const PACKAGES: Record<string, Record<string, readonly string[]>> = {
  compiler: {
    '@eslint-community/regexpp': ['patterns'],
    '@ts-morph/common': ['1-read'],
    ajv: ['2-check', '4-emit'],
    'ajv-formats': ['2-check', '4-emit'],
    yaml: ['1-read'],
  },
  runtime: {
    '@opentelemetry/api': ['otel'],
    jose: ['auth'],
    undici: ['auth'],
    'better-sqlite3': ['storage'],
    kysely: ['storage'],
  },
  cli: {
    '@mcpgen/compiler/build': ['commands'],
    '@mcpgen/runtime': ['commands', 'project', 'call'],
    '@mcpgen/runtime/dev': ['dev', 'project'],
    chokidar: ['dev'],
    commander: ['main'],
    tsx: ['project'],
    yaml: ['import'],
  },
}

/** The same for types alone. */
const TYPES: Record<string, readonly string[]> = {
  compiler: ['@mcpgen/runtime/manifest'],
  runtime: [],
  cli: ['@mcpgen/compiler/build', '@mcpgen/runtime', '@mcpgen/runtime/dev'],
}

process.chdir(join(import.meta.dirname, '..'))

const sources = globSync('packages/*/src/**/*.{ts,js}').sort()
const graph = new Map(sources.map(file => [file, importsOf(file)]))

for (const [file, imports] of graph) {
  test(`${file} imports only what it may`, () => {
    for (const found of imports) {
      if (found.specifier.startsWith('.')) checkDirection(file, target(file, found))
      else checkPackage(file, found)
    }
  })
}

test('there are no import cycles, not even of types', () => {
  for (const file of sources) {
    const way = wayBack(file)
    assert.equal(way.length, 0, `an import cycle: ${way.join(' → ')}`)
  }
})

test('features/ has never heard of the eras or of HTTP', () => {
  for (const file of globSync('packages/runtime/src/features/**/*.ts')) {
    const word = /legacy|modern|node:http/i.exec(readFileSync(file, 'utf8'))
    assert.equal(word, null, `${file} says "${word?.[0]}"`)
  }
})

test("Node's HTTP is never imported as a value, since its namespace loads all of undici", () => {
  for (const [file, imports] of graph) {
    const found = imports.find(({ specifier, typeOnly }) => /^node:https?$/.test(specifier) && !typeOnly)
    assert.equal(found, undefined, `${file} imports ${found?.specifier}: take it from process.getBuiltinModule`)
  }
})

test('the compiler touches neither console nor process', () => {
  for (const file of globSync('packages/compiler/src/**/*.ts')) {
    const names = identifiersOf(file)
    for (const name of ['console', 'process']) assert.ok(!names.has(name), `${file} uses ${name}`)
  }
})

test('stdio reaches no HTTP', () => {
  for (const file of reach('packages/runtime/src/transports/stdio.ts')) {
    assert.ok(!/\/(http|auth|oauth|storage)\/|streamable-http/.test(file), `stdio reaches ${file}`)
    const http = graph.get(file)?.find(({ specifier }) => /^node:(http2?|https|tls)$/.test(specifier))
    assert.equal(http?.typeOnly ?? true, true, `stdio reaches ${http?.specifier} through ${file}`)
  }
})

function checkDirection(file: string, to: string): void {
  assert.ok(graph.has(to) || (to.endsWith('.json') && existsSync(to)), `${file} imports ${to}, which does not exist`)
  const [from, into] = [part(file), part(to)]
  assert.equal(from.pack, into.pack, `${file} imports deep paths of ${into.pack}`)
  if (from.folder === into.folder) return
  const allowed = ALLOWED[from.pack]?.[from.folder]
  assert.ok(allowed, `${from.pack}/${from.folder} is not in the table of ${import.meta.filename}`)
  assert.ok(allowed.includes(into.folder), `${from.folder}/ may not import ${into.folder}/`)
}

function checkPackage(file: string, { specifier, typeOnly }: Import): void {
  const { pack, folder } = part(file)
  if (specifier.startsWith('node:') || (typeOnly && TYPES[pack]?.includes(specifier))) return
  const name = specifier.startsWith('@') ? specifier : specifier.replace(/\/.*/, '')
  const where = PACKAGES[pack]?.[name]
  assert.ok(where, `${pack} may not import ${specifier}`)
  assert.ok(where.includes(folder), `${folder}/ may not import ${specifier}`)
}

/** The package, and the row of its table: the eras are told apart, and a file beside the folders stands for itself. */
function part(file: string): { pack: string; folder: string } {
  const [, pack = '', , ...path] = file.split('/')
  if (path[0] === 'eras' && path.length > 2) return { pack, folder: path.slice(0, 2).join('/') }
  return { pack, folder: path[0]?.replace(/\.ts$/, '') ?? '' }
}

function target(file: string, { specifier }: Import): string {
  return relative('.', join(dirname(file), specifier))
}

function neighbours(file: string, follow: (found: Import) => boolean = () => true): string[] {
  const imports = graph.get(file) ?? []
  return imports.filter(found => found.specifier.startsWith('.') && follow(found)).map(found => target(file, found))
}

/** The shortest way from a file to itself, or nothing. */
function wayBack(start: string): string[] {
  const came = new Map<string, string>()
  const queue = [start]
  for (const file of queue) {
    for (const to of neighbours(file)) {
      if (came.has(to)) continue
      came.set(to, file)
      queue.push(to)
    }
    if (came.has(start)) break
  }
  const way: string[] = []
  for (let at = came.get(start); at !== undefined && at !== start; at = came.get(at)) way.unshift(at)
  return came.has(start) ? [start, ...way, start] : []
}

/** A file and everything it imports when it runs, directly or through others. */
function reach(start: string): Set<string> {
  const reached = new Set([start])
  for (const file of reached) for (const to of neighbours(file, found => !found.typeOnly)) reached.add(to)
  return reached
}
