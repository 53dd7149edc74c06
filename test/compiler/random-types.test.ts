/**
 * Random types, and three judges of the same values: TypeScript, which says whether a value is of the type; the emitted
 * validator; and an independent validator, by the schema that clients are sent. `MCPGEN_TYPES` says how many types, and
 * `MCPGEN_SEED` which; what they disagree about becomes a folder of `fixtures/types`.
 */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { Validator } from '@cfworker/json-schema'
import { compile, write } from '@mcpgen/compiler'
import fc from 'fast-check'
import ts from 'typescript-5'
import type { Validators } from '../../packages/runtime/src/manifest.ts'
import { temporaryProject } from '../harness/project.ts'
import { changed, type Spec, specs, textOf, valuesOf } from '../harness/random-types.ts'

const numRuns = Number(process.env['MCPGEN_TYPES'] ?? 40)
const seed = Number(process.env['MCPGEN_SEED'] ?? 20261123)
const VALUES = 8

interface Case {
  readonly name: string
  readonly text: string
  readonly right: readonly unknown[]
  readonly near: readonly unknown[]
}

const declarations: string[] = []
const cases = fc.sample(specs, { numRuns, seed }).map(caseOf)

function caseOf(spec: Spec, n: number): Case {
  const right = fc.sample(valuesOf(spec), { numRuns: VALUES, seed: seed + n })
  const near = right.map((value, at) => fc.sample(changed(value), { numRuns: 1, seed: seed + n * VALUES + at })[0])
  return { name: `t${n}`, text: textOf(spec, declarations), right, near }
}

const functions = cases.map(
  ({ name, text }) =>
    `/** Takes it. @tool @readOnly */\nexport function ${name}(it: ${text}, n: number): { it: ${text} } { return { it } }\n`,
)
const root = temporaryProject([
  ['package.json', '{ "name": "random", "version": "1.0.0", "type": "module" }'],
  ['src/all.ts', [...declarations, ...functions].join('')],
])
const { diagnostics, files } = compile({ root })
write(join(root, 'generated'), files)

/** What TypeScript says of each value of each type, in order: one constant a line, and the lines it complains of. */
function judgedByTypeScript(): (value: unknown, of: Case) => boolean {
  const lines = cases.flatMap(one =>
    [...one.right, ...one.near].map(value => `const _: ${one.text} = ${JSON.stringify(value)}`),
  )
  const numbers = new Map(
    cases
      .flatMap(one => [...one.right, ...one.near].map(value => `${one.name} ${JSON.stringify(value)}`))
      .map((key, n) => [key, n]),
  )
  const text = `${lines.map(line => `{ ${line} }\n`).join('')}${declarations.join('').replaceAll('export ', '')}export {}\n`
  const options: ts.CompilerOptions = { strict: true, exactOptionalPropertyTypes: true, noEmit: true, types: [] }
  const host = ts.createCompilerHost(options)
  const { getSourceFile } = host
  host.getSourceFile = (name, ...rest) =>
    name === 'values.ts' ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022) : getSourceFile(name, ...rest)
  const program = ts.createProgram(['values.ts'], options, host)
  const wrong = new Set(
    program.getSemanticDiagnostics().map(({ file, start = 0 }) => file?.getLineAndCharacterOfPosition(start).line),
  )
  assert.deepEqual(program.getSyntacticDiagnostics(), [])
  return (value, of) => !wrong.has(numbers.get(`${of.name} ${JSON.stringify(value)}`))
}

it('random types compile without a diagnostic', () => {
  assert.deepEqual(
    diagnostics.map(({ code, message }) => `${code}: ${message}`),
    [],
  )
})

it('TypeScript, the emitted validator and the schema agree about values of random types', async () => {
  const isOfType = judgedByTypeScript()
  const verdicts = { right: 0, wrong: 0 }
  for (const one of cases) {
    const path = join(root, 'generated/validators', `${one.name}.mjs`)
    const { input }: Validators = await import(pathToFileURL(path).href)
    const schema = JSON.parse(files.get(`tools/${one.name}.json`) ?? '{}').inputSchema
    const judge = new Validator(schema, '2020-12', false)
    for (const it of [...one.right, ...one.near]) {
      const expected = isOfType(it, one)
      const about = `${one.text}\n${JSON.stringify(it)}\n`
      if (one.right.includes(it)) assert.equal(expected, true, `${about}was made as a value of the type`)
      assert.equal(input?.({ it, n: 1 }), expected, `${about}by the emitted validator`)
      assert.equal(judge.validate({ it, n: 1 }).valid, expected, `${about}by the schema`)
      verdicts[expected ? 'right' : 'wrong']++
    }
  }
  assert.ok(verdicts.wrong * 4 > verdicts.right, `too few values that are none of the type: ${verdicts.wrong}`)
})

it('values of random types are sent as they are, and what is not declared is not', async () => {
  for (const one of cases) {
    const path = join(root, 'generated/validators', `${one.name}.mjs`)
    const { encode, output } = (await import(pathToFileURL(path).href)) as Required<Validators>
    for (const it of one.right) {
      const sent = encode({ it, surplus: it } as never)
      assert.deepEqual(sent, { it }, one.text)
      assert.equal(output(sent), true, `${one.text}\n${JSON.stringify(it)}`)
    }
  }
})
