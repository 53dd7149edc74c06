/** The tags that a comment may hold: ours, and the standard ones that are known and left alone. */

/** Tags that make an exported function a declaration. */
export const DECLARING = new Set(['tool', 'resource', 'prompt', 'route', 'tools'])

/** Tags of ours that this compiler knows but does not build yet. They are refused: what they ask for must never be ignored. */
export const NOT_YET = new Set(['tools', 'worker', 'group', 'env', 'secret'])

/** Tags of a file's first comment. */
export const OF_FILES = new Set(['prefix'])

/** Tags that say who may see or use a declaration. */
export const ACCESS = new Set(['guard', 'scope'])

/** Tags that stand beside a declaring tag and have no text of their own below their line. */
const BESIDE = new Set([
  'title',
  'name',
  'readOnly',
  'destructive',
  'idempotent',
  'closedWorld',
  'task',
  'timeout',
  'strict',
  'formerly',
  'mimeType',
  'cache',
  'complete',
  'list',
  'icon',
  'inputSchema',
  'outputSchema',
  ...ACCESS,
  ...OF_FILES,
])

export const CONSTRAINTS = new Set([
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'integer',
  'minLength',
  'maxLength',
  'pattern',
  'format',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
])

/** What a property's comment may say of its value beside constraints. */
const VALUES = new Set(['default', 'example', 'examples', 'enumNames', 'header'])

/** What may be said of a value, wherever it is written. */
export const OF_VALUES: ReadonlySet<string> = new Set([...CONSTRAINTS, ...VALUES, 'title', 'deprecated'])

/** Tags that say something of one parameter; the first is ours, the others are JSDoc's names for it. */
export const PARAMS = new Set(['param', 'arg', 'argument'])

/** Tags of ours that own the text on the lines below them. */
const PROSE = new Set([...PARAMS, 'expose', 'description', 'remarks', 'deprecated', 'example', 'examples'])

const STANDARD = new Set(
  (
    'abstract access alias alpha asType async augments author beta borrows bug callback class classdesc component ' +
    'const constant constructor constructs copyright decorator defaultValue defaultvalue desc docType emits ' +
    'enum eventProperty event experimental export exports extends external file fileOverview fileoverview fires func ' +
    'function generator global hidden hideconstructor host ignore implements import inheritDoc inheritdoc inner instance ' +
    'interface internal jsx jsxFrag jsxImportSource jsxRuntime kind label lends lib license link linkcode linkplain listens ' +
    'member memberof method mixes mixin module namespace nocheck override overload overview package packageDocumentation ' +
    'privateRemarks private prop property protected public readonly requires return returns satisfies sealed see self ' +
    'since static summary suppress template this throws TJS-type todo ts-check ts-expect-error ts-ignore ts-nocheck tutorial type ' +
    'typeParam typedef var variation version virtual yield yields'
  ).split(' '),
)

/** Words that other tools read in the comments of types, as keywords of JSON Schema or as parts of a documentation. */
const OF_OTHERS = new Set(['readOnly', 'contentSchema', 'group'])

/** Standard tags that are far likelier a slip for one of ours where a declaration stands. */
const SLIPS = new Map([['readonly', 'readOnly']])

const OURS: ReadonlySet<string> = new Set([...DECLARING, ...NOT_YET, ...BESIDE, ...CONSTRAINTS, ...VALUES, ...PROSE])

export function isOurs(tag: string): boolean {
  return OURS.has(tag)
}

/** Whether a tag says nothing of a single value. JSDoc's own `@name` may stand anywhere. */
export function isOfDeclarations(tag: string): boolean {
  return (BESIDE.has(tag) && tag !== 'title' && tag !== 'name') || tag === 'expose'
}

/** Whether a tag of a type or a property is left to other tools, although it is one of ours elsewhere, or is near one. */
export function isOfOthers(tag: string): boolean {
  return OF_OTHERS.has(tag)
}

export function isStandard(tag: string): boolean {
  return STANDARD.has(tag)
}

/** Whether the lines below a tag are its own text, and not the description's. */
export function ownsText(tag: string): boolean {
  return PROSE.has(tag) || !OURS.has(tag)
}

/** Whether a tag's value is words of a fixed form, so that an `@` behind it begins another tag and is no text. */
export function hasPlainValue(tag: string): boolean {
  return DECLARING.has(tag) || (BESIDE.has(tag) && tag !== 'title')
}

/** The tag of ours that a slip on a declaration stands for, if it is near enough to one. */
export function suggestion(tag: string): string | undefined {
  const slip = SLIPS.get(tag)
  if (slip !== undefined) return slip
  if (OURS.has(tag) || STANDARD.has(tag) || isPrefixed(tag)) return undefined
  if (!suggestions.has(tag)) suggestions.set(tag, nearest(tag, OURS))
  return suggestions.get(tag)
}

/** `@TJS-examples` is another tool's, and no slip. */
function isPrefixed(tag: string): boolean {
  return tag.includes('-') && OURS.has(tag.slice(tag.indexOf('-') + 1))
}

/** A project uses few tags of its own, each many times. */
const suggestions = new Map<string, string | undefined>()

/** The declaring tag that a word is one slip away from; for what stands on any function of a project, not only on ours. */
export function slipOf(tag: string): string | undefined {
  if (OURS.has(tag) || STANDARD.has(tag)) return undefined
  if (!slips.has(tag))
    slips.set(
      tag,
      [...DECLARING].find(one => distance(tag.toLowerCase(), one) <= 1),
    )
  return slips.get(tag)
}

const slips = new Map<string, string | undefined>()

/** The candidate within a third of the word's length in edits, letter case apart. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const limit = Math.max(1, Math.floor(word.length / 3))
  let best: { candidate: string; edits: number } | undefined
  for (const candidate of candidates) {
    const edits = distance(word.toLowerCase(), candidate.toLowerCase())
    if (edits <= limit && (best === undefined || edits < best.edits)) best = { candidate, edits }
  }
  return best?.candidate
}

/** Damerau-Levenshtein (optimal string alignment): a swap of neighbours, as in `gaurd`, is one edit. */
function distance(a: string, b: string): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let edits = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        edits = Math.min(edits, (before[j - 2] ?? 0) + 1)
      row.push(edits)
    }
    before = last
    last = row
  }
  return last[b.length] ?? 0
}
