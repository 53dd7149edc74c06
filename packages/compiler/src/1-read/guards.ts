/** `@guard` and `@scope`: who may see a declaration, and who may use it. */
import { diagnose } from '../diagnostics/catalogue.ts'
import { BUILT_IN, type Guard, guardKey } from '../ir/guard.ts'
import type { Span } from '../ir/span.ts'
import { badValue, type TagScope } from './declaration-tags.ts'
import { type DocComment, type DocTag, withValue } from './doc-comment.ts'
import { type Asked, functionNames, readGuardFunction } from './guard-function.ts'
import type { Reader } from './reader.ts'
import { nearest } from './tag-names.ts'

export interface Guarded {
  readonly scope: TagScope
  readonly comment: DocComment
  /** The declared function, in whose module names are looked up. */
  readonly node: Asked['node']
}

export function readGuards(reader: Reader, { scope, comment, node }: Guarded): Guard[] {
  const tags = comment.tags.filter(({ name }) => name === 'guard')
  const seen = new Set<string>()
  return tags.flatMap(tag => {
    const written = parseGuard(tag.value)
    if (written === undefined) {
      badValue(scope, tag, 'a guard and perhaps an argument, as in `authenticated` or `permission reports:read`')
      return [{ name: tag.value }]
    }
    const span = scope.span(withValue(tag))
    const guard = isBuiltIn(written)
      ? checkBuiltIn(written, { span, alone: tags.length === 1, report: reader.report })
      : readGuardFunction(reader, { ...written, span, node }, () => unknown(reader, written, { span, node }))
    // What is wrong is no reason to say that nothing is guarded.
    if (guard === undefined) return [{ name: written.name }]
    const key = guardKey(guard)
    if (seen.has(key)) reader.report(diagnose('repeated-tag', { span }, { tag: `guard ${tag.value}` }))
    seen.add(key)
    return [guard]
  })
}

/** A guard as it is written. */
export interface Written {
  readonly name: string
  readonly argument?: string
  /** Written as a link, which is to a function. */
  readonly linked: boolean
}

const LINK = /^\{@link(?:code|plain)?\s+([^\s|}]+)[^}]*\}/

/** Undefined for more than two words, and for none. */
export function parseGuard(text: string): Written | undefined {
  const [link, target] = LINK.exec(text) ?? []
  const [name = '', argument, ...more] = `${target ?? ''}${text.slice(link?.length ?? 0)}`.trim().split(/\s+/)
  if (name === '' || more.length > 0) return undefined
  return { name, ...(argument !== undefined && { argument }), linked: link !== undefined }
}

export function isBuiltIn({ name, linked }: Written): boolean {
  return !linked && BUILT_IN.some(one => one === name)
}

interface BuiltInPlace {
  readonly span: Span
  /** It is the only guard of its declaration. */
  readonly alone: boolean
  readonly report: Reader['report']
}

/** A built-in guard, if it stands with the argument that it takes. */
export function checkBuiltIn({ name, argument }: Written, { span, alone, report }: BuiltInPlace): Guard | undefined {
  const refuse = (problem: string, label: string, help: string): undefined => {
    report(diagnose('bad-guard', { span }, { problem, label, help }))
  }
  if (name === 'permission' && argument === undefined) {
    return refuse('`@guard permission` says no permission', 'of which name?', 'write `@guard permission reports:read`')
  }
  if (name !== 'permission' && argument !== undefined) {
    return refuse(`\`@guard ${name}\` takes no argument`, 'not taken', `write \`@guard ${name}\``)
  }
  if (name === 'none' && !alone) {
    return refuse('`@guard none` stands beside other guards', 'all must hold', 'keep `none`, or keep the others')
  }
  return { name, ...(argument !== undefined && { argument }) }
}

function unknown(reader: Reader, { name, linked }: Written, { span, node }: Pick<Asked, 'span' | 'node'>): void {
  const candidates = [...(linked ? [] : BUILT_IN), ...functionNames(reader, node)]
  const suggestion = nearest(name, candidates)
  reader.report(diagnose('unknown-guard', { span }, { name, ...(suggestion !== undefined && { suggestion }) }))
}

/** RFC 6749 §3.3: a scope is printable ASCII without a space, `"` and `\`. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/

export function readScopes(scope: TagScope, comment: DocComment): string[] {
  const tags = comment.tags.filter(({ name }) => name === 'scope')
  const seen = new Set<string>()
  return tags.flatMap((tag: DocTag) => {
    if (!SCOPE.test(tag.value)) {
      badValue(scope, tag, 'one scope, as in `files:write`')
      return []
    }
    if (seen.has(tag.value)) {
      scope.reader.report(diagnose('repeated-tag', { span: scope.span(withValue(tag)) }, { tag: `scope ${tag.value}` }))
      return []
    }
    seen.add(tag.value)
    return [tag.value]
  })
}
