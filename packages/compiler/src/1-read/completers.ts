/** `@complete <parameter> <function>`: who suggests values for an argument of a prompt or a template. */
import { diagnose } from '../diagnostics/catalogue.ts'
import type { Completer } from '../ir/declaration.ts'
import type { Span } from '../ir/span.ts'
import type { Type } from '../ir/type.ts'
import { badValue, type TagScope } from './declaration-tags.ts'
import { type DocComment, withValue } from './doc-comment.ts'
import { injectedBy } from './injected.ts'
import { listedBy, namedFunction, onlySignature } from './named-function.ts'
import type { Reader } from './reader.ts'
import type { TypeReader } from './type-reader.ts'
import { ts } from './typescript.js'

export interface Completed {
  readonly scope: TagScope
  readonly comment: DocComment
  /** The declared function, in whose module the name is looked up. */
  readonly node: ts.Node
  /** The arguments object. */
  readonly input: Type
}

export function readCompleters(types: TypeReader, completed: Completed): Completer[] {
  const { scope, comment, input } = completed
  const resolved = types.resolve(input)
  const known = resolved?.kind === 'object' ? resolved.properties.map(property => property.name) : []
  const seen = new Set<string>()
  return comment.tags.flatMap(tag => {
    if (tag.name !== 'complete') return []
    const [argument, name, ...more] = tag.text.split(/\s+/)
    if (argument === undefined || name === undefined || more.length > 0) {
      badValue(scope, tag, 'a parameter and a function, as in `city cities`')
      return []
    }
    const span = scope.span(withValue(tag))
    if (!known.includes(argument)) {
      const facts = { tag: 'complete', name: argument, known: known.map(one => `\`${one}\``).join(' or ') }
      types.reader.report(diagnose('unknown-parameter', { span }, facts))
      return []
    }
    if (seen.has(argument)) types.reader.report(diagnose('repeated-tag', { span }, { tag: `complete ${argument}` }))
    seen.add(argument)
    const completer = readCompleter(types.reader, { argument, name, span, node: completed.node })
    return completer === undefined ? [] : [completer]
  })
}

interface Named {
  readonly argument: string
  readonly name: string
  readonly span: Span
  readonly node: ts.Node
}

function readCompleter(reader: Reader, named: Named): Completer | undefined {
  const { argument, name, span, node } = named
  const refuse = (problem: string, label: string, help: string): undefined => {
    reader.report(
      diagnose('bad-completer', { span }, { problem: `\`@complete ${argument} ${name}\`: ${problem}`, label, help }),
    )
  }
  const found = namedFunction(reader, node, name)
  if ('problem' in found) return refuse(found.problem, found.label, found.help)
  const parameters = parametersOf(reader, found.declaration)
  if (parameters === undefined)
    return refuse(
      `\`${name}\` cannot be called with a text and return texts`,
      'another signature is wanted',
      `write \`${name}(value: string, filled: Record<string, string>): string[]\`, or a promise of it`,
    )
  return { argument, file: found.file, export: found.export, parameters }
}

/** Undefined for a signature that does not fit. */
function parametersOf(reader: Reader, declaration: ts.Declaration): Completer['parameters'] | undefined {
  const { checker } = reader
  const signature = onlySignature(reader, declaration)
  if (signature === undefined || !returnsTexts(reader, signature)) return undefined
  const wanted: ('value' | 'filled')[] = ['value', 'filled']
  const parameters = signature.parameters.map(symbol => {
    const type = checker.getTypeOfSymbolAtLocation(symbol, declaration)
    const injected = injectedBy(reader, type)
    if (injected !== undefined) return injected
    const next = wanted.shift()
    return next !== undefined && takes(checker, type, next) ? next : undefined
  })
  return parameters.every(parameter => parameter !== undefined) ? parameters : undefined
}

function returnsTexts(reader: Reader, signature: ts.Signature): boolean {
  const { checker } = reader
  const element = listedBy(reader, signature)
  return element !== undefined && checker.isTypeAssignableTo(element, checker.getStringType())
}

/** What is filled in so far may be nothing, so every property must be one that can be absent. */
function takes(checker: ts.TypeChecker, type: ts.Type, what: 'value' | 'filled'): boolean {
  const acceptsText = (one: ts.Type) => checker.isTypeAssignableTo(checker.getStringType(), one)
  if (what === 'value') return acceptsText(type)
  if ((type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0) return true
  return checker.getPropertiesOfType(checker.getNonNullableType(type)).every(property => {
    const optional = (property.flags & ts.SymbolFlags.Optional) !== 0
    return optional && acceptsText(checker.getTypeOfSymbol(property))
  })
}
