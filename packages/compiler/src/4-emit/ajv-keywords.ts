/** Keywords whose code by ajv itself would `require` a part of ajv, or refer to the schema at run time. */
import { _, type Code, type CodeKeywordDefinition, type KeywordCxt, Name, str, stringify } from 'ajv'

/** What the code refers to by name: exports of `@mcpgen/runtime/validation`. */
const CODE_POINTS = new Name('codePoints')
const DUPLICATE = new Name('duplicate')

/** ajv's own count of the problems found. */
const ERRORS = new Name('errors')

/** Code points are never more than code units, and at least half as many: the cheap test comes first. */
const maxLength: CodeKeywordDefinition = {
  keyword: 'maxLength',
  type: 'string',
  schemaType: 'number',
  error: lengthError('more'),
  code: cxt => {
    const { data, schema } = cxt
    cxt.fail(_`${data}.length > ${schema} && ${CODE_POINTS}(${data}) > ${schema}`)
  },
}

const minLength: CodeKeywordDefinition = {
  keyword: 'minLength',
  type: 'string',
  schemaType: 'number',
  error: lengthError('fewer'),
  code: cxt => {
    const { data, schema } = cxt
    cxt.fail(_`${data}.length < ${schema * 2} && ${CODE_POINTS}(${data}) < ${schema}`)
  },
}

const oneOfValues: CodeKeywordDefinition = {
  keyword: 'enum',
  schemaType: 'array',
  error: {
    message: 'must be equal to one of the allowed values',
    params: ({ schema }) => _`{allowedValues: ${stringify(schema)}}`,
  },
  code: cxt => cxt.fail(_`!(${anyOf(cxt)})`),
}

/** The values are scalars. */
function anyOf({ data, schema }: KeywordCxt): Code {
  const [first, ...rest]: Code[] = schema.map((value: unknown) => _`${data} === ${stringify(value)}`)
  return rest.reduce((tests, test) => _`${tests} || ${test}`, first ?? _`false`)
}

const uniqueItems: CodeKeywordDefinition = {
  keyword: 'uniqueItems',
  type: 'array',
  schemaType: 'boolean',
  error: {
    message: 'must NOT have duplicate items',
    params: ({ params }) => _`{i: ${params['pair']}[1], j: ${params['pair']}[0]}`,
  },
  code: cxt => {
    const pair = cxt.gen.const('pair', _`${DUPLICATE}(${cxt.data})`)
    cxt.setParams({ pair })
    cxt.fail(_`${pair} !== undefined`)
  },
}

/**
 * As ajv's own, and it says how many problems there were after each alternative, counted from the union's start: a
 * reader of the list could not tell otherwise where one ends.
 */
const anyOfSchemas: CodeKeywordDefinition = {
  keyword: 'anyOf',
  schemaType: 'array',
  trackErrors: true,
  error: {
    message: 'must match a schema in anyOf',
    params: ({ params }) => _`{ends: ${params['ends']}}`,
  },
  code: cxt => {
    const { gen } = cxt
    const alternatives: readonly unknown[] = cxt.schema
    if (alternatives.some(takesAnything)) return
    const valid = gen.let('valid', false)
    const matches = gen.name('_valid')
    const ends = alternatives.map(() => gen.let('end'))
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
  },
}

function takesAnything(schema: unknown): boolean {
  return schema === true || (typeof schema === 'object' && schema !== null && Object.keys(schema).length === 0)
}

function list(items: readonly Code[]): Code {
  return _`[${items.reduce((code, item) => _`${code}, ${item}`)}]`
}

function lengthError(than: 'more' | 'fewer'): NonNullable<CodeKeywordDefinition['error']> {
  return {
    message: ({ schema }) => str`must NOT have ${than} than ${schema} characters`,
    params: ({ schema }) => _`{limit: ${schema}}`,
  }
}

export const KEYWORDS: readonly CodeKeywordDefinition[] = [maxLength, minLength, oneOfValues, uniqueItems, anyOfSchemas]
