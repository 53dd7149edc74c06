/** The tags that stand beside a declaring tag. */
import { diagnose } from '../diagnostics/catalogue.ts'
import type { Annotations, Cache, Declaration, DeclarationBase } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'
import type { Span } from '../ir/span.ts'
import { descriptionOf, parseJson, writtenValue } from './describe.ts'
import { type DocComment, type DocTag, withValue } from './doc-comment.ts'
import { durationOf } from './duration.ts'
import type { InlineTag } from './inline-tags.ts'
import type { Reader } from './reader.ts'
import { CONSTRAINTS, isOurs, isStandard, NOT_YET, OF_FILES, suggestion } from './tag-names.ts'

export interface DeclarationTags {
  readonly name?: string
  readonly description?: string
  readonly title?: string
  readonly deprecated?: { readonly text?: string }
  readonly calls?: DeclarationBase['calls']
  readonly annotations: Annotations
  readonly mimeType?: string
  readonly cache?: Cache
}

type Kind = Declaration['kind']
type SpanOf = (range: { start: number; end: number }) => Span

export interface TagScope {
  readonly reader: Reader
  readonly kind: Kind
  /** With the other's, where a function is two declarations. */
  readonly kinds: readonly Kind[]
  readonly span: SpanOf
}

/** Tags that mean something on some kinds only. */
const KINDS = new Map<string, readonly Kind[]>([
  ['readOnly', ['tool', 'route']],
  ['destructive', ['tool', 'route']],
  ['idempotent', ['tool', 'route']],
  ['closedWorld', ['tool', 'route']],
  ['task', ['tool']],
  ['timeout', ['tool']],
  ['strict', ['tool']],
  ['formerly', ['tool', 'prompt']],
  ['inputSchema', ['tool']],
  ['outputSchema', ['tool']],
  ['mimeType', ['resource', 'route']],
  ['cache', ['resource']],
  ['list', ['resource']],
  ['complete', ['resource', 'prompt']],
  ['expose', ['route']],
])

/** Tags of a parameter or a property, which say nothing of a function. */
const OF_VALUES = new Set([...CONSTRAINTS, 'default', 'examples', 'header'])

const FLAGS = ['readOnly', 'destructive', 'idempotent', 'closedWorld'] as const
const ONCE = new Set([
  ...FLAGS,
  'task',
  'timeout',
  'strict',
  'inputSchema',
  'outputSchema',
  'name',
  'title',
  'mimeType',
  'cache',
  'list',
  'deprecated',
  'tool',
  'resource',
  'prompt',
  'route',
  'expose',
])

/** Reads a declaration's comment and reports every tag that has no place in it. */
export function readDeclarationTags(scope: TagScope, comment: DocComment): DeclarationTags {
  const { reader, span } = scope
  const seen = new Set<string>()
  for (const tag of comment.tags) {
    checkTag(scope, tag)
    if (ONCE.has(tag.name) && seen.has(tag.name))
      reader.report(diagnose('repeated-tag', { span: span(tag) }, { tag: tag.name }))
    seen.add(tag.name)
  }
  for (const tag of comment.inline) checkInline(scope, tag)
  for (const { name, ...range } of comment.unclosed)
    reader.report(diagnose('unbalanced-braces', { span: span(range) }, { tag: name }))
  const find = (name: string): DocTag | undefined => comment.tags.find(tag => tag.name === name)
  const description = descriptionOf(comment)
  const deprecated = find('deprecated')
  return {
    ...textOf(scope, find('name'), { pattern: /^\S+$/, wanted: 'one word' }),
    ...textOf(scope, find('title'), { pattern: /\S/, wanted: 'a text' }),
    ...(description !== '' && { description }),
    ...(deprecated !== undefined && { deprecated: deprecated.text === '' ? {} : { text: deprecated.text } }),
    ...callsOf(scope, comment),
    annotations: annotationsOf(scope, comment),
    ...textOf(scope, find('mimeType'), { pattern: MIME_TYPE, wanted: 'a media type, as in `text/markdown`' }),
    ...cacheOf(scope, find('cache')),
  }
}

/** Examples that are JSON objects; the others are for people. */
function callsOf({ span }: TagScope, { tags }: DocComment): Pick<DeclarationTags, 'calls'> {
  const calls = tags.flatMap(tag => {
    const parsed = tag.name === 'example' ? parseJson(writtenValue(tag)) : undefined
    const isObject = typeof parsed?.value === 'object' && parsed.value !== null && !Array.isArray(parsed.value)
    return isObject ? [{ ...parsed, span: span(withValue(tag)) }] : []
  })
  return calls.length > 0 ? { calls } : {}
}

const MIME_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(\s*;\s*[\w-]+=("[^"]*"|[^\s;]+))*$/

function checkTag(scope: TagScope, tag: DocTag): void {
  const { reader } = scope
  if (reader.allowedTags.has(tag.name)) return
  const problem = isOurs(tag.name) ? misplaced(scope, tag) : unknown(scope, tag)
  if (problem !== undefined) reader.report(problem)
}

function unknown(scope: TagScope, tag: DocTag | InlineTag): Diagnostic | undefined {
  const near = suggestion(tag.name)
  if (near === undefined && isStandard(tag.name)) return undefined
  return diagnose(
    'unknown-tag',
    { span: scope.span(tag) },
    { tag: tag.name, ...(near !== undefined && { suggestion: near }) },
  )
}

/** What is wrong with a tag of ours where it stands, whatever its value. */
function misplaced(scope: TagScope, tag: DocTag): Diagnostic | undefined {
  const span = scope.span(tag)
  if (NOT_YET.has(tag.name)) return diagnose('not-yet-supported', { span }, { tag: tag.name })
  if (OF_VALUES.has(tag.name)) return constraintProblem(tag.name, scope.span(withValue(tag)))
  if (OF_FILES.has(tag.name)) {
    const help = 'put it into the first comment of the file, above the imports'
    return diagnose('misplaced-tag', { span }, { tag: tag.name, where: 'a declaration', help })
  }
  const kinds = KINDS.get(tag.name)
  if (kinds === undefined || kinds.some(kind => scope.kinds.includes(kind))) return undefined
  const help = `remove it: it is for a ${kinds.join(' or ')}`
  return diagnose('misplaced-tag', { span }, { tag: tag.name, where: `a ${scope.kind}`, help })
}

/** Between braces a declaration has links; a guard there would guard nothing. */
function checkInline(scope: TagScope, tag: InlineTag): void {
  const { reader } = scope
  if (reader.allowedTags.has(tag.name)) return
  const span = scope.span(tag)
  if (OF_VALUES.has(tag.name)) reader.report(constraintProblem(tag.name, span))
  else if (isOurs(tag.name)) {
    const help = `write \`@${tag.name}\` without the braces, at the beginning of a line`
    reader.report(
      diagnose('misplaced-tag', { span }, { tag: tag.name, where: 'a declaration if it stands in braces', help }),
    )
  } else {
    const problem = unknown(scope, tag)
    if (problem !== undefined) reader.report(problem)
  }
}

function constraintProblem(tag: string, span: Span): Diagnostic {
  const help = `put it in the line of the parameter it is for: \`@param name Text. {@${tag} …}\``
  return diagnose('misplaced-tag', { span }, { tag, where: 'the function itself', help })
}

interface TextRule {
  readonly pattern: RegExp
  readonly wanted: string
}

/** The tag's value under its own name, if it is as the rule wants it. */
function textOf(
  scope: TagScope,
  tag: DocTag | undefined,
  rule: TextRule,
): Partial<Record<'name' | 'title' | 'mimeType', string>> {
  if (tag === undefined) return {}
  if (rule.pattern.test(tag.value)) return { [tag.name]: tag.value }
  badValue(scope, tag, rule.wanted)
  return {}
}

function annotationsOf(scope: TagScope, comment: DocComment): Annotations {
  const annotations: { -readonly [K in keyof Annotations]: Annotations[K] } = {}
  for (const flag of FLAGS) {
    const tag = comment.tags.find(({ name }) => name === flag)
    if (tag === undefined) continue
    const isNo = flag === 'destructive' && tag.value === 'false'
    if (isNo) annotations.destructive = false
    else annotations[flag] = true
    if (tag.value !== '' && !isNo) badValue(scope, tag, flag === 'destructive' ? 'no value, or `false`' : 'no value')
  }
  return annotations
}

/** Without a scope the answer is for the caller alone. */
function cacheOf(scope: TagScope, tag: DocTag | undefined): { cache?: Cache } {
  if (tag === undefined) return {}
  const [duration = '', cacheScope = 'private', ...more] = tag.value.trim().split(/\s+/)
  const ttlMs = durationOf(duration)
  if (ttlMs === undefined || !/^(?:public|private)$/.test(cacheScope) || more.length > 0) {
    badValue(scope, tag, 'a duration and perhaps a scope, as in `10m public`')
    return {}
  }
  return { cache: { ttlMs, scope: cacheScope as Cache['scope'] } }
}

export function badValue(scope: TagScope, tag: DocTag, wanted: string): void {
  scope.reader.report(
    diagnose('bad-tag-value', { span: scope.span(withValue(tag)) }, { tag: tag.name, value: tag.value, wanted }),
  )
}
