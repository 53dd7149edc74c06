/** Declarations with bindings written by hand, one for every way in which a call can go. */
import { EventEmitter } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import type { Context } from '../../packages/runtime/src/features/context.ts'
import { UserError } from '../../packages/runtime/src/features/errors.ts'
import type {
  AppDefinition,
  Given,
  PromptBinding,
  ResourceBinding,
  TemplateBinding,
  ToolBinding,
  Validate,
  Validators,
} from '../../packages/runtime/src/manifest.ts'
import type { JsonObject } from '../../packages/runtime/src/protocol/json.ts'

type Run = (args: JsonObject, context: Context) => unknown

interface ToolParts {
  readonly entry?: object
  readonly validators?: Validators
  readonly result?: ToolBinding['result']
  readonly wrap?: true
  readonly mirrors?: ToolBinding['mirrors']
  readonly asks?: ToolBinding['asks']
}

/** Emits a tool's name when `wait` or `sleep` has begun. */
export const running = new EventEmitter()

/** How the calls of the tools that wait ended: abort reasons in order. */
export const aborted: string[] = []

const binding = (name: string, run: Run) => ({
  name,
  source: `src/tests.ts#${name}`,
  load: async () => ({}),
  run: (_module: unknown, args: JsonObject, given: Given) => run(args, given.context),
})

/** A tool whose arguments are anything unless `parts` says more. */
export function tool(name: string, run: Run, parts: ToolParts = {}): ToolBinding {
  const entry = { name, description: `The tool ${name}.`, inputSchema: { type: 'object' }, ...parts.entry }
  const validators: Validators = { input: () => true, ...parts.validators }
  return {
    ...binding(name, run),
    entry: JSON.stringify(entry),
    result: parts.result ?? 'text',
    validators: async () => validators,
    ...(parts.wrap && { wrap: true }),
    ...(parts.mirrors && { mirrors: parts.mirrors }),
    ...(parts.asks && { asks: parts.asks }),
  }
}

const object = (properties: object, required: string[]) => ({ type: 'object', properties, required })
const integer = { type: 'integer' }

const isSum: Validate = value => {
  const { a, b } = value as JsonObject
  const right = Number.isInteger(a) && Number.isInteger(b)
  isSum.errors = right ? null : [{ instancePath: '/a', keyword: 'type', params: { type: 'integer' } }]
  return right
}

async function untilAborted({ signal }: Context): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<void>()
  running.emit('wait')
  signal.addEventListener('abort', () => resolve(), { once: true })
  await promise
  aborted.push(String(signal.reason.cause))
  return 'too late'
}

const TOOLS: readonly ToolBinding[] = [
  tool('add', ({ a, b }) => ({ sum: Number(a) + Number(b) }), {
    result: 'data',
    validators: { input: isSum },
    entry: {
      title: 'Add',
      description: 'Adds two integers.',
      inputSchema: object({ a: integer, b: integer }, ['a', 'b']),
      outputSchema: object({ sum: integer }, ['sum']),
      annotations: { readOnlyHint: true },
      icons: [{ src: 'data:image/png;base64,AA==' }],
      _meta: { 'com.example/origin': 'tests' },
    },
  }),
  tool('echo', ({ text }) => String(text)),
  tool('refuse', () => {
    throw new UserError('Not today.')
  }),
  tool('crash', () => {
    throw new Error('the password is 123456')
  }),
  tool('primes', () => [2, 3, 5], {
    result: 'data',
    wrap: true,
    entry: { outputSchema: { type: 'array', items: { $ref: '#/$defs/prime' }, $defs: { prime: integer } } },
  }),
  tool(
    'link',
    () => [{ type: 'resource_link', uri: 'note://one', name: 'one', title: 'Note one', description: 'The first.' }],
    {
      result: 'content',
    },
  ),
  tool('count', (_args, context) => {
    for (const done of [1, 2, 3]) context.progress(done, 3, `step ${done}`)
    return 'counted'
  }),
  tool('talk', async (_args, context) => {
    context.log.debug('a detail')
    context.log.info('a fact')
    await delay(1)
    context.log.error('a failure', { code: 7 })
    return 'talked'
  }),
  tool('wait', (_args, context) => untilAborted(context)),
  tool('sleep', async () => {
    running.emit('sleep')
    await delay(50)
    return 'slept'
  }),
]

const RESOURCES: readonly ResourceBinding[] = [
  {
    ...binding('one', () => 'The first note.'),
    uri: 'note://one',
    mimeType: 'text/plain',
    result: 'text',
    entry: JSON.stringify({
      uri: 'note://one',
      name: 'one',
      title: 'Note one',
      mimeType: 'text/plain',
      annotations: { priority: 1, lastModified: '2026-01-01T00:00:00Z' },
    }),
  },
]

const TEMPLATES: readonly TemplateBinding[] = [
  {
    ...binding('user', ({ id }) => ({ id: String(id) })),
    uriTemplate: 'users://{id}',
    pattern: /^users:\/\/([^/]+)$/,
    variables: ['id'],
    mimeType: 'application/json',
    result: 'data',
    entry: JSON.stringify({ uriTemplate: 'users://{id}', name: 'user', title: 'A user', mimeType: 'application/json' }),
    validators: async () => ({ input: () => true, decode: strings => ({ args: { ...strings }, problems: [] }) }),
  },
]

const PROMPTS: readonly PromptBinding[] = [
  {
    ...binding('review', ({ topic }) => `Review ${String(topic)}.`),
    result: 'text',
    entry: JSON.stringify({
      name: 'review',
      title: 'Review',
      description: 'Asks for a review.',
      arguments: [{ name: 'topic', title: 'Topic', description: 'What to review.', required: true }],
    }),
    validators: async () => ({ input: () => true, decode: strings => ({ args: { ...strings }, problems: [] }) }),
    completions: [{ argument: 'topic', values: ['the plan', 'the budget', 'everything'] }],
  },
]

export const DECLARATIONS: Pick<AppDefinition, 'tools' | 'resources' | 'templates' | 'prompts'> = {
  tools: TOOLS,
  resources: RESOURCES,
  templates: TEMPLATES,
  prompts: PROMPTS,
}

/** A tool that asks in two rounds. */
const ASKING = tool(
  'deploy',
  async (_args, context) => {
    const plan = await context.once('plan', () => ({ steps: 3 }))
    const answer = await context.elicit<{ yes: boolean }>('confirm', `Deploy in ${plan.steps} steps?`)
    if (!answer.content?.yes) return 'Not deployed.'
    const name = await context.elicit<{ name: string }>('name', 'Who deploys?')
    return `Deployed by ${name.content?.name ?? 'nobody'}.`
  },
  { asks: { requires: ['elicitation'], forms: ['confirm', 'name'], remembers: true } },
)

/** Asks in every other way, at once. */
const SURVEYING = tool(
  'survey',
  async (_args, context) => {
    const [roots, sampled, page] = await Promise.all([
      context.roots('where'),
      context.sample('summary', 'Sum it up.', { maxTokens: 50 }),
      context.elicitUrl('page', 'Open the page.', 'https://example.com/survey'),
    ])
    return `${roots[0]?.uri}, ${sampled.text}, ${page.action}`
  },
  { asks: {} },
)

/** Says something, and goes on until it is aborted. */
const WAITING = tool('dig', async (_args, context) => {
  context.progress(1, 2)
  return untilAborted(context)
})

const MIRRORING = tool('visit', ({ country }) => `Welcome to ${country}.`, {
  entry: {
    inputSchema: {
      type: 'object',
      properties: { country: { type: 'string', 'x-mcp-header': 'Country' } },
      required: ['country'],
    },
  },
  mirrors: [{ header: 'Country', path: ['country'] }],
})

/** Says what changed. */
const TELLING = tool('tell', (_args, context) => {
  context.listChanged('tools')
  context.resourceUpdated('note://one')
  return 'told'
})

/** Runs as a task, and asks on its way. */
const DIGGING: ToolBinding = {
  ...tool(
    'dig',
    async ({ depth }, context) => {
      const answer = await context.elicit<{ yes: boolean }>('confirm', `Dig ${depth} m deep?`)
      return answer.content?.yes ? `A hole of ${depth} m.` : 'No hole.'
    },
    { asks: { requires: ['elicitation'], forms: ['confirm'] } },
  ),
  task: {},
}

/** Tools of the transcripts that ask for them (`# with asking`), so that no other list changes. */
export const MORE_TOOLS: Readonly<Record<string, ToolBinding>> = {
  asking: ASKING,
  surveying: SURVEYING,
  waiting: WAITING,
  mirroring: MIRRORING,
  telling: TELLING,
  digging: DIGGING,
}

export const FORMS: Readonly<Record<string, string>> = {
  confirm: '{"type":"object","properties":{"yes":{"type":"boolean","title":"Go ahead?"}},"required":["yes"]}',
  name: '{"type":"object","properties":{"name":{"type":"string","minLength":2}},"required":["name"]}',
}
