/**
 * Types that somebody else collected, with schemas that somebody else made of them: the cases of ts-json-schema-generator,
 * where the environment variable TS_JSON_SCHEMA_GENERATOR names a checkout of it. Values by their schema and by ours, and
 * values near these, are judged by the emitted validator, by an independent one that reads our schema, and by theirs.
 * Where theirs says otherwise, `corpus-exceptions.ts` says why, and mostly TypeScript says it too.
 */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { compile, write } from '@mcpgen/compiler'
import { CfWorkerJsonSchemaValidator } from '@modelcontextprotocol/client/validators/cf-worker'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import ts from 'typescript-5'
import type { Validators } from '../../packages/runtime/src/manifest.ts'
import { temporaryProject } from '../harness/project.ts'
import { valuesBy } from '../harness/schema-values.ts'
import { APART, OTHERWISE, REFUSED } from './corpus-exceptions.ts'

type Schema = Readonly<Record<string, unknown>>

/** One type of one of their folders. */
interface Case {
  /** The folder's, with the type's where it has several; also the tool's. */
  readonly name: string
  readonly type: string
  /** The module that declares it, below `src`. */
  readonly module: string
  readonly schema: Schema
}

const CORPUS = process.env['TS_JSON_SCHEMA_GENERATOR']
const FOLDERS = join(CORPUS ?? '', 'test/valid-data')
/** Of the values of one case. */
const MOST = 120

const tally = { values: 0 }
/** As their own tests have it. */
const ajv = new Ajv({ strict: false, discriminator: true, $data: true, allErrors: true, logger: false })
formats.default(ajv)

const sources = CORPUS === undefined ? [] : globSync('**/*.ts', { cwd: FOLDERS }).sort()
const texts = new Map(sources.map(path => [path, readFileSync(join(FOLDERS, path), 'utf8')]))
const cases = CORPUS === undefined ? [] : globSync('**/schema.json', { cwd: FOLDERS }).sort().flatMap(casesOf)

function casesOf(path: string): Case[] {
  const folder = path.replace(/(?:\/schema)?\/schema\.json$/, '')
  if (folder in APART) return []
  const { $ref: root, definitions = {} } = JSON.parse(readFileSync(join(FOLDERS, path), 'utf8'))
  const types = root === undefined ? Object.keys(definitions) : [definition(root)]
  return types.flatMap(type => {
    const module = moduleOf(folder, type)
    const name = root === undefined ? `${folder}.${type}` : folder
    const $ref = `#/definitions/${encodeURIComponent(type)}`
    return module === undefined ? [] : [{ name, type, module, schema: { $ref, definitions } }]
  })
}

function definition(pointer: string): string {
  return decodeURIComponent(pointer.slice('#/definitions/'.length))
}

/** The last part of a name is declared there; undefined for types without a name. */
function moduleOf(folder: string, type: string): string | undefined {
  const declares = new RegExp(`\\b(?:interface|type|class|enum)\\s+${type.split('.').at(-1)?.replace(/\W.*/, '')}\\b`)
  return sources.find(path => path.startsWith(`${folder}/`) && declares.test(texts.get(path) ?? ''))
}

/** Their modules, and in each that declares a type one tool that takes it. */
function project(of: readonly Case[]): string {
  const config = { strict: true, target: 'es2022', module: 'esnext', moduleResolution: 'bundler', types: [] }
  const modules = sources.map(path => {
    const tools = of.filter(({ module }) => module === path).map(toolOf)
    return [`src/${path}`, [texts.get(path), ...tools].join('\n')] as const
  })
  return temporaryProject([
    ['package.json', '{ "name": "corpus", "version": "1.0.0", "type": "module" }'],
    ['tsconfig.json', JSON.stringify({ compilerOptions: config, include: ['src'] })],
    ...modules,
  ])
}

function toolOf({ name, type }: Case, n: number): string {
  return `/** Takes it. @tool ${name} @readOnly */\nexport function takeIt${n}(it: ${type}, n: number): void {}\n`
}

/** A value that our validator judges otherwise than their schema does. */
interface Dispute {
  readonly of: Case
  readonly value: unknown
  readonly ours: boolean
}

async function disputesOf(of: Case, { root, inputSchema }: { root: string; inputSchema: Built }): Promise<Dispute[]> {
  const { input }: Validators = await import(pathToFileURL(join(root, 'generated/validators', `${of.name}.mjs`)).href)
  const bySchema = new CfWorkerJsonSchemaValidator({ draft: '2020-12' }).getValidator(inputSchema as never)
  const theirs = ajv.compile(of.schema)
  const { properties, $defs } = inputSchema
  const values = spread([...valuesBy(of.schema), ...valuesBy({ ...properties['it'], $defs })])
  tally.values += values.length
  return values.flatMap(value => {
    const ours = input?.({ it: value, n: 1 }) ?? false
    assert.equal(bySchema({ it: value, n: 1 }).valid, ours, `by our schema: ${JSON.stringify(value)}`)
    return theirs(value) === ours ? [] : [{ of, value, ours }]
  })
}

interface Built {
  readonly properties: Readonly<Record<string, Schema>>
  readonly $defs?: Schema
}

/** So many of them, from all over. */
function spread(values: readonly unknown[]): unknown[] {
  const step = Math.max(1, values.length / MOST)
  return Array.from({ length: Math.min(values.length, MOST) }, (_, n) => values[Math.floor(n * step)])
}

/** Whether a value is of the type to TypeScript: a constant a line, and the lines that it complains of. */
function judgedByTypeScript(disputes: readonly Dispute[]): boolean[] {
  const lineOf = ({ of, value }: Dispute) => `{ const _: ${of.type} = ${JSON.stringify(value)} }`
  const modules = sources.map(path => {
    const lines = disputes.filter(({ of }) => of.module === path).map(lineOf)
    return [path, [texts.get(path), 'export {}', ...lines].join('\n')] as const
  })
  const root = temporaryProject(modules)
  const options: ts.CompilerOptions = {
    ...{ strict: true, exactOptionalPropertyTypes: true, noEmit: true, types: [] },
    ...{ module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
  }
  const program = ts.createProgram(
    sources.map(path => join(root, path)),
    options,
  )
  const wrong = program.getSemanticDiagnostics().map(({ file, start = 0 }) => {
    const line = file?.getLineAndCharacterOfPosition(start).line ?? 0
    return `${relative(root, file?.fileName ?? '')} ${file?.text.split('\n')[line]}`
  })
  return disputes.map(dispute => !wrong.includes(`${dispute.of.module} ${lineOf(dispute)}`))
}

describe('types that somebody else collected', {
  skip: CORPUS === undefined && 'TS_JSON_SCHEMA_GENERATOR names no checkout of it',
}, () => {
  const taken = cases.filter(({ name }) => !(name in REFUSED))
  const root = project(taken)
  const { diagnostics, files } = compile({ root })
  write(join(root, 'generated'), files)
  const disputes: Dispute[] = []

  it('are carried', () => {
    const errors = diagnostics.filter(({ severity }) => severity === 'error')
    assert.deepEqual(
      errors.map(({ span, message }) => `${span?.file}: ${message}`),
      [],
    )
  })

  it('are refused for the reasons that the exceptions give', () => {
    const found = compile({ root: project(cases.filter(({ name }) => name in REFUSED)) }).diagnostics
    const codes = (name: string) => found.flatMap(({ path, code }) => (path?.startsWith(`${name} › `) ? [code] : []))
    const said = Object.keys(REFUSED).map(name => [name, codes(name).includes('not-serializable')])
    assert.deepEqual(
      said.filter(([, refused]) => !refused),
      [],
    )
  })

  for (const one of taken) {
    it(`${one.name}: ${OTHERWISE[one.name]?.why ?? 'as their schema says'}`, async () => {
      const { inputSchema } = JSON.parse(files.get(`tools/${one.name}.json`) ?? '{}')
      const found = await disputesOf(one, { root, inputSchema })
      disputes.push(...found)
      const values = found
        .slice(0, 3)
        .map(({ value, ours }) => `${ours ? 'taken' : 'refused'}: ${JSON.stringify(value)}`)
      assert.equal(found.length > 0, one.name in OTHERWISE, values.join('\n'))
    })
  }

  it('where they are judged otherwise, TypeScript is with us in all that is not argued', t => {
    const types = judgedByTypeScript(disputes)
    const against = disputes.filter(({ of, ours }, n) => types[n] !== ours && OTHERWISE[of.name]?.argued !== true)
    assert.deepEqual(
      against.map(({ of, value }) => `${of.name}: ${JSON.stringify(value)}`),
      [],
    )
    const agreeing = taken.length - new Set(disputes.map(({ of }) => of.name)).size
    t.diagnostic(`${cases.length} types, ${tally.values} values: ${agreeing} types agree on all of theirs`)
  })
})
