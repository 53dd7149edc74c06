/** Puts what the `@param` lines say on the arguments they name. */
import { diagnose } from '../diagnostics/catalogue.ts'
import type { Doc, Property, Type } from '../ir/type.ts'
import { amend } from './amend.ts'
import { applyStatements, onValue, withNotice } from './describe.ts'
import { withValue } from './doc-comment.ts'
import type { Owner } from './owner.ts'
import { type ParamTag, readParamTags } from './param-tags.ts'
import type { Statement } from './statement.ts'
import { isOfDeclarations, NOT_YET, nearest, OF_VALUES, suggestion } from './tag-names.ts'
import type { TypeReader } from './type-reader.ts'

interface Lines {
  readonly tags: readonly ParamTag[]
  readonly owner: Owner
}

/** For positional parameters, and for the members of one object. */
export function applyParamTags(types: TypeReader, input: Type, { tags, owner }: Lines): Type {
  let documented = input
  const seen = new Set<string>()
  for (const param of tags) {
    const span = types.reader.span(owner.node, withValue(param.tag))
    const name = param.path.join('.')
    if (seen.has(name)) types.reader.report(diagnose('repeated-tag', { span }, { tag: `param ${name}` }))
    seen.add(name)
    const amended = amend(types, documented, param.path, property => applyParam(types, property, param, owner))
    if (amended === undefined)
      types.reader.report(diagnose('unknown-parameter', { span }, { name, known: knownNames(types, documented) }))
    else documented = amended
  }
  return documented
}

/**
 * For one object: `@param input.limit`, under the parameter's name or, where it is destructured, under any; then
 * `@param limit` too. A line for the object as a whole says nothing that a client is shown.
 */
export function documentArguments(
  types: TypeReader,
  input: Type,
  of: { owner: Owner; name: string | undefined },
): Type {
  const all = readParamTags(of.owner.comment)
  const members = all.flatMap((param): ParamTag[] => {
    const [first, ...rest] = param.path
    if (first === of.name) return rest.length === 0 ? [] : [{ ...param, path: rest }]
    if (of.name !== undefined || hasProperty(types, input, first)) return [param]
    return rest.length === 0 ? [] : [{ ...param, path: rest }]
  })
  return applyParamTags(types, input, { tags: members, owner: of.owner })
}

function hasProperty(types: TypeReader, type: Type, name: string | undefined): boolean {
  const resolved = types.resolve(type)
  if (resolved?.kind === 'union') return resolved.members.some(member => hasProperty(types, member, name))
  return resolved?.kind === 'object' && resolved.properties.some(property => property.name === name)
}

function applyParam(types: TypeReader, property: Property, param: ParamTag, owner: Owner): Property {
  const { reader } = types
  const statements: Statement[] = param.inline.map(({ name, value, start, end }) => ({
    name,
    value,
    span: reader.span(owner.node, { start, end }),
  }))
  for (const statement of statements) checkInline(types, statement)
  const { type, doc } = applyStatements(types, property.type, statements, true)
  const text = withNotice(param.text, statements)
  // An initializer is what the function really does: it wins over what a comment says of it.
  return {
    ...property,
    type,
    optional: property.optional || doc.default !== undefined,
    doc: { ...property.doc, ...(text !== '' && { description: text }), ...doc, ...keepDefault(property, doc) },
  }
}

function keepDefault({ doc }: Property, said: Doc): Pick<Doc, 'default' | 'span'> {
  if (doc.default === undefined) return {}
  const { default: _, ...rest } = said.span ?? {}
  const span = { ...rest, ...doc.span }
  return { default: doc.default, ...(Object.keys(span).length > 0 && { span }) }
}

function checkInline(types: TypeReader, { name, span }: Statement): void {
  if (OF_VALUES.has(name) || types.reader.allowedTags.has(name)) return
  if (NOT_YET.has(name)) {
    types.reader.report(diagnose('not-yet-supported', { span }, { tag: name }))
    return
  }
  if (isOfDeclarations(name)) {
    types.reader.report(diagnose('misplaced-tag', { span }, onValue(name)))
    return
  }
  const near = suggestion(name) ?? nearest(name, OF_VALUES)
  types.reader.report(diagnose('unknown-tag', { span }, { tag: name, ...(near !== undefined && { suggestion: near }) }))
}

function knownNames(types: TypeReader, type: Type): string {
  const resolved = types.resolve(type)
  const names = resolved?.kind === 'object' ? resolved.properties.map(property => `\`${property.name}\``) : []
  return names.length > 1 ? `one of ${names.join(', ')}` : names.join()
}
