/**
 * Random types of results, and values as functions return them: with properties that are not declared, accessors, proxies,
 * classes and `toJSON`, at any depth. `MCPGEN_TYPES` says how many types, and `MCPGEN_SEED` which.
 */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { Validator } from '@cfworker/json-schema'
import { compile, write } from '@mcpgen/compiler'
import fc from 'fast-check'
import type { Validators } from '../../packages/runtime/src/manifest.ts'
import { temporaryProject } from '../harness/project.ts'
import { outputSpecs, returnedOf } from '../harness/random-outputs.ts'
import { textOf } from '../harness/random-types.ts'

const numRuns = Number(process.env['MCPGEN_TYPES'] ?? 40)
const seed = Number(process.env['MCPGEN_SEED'] ?? 20261125)
const VALUES = 12

const declarations: string[] = []
const cases = fc.sample(outputSpecs, { numRuns, seed }).map((spec, n) => ({
  name: `t${n}`,
  text: textOf(spec, declarations),
  returned: fc.sample(returnedOf(spec), { numRuns: VALUES, seed: seed + n }),
}))
const functions = cases.map(
  ({ name, text }) =>
    `/** Gives it. @tool @readOnly */\nexport function ${name}(): { it: ${text} } { return null as never }\n`,
)
const root = temporaryProject([
  ['package.json', '{ "name": "random", "version": "1.0.0", "type": "module" }'],
  ['src/all.ts', [...declarations, ...functions].join('')],
])
const { diagnostics, files } = compile({ root })
write(join(root, 'generated'), files)

it('random types of results compile without a diagnostic', () => {
  assert.deepEqual(
    diagnostics.map(({ code, message }) => `${code}: ${message}`),
    [],
  )
})

it('what is sent is what the type declares of a value, and is of the output schema', async () => {
  for (const { name, text, returned } of cases) {
    const path = join(root, 'generated/validators', `${name}.mjs`)
    const { encode = (value: unknown) => value, output }: Validators = await import(pathToFileURL(path).href)
    const schema = new Validator(JSON.parse(files.get(`tools/${name}.json`) ?? '{}').outputSchema, '2020-12', false)
    for (const { value, sent } of returned) {
      const data = encode({ it: value, surplus: value } as never)
      const written = JSON.parse(JSON.stringify(data))
      const about = `${text}\n${JSON.stringify(sent)}\n`
      assert.deepEqual(written, JSON.parse(JSON.stringify({ it: sent })), about)
      assert.equal(output?.(data), true, `${about}by the emitted validator: ${JSON.stringify(output?.errors)}`)
      assert.equal(schema.validate(written).valid, true, `${about}by the schema`)
    }
  }
})
