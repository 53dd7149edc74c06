/** Hand-written bindings, calls and features: what the compiler and the eras make, without either. */
import assert from 'node:assert/strict'
import { validateCode } from '../../../packages/compiler/src/4-emit/ajv.ts'
import type { Call, PromptOutcome, ResourceOutcome, ToolOutcome } from '../../../packages/runtime/src/features/call.ts'
import type { AbortReason } from '../../../packages/runtime/src/features/context.ts'
import { createFeatures } from '../../../packages/runtime/src/features/create-features.ts'
import type { Features } from '../../../packages/runtime/src/features/features.ts'
import type { Failure, FeaturesOptions, LogEntry } from '../../../packages/runtime/src/features/options.ts'
import type {
  AppDefinition,
  Given,
  PromptBinding,
  ResourceBinding,
  RouteBinding,
  TemplateBinding,
  ToolBinding,
  Validate,
} from '../../../packages/runtime/src/manifest.ts'
import type { JsonObject, JsonValue } from '../../../packages/runtime/src/protocol/json.ts'
import * as helpers from '../../../packages/runtime/src/validation.ts'

export type Run = (args: JsonObject, given: Given) => unknown

/** A tool whose module is `{ run }`. */
export function tool(name: string, run: Run, more: Partial<ToolBinding> = {}): ToolBinding {
  return {
    ...common(name, run),
    entry: JSON.stringify({ name, inputSchema: { type: 'object' } }),
    result: 'text',
    ...more,
  }
}

/** A tool that takes what its schema says. */
export function checkedTool(name: string, schema: JsonObject, run: Run, more: Partial<ToolBinding> = {}): ToolBinding {
  return tool(name, run, {
    entry: JSON.stringify({ name, inputSchema: schema }),
    validators: async () => ({ input: validate(schema) }),
    ...more,
  })
}

export function resource(uri: string, run: Run, more: Partial<ResourceBinding> = {}): ResourceBinding {
  return { ...common(uri, run), entry: JSON.stringify({ uri, name: uri }), uri, result: 'text', ...more }
}

/** A template whose `{var}` and `{+var}` are matched as the compiler matches them. */
export function template(uriTemplate: string, run: Run, more: Partial<TemplateBinding> = {}): TemplateBinding {
  const variables = [...uriTemplate.matchAll(/\{\+?(\w+)\}/g)].map(match => match[1] ?? '')
  const source = uriTemplate.replace(/\{(\+?)\w+\}/g, (_, plus) => (plus ? '(.+)' : '([^/?#]+)'))
  const schema: JsonObject = {
    type: 'object',
    properties: Object.fromEntries(variables.map(name => [name, { type: 'string' }])),
    required: variables,
    additionalProperties: false,
  }
  return {
    ...common(uriTemplate, run),
    entry: JSON.stringify({ uriTemplate, name: uriTemplate }),
    uriTemplate,
    pattern: new RegExp(`^${source}$`),
    variables,
    result: 'text',
    validators: async () => ({ input: validate(schema) }),
    ...more,
  }
}

export function prompt(name: string, run: Run, more: Partial<PromptBinding> = {}): PromptBinding {
  return { ...common(name, run), entry: JSON.stringify({ name }), result: 'content', ...more }
}

/** `GET /name`, unless it says otherwise. */
export function route(name: string, run: Run, more: Partial<RouteBinding> = {}): RouteBinding {
  const entry = JSON.stringify({ name, inputSchema: { type: 'object' } })
  return { ...common(name, run), method: 'GET', path: `/${name}`, entry, result: 'text', ...more }
}

function common(name: string, run: Run) {
  return {
    name,
    source: `src/test.ts#${name}`,
    load: async () => ({ run }),
    run: (module: { run: Run }, args: JsonObject, given: Given) => module.run(args, given),
  }
}

/** The validator that a build writes for a schema, with a function for each entry of `$defs`. */
export function validate(schema: JsonObject): Validate {
  const named = JSON.parse(JSON.stringify(schema).replace(/"#\/\$defs\/(\w+)"/g, '"is$1"'))
  const { $defs = {}, ...input } = named
  const others = Object.entries($defs).map(([name, definition]) => [`is${name}`, definition])
  const code = validateCode({ input, ...Object.fromEntries(others) }).replaceAll('export function ', 'function ')
  return new Function(...Object.keys(helpers), `${code}\nreturn input`)(...Object.values(helpers))
}

/** Features whose functions answer; what asks is tested with the eras. */
export type Answering = Omit<Features, 'callTool' | 'readResource' | 'getPrompt'> & {
  callTool(call: Call): ToolOutcome | Promise<ToolOutcome>
  readResource(call: Call): ResourceOutcome | Promise<ResourceOutcome>
  getPrompt(call: Call): PromptOutcome | Promise<PromptOutcome>
}

export interface Served {
  readonly features: Answering
  readonly failures: Failure[]
  readonly logs: LogEntry[]
}

export function serve(definition: Partial<AppDefinition>, options: Partial<FeaturesOptions> = {}): Served {
  const failures: Failure[] = []
  const logs: LogEntry[] = []
  const features = createFeatures(
    { contract: 1, name: 'test', version: '1.0.0', ...definition },
    {
      strict: false,
      errors: 'hidden',
      validateOutput: true,
      calls: 6000,
      completions: 1200,
      guardTimeout: 5000,
      clock: () => 0,
      report: failure => failures.push(failure),
      log: entry => logs.push(entry),
      ...options,
    },
  )
  return { features: features as Answering, failures, logs }
}

export interface TestCall extends Call {
  readonly sent: { method: string; params: JsonObject }[]
  abort(cause: AbortReason['cause']): void
}

export function call(params: JsonObject, more: Partial<Call> = {}): TestCall {
  const sent: TestCall['sent'] = []
  let listener: ((cause: AbortReason['cause']) => void) | undefined
  return {
    params,
    principal: undefined,
    request: undefined,
    client: undefined,
    clientCapabilities: {},
    progressToken: undefined,
    logLevel: undefined,
    notify: (method, notified) => sent.push({ method, params: notified }),
    onAbort: added => {
      if (listener !== undefined) throw new Error('a call takes one listener')
      listener = added
    },
    sent,
    abort: cause => listener?.(cause),
    ...more,
  }
}

/** What a client reads of a tool's outcome. */
export interface Answer {
  readonly content: JsonObject[]
  readonly structuredContent?: JsonValue
  readonly wrap?: true
  readonly isError?: true
  readonly meta?: JsonObject
}

/** Calls a tool of one's own app and parses the outcome. */
export async function callTool(served: Served, name: string, args?: JsonValue): Promise<Answer> {
  const params = args === undefined ? { name } : { name, arguments: args }
  const { content, isText, structuredContent, ...rest } = await served.features.callTool(call(params))
  const blocks: JsonObject[] = JSON.parse(content)
  if (isText) assert.deepEqual(blocks, [{ type: 'text', text: blocks[0]?.['text'] }])
  return {
    content: blocks,
    ...(structuredContent !== undefined && { structuredContent: JSON.parse(structuredContent) }),
    ...rest,
  }
}

/** The text of an outcome that is one block of text. */
export function textOf(answer: Answer): string {
  const [block] = answer.content
  if (answer.content.length !== 1 || typeof block?.['text'] !== 'string') throw new Error('expected one text block')
  return block['text']
}
