/** `targets` of the config: which clients and revisions a server is for, and what they are known not to take. */

/** What a schema may have that some clients do not take. */
export type Limit =
  /** References: what they mean is written in their place. */
  | 'references'
  /** Lists whose items have a type each. */
  | 'tuples'
  /** `oneOf`: said as `anyOf` or `enum`. */
  | 'oneOf'
  /** `const`: said as `enum`. */
  | 'const'
  /** Choices of anything but strings: said in words. */
  | 'otherEnums'
  /** Schemas without a type. */
  | 'untyped'
  /** Objects with any names: said in words. */
  | 'openObjects'
  /** Whether an object is closed is not said. */
  | 'closing'
  /** Properties that may be absent: they are present, and may be `null`. */
  | 'optional'

export interface TargetLimits {
  readonly limits: readonly Limit[]
  /** Keywords that are said in words instead. */
  readonly keywords: readonly string[]
  /** How long a tool's name may be together with the server's, as the client puts them together. */
  readonly name?: { readonly most: number; readonly around: number }
}

const CLIENT: readonly Limit[] = ['references']
const NOTHING: TargetLimits = { limits: [], keywords: [] }

/** Keywords of OpenAPI 3.0, which function declarations of Gemini are written in, are all that stay. */
const GEMINI = [
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'uniqueItems',
  'contentEncoding',
  'deprecated',
  'examples',
]

const OPENAI = [
  'minLength',
  'maxLength',
  'uniqueItems',
  'minProperties',
  'maxProperties',
  'contentEncoding',
  'default',
  'deprecated',
  'examples',
]

/** `docs/targets.md` names the sources of each. */
const TARGETS = {
  '2026-07-28': NOTHING,
  '2025-11-25': NOTHING,
  '2025-06-18': { limits: ['tuples'], keywords: [] },
  '2025-03-26': { limits: ['tuples'], keywords: [] },
  claude: { limits: CLIENT, keywords: [], name: { most: 64, around: 'mcp____'.length } },
  cursor: { limits: CLIENT, keywords: [], name: { most: 59, around: 1 } },
  vscode: { limits: [...CLIENT, 'tuples'], keywords: [], name: { most: 64, around: 'mcp__'.length } },
  copilot: { limits: [...CLIENT, 'tuples'], keywords: [], name: { most: 64, around: 1 } },
  gemini: {
    limits: [...CLIENT, 'tuples', 'oneOf', 'const', 'otherEnums', 'untyped', 'openObjects', 'closing'],
    keywords: GEMINI,
    name: { most: 63, around: 'mcp__'.length },
  },
  'openai-strict': {
    limits: ['tuples', 'oneOf', 'untyped', 'openObjects', 'optional'],
    keywords: OPENAI,
    name: { most: 64, around: 1 },
  },
} as const satisfies Record<string, TargetLimits>

export type Target = keyof typeof TARGETS

export const TARGET_NAMES = Object.keys(TARGETS) as readonly Target[]

export function isTarget(name: string): name is Target {
  return Object.hasOwn(TARGETS, name)
}

export function limitsOfTarget(target: Target): TargetLimits {
  return TARGETS[target]
}

/** What none of the targets takes, together. */
export interface Limits {
  has(limit: Limit): boolean
  readonly keywords: ReadonlySet<string>
}

/** Undefined where the targets take everything. */
export function limitsOf(targets: readonly Target[]): Limits | undefined {
  const all = targets.map(limitsOfTarget)
  const limits = new Set(all.flatMap(one => one.limits))
  const keywords = new Set(all.flatMap(one => one.keywords))
  return limits.size === 0 && keywords.size === 0 ? undefined : { has: limit => limits.has(limit), keywords }
}
