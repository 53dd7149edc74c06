/**
 * A project of random types. `MCPGEN_TYPES` says how many a test makes (60), and `MCPGEN_SEED` which: a run with thousands
 * of them, of another seed, looks further than a test can.
 */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { compile, write } from '@mcpgen/compiler'
import fc from 'fast-check'
import type { Validators } from '../../../packages/runtime/src/manifest.ts'
import { temporaryProject } from '../project.ts'
import { type Random, randomly } from './random.ts'
import type { Spec } from './spec.ts'
import { specs } from './specs.ts'
import { textOf } from './text.ts'
import { changed, valueFor } from './values.ts'
import { createWriter, using } from './writer.ts'

const numRuns = Number(process.env['MCPGEN_TYPES'] ?? 60)
const seed = Number(process.env['MCPGEN_SEED'] ?? 20261123)
const VALUES = 8

export interface RandomCase {
  readonly name: string
  readonly spec: Spec
  /** Values of the type. */
  readonly right: readonly unknown[]
  /** As many that nearly are. */
  readonly near: readonly unknown[]
}

export function randomCases(side: 'taken' | 'sent'): readonly RandomCase[] {
  return fc.sample(specs(side), { numRuns, seed }).map((spec, n) => {
    const values = fc.gen().map(g => {
      const right = Array.from({ length: VALUES }, () => valueFor(spec, randomly(g)))
      return { right, near: right.map(value => changed(value, randomly(g))) }
    })
    const [made = { right: [], near: [] }] = fc.sample(values, { numRuns: 1, seed: seed + n })
    return { name: `t${n}`, spec, ...made }
  })
}

/** What is made at random for a case, always the same. */
export function madeFor<T>(one: RandomCase, make: (random: Random) => T, n = 0): T {
  const at = Number(one.name.slice(1)) * VALUES + n
  return fc.sample(
    fc.gen().map(g => make(randomly(g))),
    { numRuns: 1, seed: seed + at },
  )[0] as T
}

export interface RandomProject {
  readonly diagnostics: ReturnType<typeof compile>['diagnostics']
  /** A type as it is written, to be shown with what is wrong. */
  textOf(one: RandomCase): string
  validators(one: RandomCase): Promise<Required<Validators>>
  /** As clients are sent it. */
  schema(one: RandomCase, side: 'inputSchema' | 'outputSchema'): Record<string, unknown>
}

/** A tool for each type; `printed` gives its text. */
export function buildRandom(
  cases: readonly RandomCase[],
  printed: (name: string, type: string) => string,
  targets: readonly string[] = [],
): RandomProject {
  const writer = createWriter(false)
  const texts = new Map(cases.map(one => [one, textOf(one.spec, writer)]))
  const tools = cases.map(one => `/** A tool. @tool @readOnly */\nexport ${printed(one.name, texts.get(one) ?? '')}\n`)
  const root = temporaryProject([
    ['package.json', '{ "name": "random", "version": "1.0.0", "type": "module" }'],
    ['mcpgen.config.ts', `export default { targets: ${JSON.stringify(targets)} }\n`],
    ...writer.modules(),
    ['src/all.ts', using(tools.join(''))],
  ])
  const { diagnostics, files } = compile({ root })
  write(join(root, 'generated'), files)
  return {
    diagnostics,
    textOf: one => `${one.name} ${texts.get(one)}`,
    validators: one => import(pathToFileURL(join(root, 'generated/validators', `${one.name}.mjs`)).href),
    schema: (one, side) => JSON.parse(files.get(`tools/${one.name}.json`) ?? '{}')[side],
  }
}

/** The findings about types, in words that help to find them; through what is computed constraints may be lost. */
export function findings({ diagnostics, textOf }: RandomProject, cases: readonly RandomCase[]): string[] {
  const others = diagnostics.filter(({ code }) => code !== 'constraint-lost' && code !== 'target-compromise')
  return others.map(({ code, message, path }) => {
    const one = cases.find(({ name }) => name === path?.split(' ')[0])
    return `${code}: ${message} (${path}) ${one && textOf(one)}`
  })
}

/** The tools that take more than their types say, as the build told. */
export function lessExact({ diagnostics }: RandomProject): ReadonlySet<string> {
  const lost = diagnostics.filter(({ code }) => code === 'constraint-lost')
  return new Set(lost.flatMap(({ path }) => path?.split(' ')[0] ?? []))
}

const SHOWN = 10

/** What is wrong with some types, the first few of them, each with the type. */
export async function disagreements(
  project: RandomProject,
  cases: readonly RandomCase[],
  look: (one: RandomCase, validators: Required<Validators>) => readonly string[],
): Promise<readonly string[]> {
  const found: string[] = []
  for (const one of cases) {
    const validators = await project.validators(one)
    found.push(...look(one, validators).map(text => `${project.textOf(one)}\n${text}`))
  }
  return found.slice(0, SHOWN)
}
