/** Keywords of objects: which properties are there, of what kind, and which are not declared. */
import { _, type Code, type CodeKeywordDefinition, type KeywordCxt, type Name, stringify } from 'ajv'
import { getProperty } from 'ajv/dist/compile/codegen/index.js'
import type { JsonSchema } from '../3-lower/json-schema.ts'
import { anyOfTests, isOneOf, takesAnything } from './ajv-tests.ts'

/** A name of `Object.prototype` is found on every object: there only the object itself can say. */
function isThere(data: Name, name: string): Code {
  return name in Object.prototype ? _`Object.hasOwn(${data}, ${name})` : _`${data}${getProperty(name)} !== undefined`
}

function isMissing(data: Name, name: string): Code {
  return name in Object.prototype ? _`!${isThere(data, name)}` : _`${data}${getProperty(name)} === undefined`
}

const required: CodeKeywordDefinition = {
  keyword: 'required',
  type: 'object',
  schemaType: 'array',
  error: {
    message: 'must have a required property',
    params: ({ params }) => _`{missingProperty: ${params['name']}}`,
  },
  code: cxt => {
    for (const name of cxt.schema) {
      cxt.setParams({ name: stringify(name) })
      cxt.gen.if(isMissing(cxt.data, name), () => cxt.error(true))
    }
  },
}

const properties: CodeKeywordDefinition = {
  keyword: 'properties',
  type: 'object',
  schemaType: 'object',
  code: cxt => {
    for (const [name, schema] of Object.entries(cxt.schema)) {
      if (takesAnything(schema)) continue
      const subschema = { keyword: 'properties', schemaProp: name, dataProp: name }
      cxt.gen.if(isThere(cxt.data, name), () => cxt.subschema(subschema, cxt.gen.name('valid')))
    }
  },
}

/** Names up to this many are compared one by one; of more a set is made. */
const COMPARED = 16

/** As ajv's own, but never with the schema at hand at run time. */
const additionalProperties: CodeKeywordDefinition = {
  keyword: 'additionalProperties',
  before: 'properties',
  type: 'object',
  schemaType: ['boolean', 'object'],
  error: {
    message: 'must NOT have additional properties',
    params: ({ params }) => _`{additionalProperty: ${params['name']}}`,
  },
  code: cxt => {
    const { gen, data, schema } = cxt
    if (takesAnything(schema)) return
    gen.forIn('key', data, key => {
      const known = knownNames(cxt, key)
      const check = (): void => checkAdditional(cxt, key)
      if (known.length > 0) gen.if(_`!(${anyOfTests(known)})`, check)
      else check()
    })
  },
}

function checkAdditional(cxt: KeywordCxt, key: Name): void {
  if (cxt.schema === false) {
    cxt.setParams({ name: key })
    cxt.error(true)
  } else {
    const subschema = { keyword: 'additionalProperties', dataProp: key, dataPropType: STRING }
    cxt.subschema(subschema, cxt.gen.name('valid'))
  }
}

/** ajv's `Type.Str`, which it does not export. */
const STRING = 1

function knownNames({ gen, parentSchema, it }: KeywordCxt, key: Name): Code[] {
  const { properties = {}, patternProperties = {} } = parentSchema as JsonSchema
  const names = Object.keys(properties)
  const patterns = Object.keys(patternProperties).map(pattern => {
    const code = _`new RegExp(${pattern}, "u")`
    return _`${gen.scopeValue('pattern', { key: `/${pattern}/u`, ref: it.opts.code.regExp(pattern, 'u'), code })}.test(${key})`
  })
  if (names.length <= COMPARED) return [...isOneOf(key, names), ...patterns]
  const set = gen.scopeValue('schema', { ref: properties, code: _`new Set(${stringify(names)})` })
  return [_`${set}.has(${key})`, ...patterns]
}

export const OBJECTS: readonly CodeKeywordDefinition[] = [required, properties, additionalProperties]
