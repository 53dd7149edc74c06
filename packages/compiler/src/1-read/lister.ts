/** `@list <function>`: who enumerates the resources of a template. */
import { diagnose } from '../diagnostics/catalogue.ts'
import type { Injected, Lister } from '../ir/declaration.ts'
import type { TagScope } from './declaration-tags.ts'
import { type DocComment, withValue } from './doc-comment.ts'
import { injectedBy } from './injected.ts'
import { listedBy, type NotNamed, namedFunction, onlySignature } from './named-function.ts'
import type { Reader } from './reader.ts'
import { ts } from './typescript.js'

export interface ListedSubject {
  readonly scope: TagScope
  readonly comment: DocComment
  readonly node: ts.Node
  /** Whether the URI has variables. */
  readonly isTemplate: boolean
}

/** Empty without the tag, and where a diagnostic says what is wrong with it. */
export function readLister(reader: Reader, { scope, comment, node, isTemplate }: ListedSubject): { lister?: Lister } {
  const tag = comment.tags.find(({ name }) => name === 'list')
  if (tag === undefined) return {}
  const span = scope.span(withValue(tag))
  if (!isTemplate) {
    const help = 'remove it: the resource is in the list by itself'
    reader.report(diagnose('misplaced-tag', { span }, { tag: 'list', where: 'a resource without variables', help }))
    return {}
  }
  const found = functionOf(reader, node, tag.text.trim())
  if (!('problem' in found)) return { lister: found }
  reader.report(
    diagnose('bad-lister', { span }, { ...found, problem: `\`@list ${tag.text.trim()}\`: ${found.problem}` }),
  )
  return {}
}

function functionOf(reader: Reader, node: ts.Node, name: string): Lister | NotNamed {
  const found = namedFunction(reader, node, name)
  if ('problem' in found) return found
  const signature = onlySignature(reader, found.declaration)
  const parameters = signature?.parameters.map(symbol =>
    injectedBy(reader, reader.checker.getTypeOfSymbolAtLocation(symbol, found.declaration)),
  )
  if (signature === undefined || !areInjected(parameters) || !listsResources(reader, signature)) {
    return {
      problem: `\`${name}\` cannot be called with nothing and return resources`,
      label: 'another signature is wanted',
      help: `write \`${name}(): string[]\` that returns URIs, or objects with a \`uri\`, or a promise of them`,
    }
  }
  return { file: found.file, export: found.export, parameters }
}

function areInjected(parameters: readonly (Injected | undefined)[] | undefined): parameters is readonly Injected[] {
  return parameters?.every(parameter => parameter !== undefined) === true
}

/** URIs, or objects that have one. */
function listsResources(reader: Reader, signature: ts.Signature): boolean {
  const { checker } = reader
  const element = listedBy(reader, signature)
  if (element === undefined) return false
  const isText = (type: ts.Type) => checker.isTypeAssignableTo(type, checker.getStringType())
  return (element.isUnion() ? element.types : [element]).every(type => {
    if ((type.flags & ts.TypeFlags.Any) !== 0 || isText(type)) return true
    const uri = type.getProperty('uri')
    return uri !== undefined && isText(checker.getTypeOfSymbol(uri))
  })
}
