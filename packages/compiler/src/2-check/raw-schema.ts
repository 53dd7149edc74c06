/** A schema in its author's own words is JSON Schema 2020-12, and does not contradict the type beside it. */
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import { diagnose } from '../diagnostics/catalogue.ts'
import type { Part, RawSchema, Tool } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'
import type { Types } from '../ir/refs.ts'
import type { Type } from '../ir/type.ts'
import { backtracks } from '../patterns/backtracks.ts'
import { ENDLESS, type Misread, misread, outside, schemasIn } from './misread-schema.ts'
import { samplesOf } from './samples.ts'

export function rawSchema({ declarations, types }: Part): Diagnostic[] {
  return declarations.flatMap(tool => {
    if (tool.kind !== 'tool') return []
    const { input, output } = tool.schemas ?? {}
    const found = [
      ...(input ? checkSchema({ tool, tag: 'inputSchema', raw: input, type: tool.input, types }) : []),
      ...(output ? checkOutput(tool, output, types) : []),
    ]
    return found.length === 0 && input && output ? checkTogether(input, output) : found
  })
}

/** Both are written into one module, where an `$id` says one thing. */
function checkTogether(input: RawSchema, output: RawSchema): Diagnostic[] {
  if (JSON.stringify(input.schema) === JSON.stringify(output.schema)) return []
  const ajv = new Ajv2020(OPTIONS)
  try {
    for (const { schema } of [input, output]) ajv.compile(schema)
    return []
  } catch {
    const facts = {
      tag: 'outputSchema',
      value: '',
      problem: 'it has an `$id` that is in `@inputSchema` and says something else there',
      help: 'give each an `$id` of its own, or leave it out',
    }
    return [diagnose('bad-schema', { span: output.span }, facts)]
  }
}

function checkOutput(tool: Tool, raw: RawSchema, types: Types): Diagnostic[] {
  if (tool.result.kind === 'data') return checkSchema({ tool, tag: 'outputSchema', raw, type: tool.result.type, types })
  const facts = {
    tag: 'outputSchema',
    value: '',
    problem: 'the tool returns no data',
    help: 'return an object, or remove the tag',
  }
  return [diagnose('bad-schema', { span: raw.span }, facts)]
}

interface Subject {
  readonly tool: Tool
  readonly tag: 'inputSchema' | 'outputSchema'
  readonly raw: RawSchema
  readonly type: Type
  readonly types: Types
}

function checkSchema({ tool, tag, raw, type, types }: Subject): Diagnostic[] {
  const { schema, span } = raw
  const compiled = compileSchema(schema, tag)
  if ('problem' in compiled) return [diagnose('bad-schema', { span }, { tag, value: '', ...compiled })]
  const pattern = patternsIn(schema).find(backtracks)
  if (pattern !== undefined) return [diagnose('unbounded-pattern', { span }, { pattern })]
  for (const sample of samplesOf(type, types)) {
    const error = contradiction(compiled.validate, sample)
    if (error === undefined) continue
    const [side, root] = tag === 'inputSchema' ? ['arguments', 'input'] : ['results', 'result']
    const path = `${tool.name} › ${root}${error.instancePath.replace(/\/\d+/g, '[]').replaceAll('/', '.')}`
    const problem = (error.message ?? error.keyword).replace('NOT', 'not')
    const facts = { tag, side, problem, detail: detailOf(error) }
    return [diagnose('schema-against-type', { span, path }, facts)]
  }
  return []
}

function patternsIn(schema: RawSchema['schema']): string[] {
  return [...schemasIn(schema)].flatMap(({ pattern, patternProperties }) => [
    ...(typeof pattern === 'string' ? [pattern] : []),
    ...Object.keys(patternProperties ?? {}),
  ])
}

type Compiled = { readonly validate: ValidateFunction } | Misread

const DIALECT = 'https://json-schema.org/draft/2020-12/schema'

function compileSchema(schema: RawSchema['schema'], tag: string): Compiled {
  const { $schema = DIALECT, type } = schema
  if ($schema !== DIALECT)
    return { problem: `its \`$schema\` is ${JSON.stringify($schema)}`, help: `write "${DIALECT}", or leave it out` }
  if (tag === 'inputSchema' && type !== 'object')
    return { problem: 'its root is no object', help: 'write `type: "object"` at the root: arguments are one object' }
  if (JSON.stringify(schema).includes('"$async"'))
    return { problem: '`$async` is no keyword of JSON Schema', help: 'remove it' }
  const ajv = new Ajv2020(OPTIONS)
  try {
    const validate = ajv.compile({ ...schema, $schema })
    return misread(schema) ?? { validate }
  } catch (error) {
    return refused(error)
  }
}

const OPTIONS = { strict: false, allErrors: true, validateFormats: false, logger: false } as const

/** Why ajv refuses a schema. */
function refused(error: unknown): Misread {
  if (error instanceof Ajv2020.MissingRefError) return outside(error.missingRef)
  if (error instanceof RangeError) return ENDLESS
  const reason = error instanceof Error ? error.message : String(error)
  const reasons = new Set(reason.split(', '))
  return { problem: `it is no JSON Schema of 2020-12: ${[...reasons].join(', ')}`, help: 'correct the schema' }
}

/** Keywords by which a schema says another thing than the type; others say more than TypeScript can, which is their use. */
const STRUCTURE = new Set(['type', 'required', 'additionalProperties', 'unevaluatedProperties', 'false schema'])
const BRANCHES = new Set(['anyOf', 'oneOf', 'not', 'if', 'contains'])

function contradiction(validate: ValidateFunction, sample: unknown): ErrorObject | undefined {
  if (validate(sample)) return undefined
  const errors = validate.errors ?? []
  const branches = errors.filter(({ keyword }) => BRANCHES.has(keyword)).map(({ instancePath }) => instancePath)
  return errors.find(
    ({ keyword, instancePath }) => STRUCTURE.has(keyword) && !branches.some(branch => instancePath.startsWith(branch)),
  )
}

function detailOf({ params }: ErrorObject): string {
  const name = params['additionalProperty'] ?? params['unevaluatedProperty'] ?? params['missingProperty']
  return name === undefined ? '' : ` (\`${name}\`)`
}
