/** Keywords that lead to other schemas: references to other modules, and unions. */
import { _, type Code, type CodeKeywordDefinition, type KeywordCxt, Name, stringify } from 'ajv'
import type { Discriminator, JsonSchema } from '../3-lower/json-schema.ts'
import { anyOfTests, isOneOf, takesAnything, testsOf } from './ajv-tests.ts'

/** ajv's own list of problems, and its count. */
const PROBLEMS = new Name('vErrors')
const ERRORS = new Name('errors')

/** An export of `@mcpgen/runtime/validation`. */
const NESTED = new Name('nested')

/** A function of its own checks the type; where it finds problems, they are at a place of this value. */
const reference: CodeKeywordDefinition = {
  keyword: '$ref',
  schemaType: 'string',
  code: ({ gen, data, schema, it }) => {
    const check = new Name(schema)
    gen.if(_`!${check}(${data})`, () => {
      gen.assign(PROBLEMS, _`${NESTED}(${PROBLEMS}, ${check}.errors, ${it.errorPath})`)
      gen.assign(ERRORS, _`${PROBLEMS}.length`)
    })
  },
}

/**
 * As ajv's own, with two differences. What one expression can tell to be right is not looked at further. And it says how
 * many problems there were after each alternative, counted from the union's start: a reader of the list could not tell
 * otherwise where one ends.
 */
const anyOf: CodeKeywordDefinition = {
  keyword: 'anyOf',
  schemaType: 'array',
  trackErrors: true,
  error: {
    message: 'must match a schema in anyOf',
    params: ({ params }) => _`{ends: ${params['ends']}}`,
  },
  code: cxt => {
    const alternatives: readonly JsonSchema[] = cxt.schema
    if (alternatives.some(takesAnything)) return
    const tests = alternatives.flatMap(one => testsOf(one, cxt.data) ?? [])
    if (tests.length === 0) tryEach(cxt, alternatives.length)
    else cxt.gen.if(_`!(${anyOfTests(tests)})`, () => tryEach(cxt, alternatives.length))
  },
}

function tryEach(cxt: KeywordCxt, count: number): void {
  const { gen } = cxt
  const valid = gen.let('valid', false)
  const matches = gen.name('_valid')
  const ends = Array.from({ length: count }, () => gen.let('end'))
  gen.block(() => {
    for (const [i, end] of ends.entries()) {
      cxt.subschema({ keyword: 'anyOf', schemaProp: i, compositeRule: true }, matches)
      gen.assign(valid, _`${valid} || ${matches}`)
      gen.if(_`!${valid}`)
      gen.assign(end, _`${ERRORS} - ${cxt.errsCount}`)
    }
  })
  cxt.setParams({ ends: list(ends) })
  cxt.result(
    valid,
    () => cxt.reset(),
    () => cxt.error(true),
  )
}

function list(items: readonly Code[]): Code {
  return _`[${items.reduce((code, item) => _`${code}, ${item}`)}]`
}

/** As ajv's own, but told which texts of the tag mean which member, which may be a reference. */
const discriminator: CodeKeywordDefinition = {
  keyword: 'discriminator',
  type: 'object',
  schemaType: 'object',
  error: {
    message: 'value of the tag must be one of a member',
    params: ({ params }) => _`{error: "mapping", tag: ${params['property']}, tagValue: ${params['tag']}}`,
  },
  code: cxt => {
    const { gen, data } = cxt
    const { propertyName, values }: Discriminator = cxt.schema
    const tag = gen.const('tag', _`${data}[${propertyName}]`)
    cxt.setParams({ property: stringify(propertyName), tag })
    for (const [i, texts] of values.entries()) {
      const is = anyOfTests(isOneOf(tag, texts))
      if (i === 0) gen.if(is)
      else gen.elseIf(is)
      cxt.subschema({ keyword: 'oneOf', schemaProp: i }, gen.name('valid'))
    }
    gen.else()
    cxt.error(true)
    gen.endIf()
  },
}

export const APPLICATORS: readonly CodeKeywordDefinition[] = [reference, anyOf, discriminator]
