/** One function of a project, its types beside it. */
import type { Random } from '../lib/random.ts'

export interface Declared {
  readonly text: string
  /** The file of shared types that it imports from, and what. */
  readonly domain: number
  readonly used: readonly string[]
  /** Names of the types that it exports. */
  readonly types: readonly string[]
}

/** Notes a shared type as used and gives its name in this function's domain. */
type Use = (name: string) => string

const VERBS = ['create', 'find', 'update', 'delete', 'list', 'render', 'plan', 'merge', 'score', 'export'] as const
const NOUNS = [
  'Order',
  'Invoice',
  'Parcel',
  'Ticket',
  'Report',
  'Layout',
  'Account',
  'Job',
  'Route',
  'Release',
] as const
const CHANGES: Readonly<Record<string, string>> = {
  create: '@destructive',
  update: '@destructive',
  delete: '@destructive',
}

export function createFunction(index: number, domains: number, random: Random): Declared {
  const domain = Math.floor(random.next() * domains)
  const used = new Set<string>()
  const use: Use = name => {
    used.add(name + domain)
    return name + domain
  }
  const verb = random.pick(VERBS)
  const name = `${verb}${random.pick(NOUNS)}${index}`
  if (index % 25 === 24) return { ...printPrompt(name), domain, used: [] }
  const result = printResult(use, random)
  const printed =
    index % 10 === 9 ? printResource(name, result) : printTool(name, verb, printInput(use, random), result)
  return { ...printed, domain, used: [...used] }
}

function printTool(name: string, verb: string, input: string, result: string): Pick<Declared, 'text' | 'types'> {
  const [Input, Output] = [`${capital(name)}Input`, `${capital(name)}Output`]
  const text = `export interface ${Input} {
${input}
}

export type ${Output} = ${result}

/**
 * ${sentence(name)}
 *
 * Does the work and says what came of it.
 * @tool
 * ${CHANGES[verb] ?? '@readOnly'}
 * @param input What to do.
 * @returns What was done.
 */
export async function ${name}(input: ${Input}): Promise<${Output}> {
  const words = input.query.split(' ').reduce((sum, word) => sum + word.length, 0)
  if (words > (input.limit ?? 20)) throw new Error(\`Too many: \${words}\`)
  return undefined as unknown as ${Output}
}
`
  return { text, types: [Input, Output] }
}

function printResource(name: string, result: string): Pick<Declared, 'text' | 'types'> {
  const Output = `${capital(name)}Output`
  const text = `export type ${Output} = ${result}

/**
 * ${sentence(name)}
 * @resource app://${name}/{id}
 * @mimeType application/json
 */
export async function ${name}(id: string): Promise<${Output}> {
  return JSON.parse(id) as ${Output}
}
`
  return { text, types: [Output] }
}

function printPrompt(name: string): Pick<Declared, 'text' | 'types'> {
  const text = `/**
 * ${sentence(name)}
 * @prompt
 * @param topic What it is about.
 * @param tone How it sounds.
 */
export function ${name}(topic: string, tone: 'short' | 'long' = 'short'): string {
  return \`Write something \${tone} about \${topic}.\`
}
`
  return { text, types: [] }
}

/** A property with the share of functions that have it. */
type Part = readonly [share: number, print: (use: Use) => string]

const INPUT: readonly Part[] = [
  [1, () => '  /** Who asks. @format uuid */\n  requester: string'],
  [1, () => '  /** Free text. @minLength 1 @maxLength 200 */\n  query: string'],
  [1, () => '  /** Page size. @integer @minimum 1 @maximum 100 @default 20 */\n  limit?: number'],
  [0.6, use => `  priority?: ${use('Priority')}`],
  [0.5, use => `  /** The person. */\n  person: ${use('Person')}`],
  [0.5, use => `  shape: ${use('Shape')}`],
  [0.4, use => `  price: ${use('Money')} | null`],
  [0.4, use => `  patch?: ${use('Patch')}<Pick<${use('Person')}, 'name' | 'email' | 'age'>>`],
  [0.3, use => `  tree?: ${use('Tree')}`],
  [0.3, use => `  reference: ${use('Id')}<'job' | 'run'>`],
  [0.4, () => `  options: { dryRun: boolean; retries?: 0 | 1 | 2 | 3; mode: 'fast' | 'safe' } & { trace?: boolean }`],
  [0.3, () => `  filters: Array<{ field: string; op: 'eq' | 'ne' | 'lt' | 'gt'; value: string | number | boolean }>`],
  [0.3, () => '  window?: readonly [from: string, to: string]'],
]

function printInput(use: Use, random: Random): string {
  return INPUT.flatMap(([share, print]) => (random.chance(share) ? [print(use)] : [])).join('\n')
}

function printResult(use: Use, random: Random): string {
  const print = random.pick<() => string>([
    () => `${use('Page')}<${use('Person')}>`,
    () => '{ ok: true; id: string } | { ok: false; error: { code: number; message: string } }',
    () => `Omit<${use('Person')}, 'meta'> & { score: number }`,
    () => `{ shape: ${use('Shape')}; cost: ${use('Money')} }`,
  ])
  return print()
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}

/** `createOrder7` becomes `Create order 7.` */
function sentence(name: string): string {
  return `${capital(name.replace(/([A-Z]|\d+)/g, ' $1').toLowerCase())}.`
}
