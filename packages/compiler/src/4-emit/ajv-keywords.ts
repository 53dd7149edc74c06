/** Keywords whose code by ajv itself would `require` a part of ajv, refer to the schema at run time, or cost more. */
import { _, type CodeKeywordDefinition, Name, nil, str, stringify } from 'ajv'
import type { ByteBounds } from '../3-lower/json-schema.ts'
import { APPLICATORS } from './ajv-applicators.ts'
import { OBJECTS } from './ajv-objects.ts'
import { anyOfTests, isOneOf } from './ajv-tests.ts'

/** What the code refers to by name: exports of `@mcpgen/runtime/validation`. */
const CODE_POINTS = new Name('codePoints')
const DUPLICATE = new Name('duplicate')
const IS_BASE64 = new Name('isBase64')
const IS_MULTIPLE = new Name('isMultiple')

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
  code: cxt => cxt.fail(_`!(${anyOfTests(isOneOf(cxt.data, cxt.schema))})`),
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
    if (cxt.schema !== true) return
    const pair = cxt.gen.const('pair', _`${DUPLICATE}(${cxt.data})`)
    cxt.setParams({ pair })
    cxt.fail(_`${pair} !== undefined`)
  },
}

/** ajv's own divides, and so takes 19.99 for no multiple of 0.01. */
const multipleOf: CodeKeywordDefinition = {
  keyword: 'multipleOf',
  type: 'number',
  schemaType: 'number',
  error: {
    message: ({ schema }) => str`must be multiple of ${schema}`,
    params: ({ schema }) => _`{multipleOf: ${schema}}`,
  },
  code: cxt => cxt.fail(_`!${IS_MULTIPLE}(${cxt.data}, ${cxt.schema})`),
}

/** Base64 text, and how many bytes it stands for. */
const bytes: CodeKeywordDefinition = {
  keyword: 'bytes',
  type: 'string',
  schemaType: 'object',
  error: {
    message: 'must be base64 text',
    params: ({ schema }) => _`{least: ${schema.least ?? 0}, most: ${schema.most ?? null}}`,
  },
  code: cxt => {
    const { least = 0, most } = cxt.schema as ByteBounds
    cxt.fail(_`!${IS_BASE64}(${cxt.data}, ${least}${most === undefined ? nil : _`, ${most}`})`)
  },
}

function lengthError(than: 'more' | 'fewer'): NonNullable<CodeKeywordDefinition['error']> {
  return {
    message: ({ schema }) => str`must NOT have ${than} than ${schema} characters`,
    params: ({ schema }) => _`{limit: ${schema}}`,
  }
}

export const KEYWORDS: readonly CodeKeywordDefinition[] = [
  maxLength,
  minLength,
  oneOfValues,
  uniqueItems,
  multipleOf,
  bytes,
  ...APPLICATORS,
  ...OBJECTS,
]
