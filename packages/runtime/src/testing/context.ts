/** A context for the test of one function, without an application around it. */
import type { Asks } from '../features/asks/asks.ts'
import type { LogLevel } from '../features/call.ts'
import type { Change, Changes } from '../features/changes.ts'
import type { AbortReason, ClientInfo, Context, McpRequest } from '../features/context.ts'
import { createContext } from '../features/create-context.ts'
import { NotFound } from '../features/errors.ts'
import { createGiven } from '../features/given.ts'
import { type PrincipalInit, principalFrom } from '../features/principal.ts'
import type { JsonObject } from '../protocol/json.ts'
import { type Answers, answerOf, sampledOf } from './answers.ts'
import type { Progress } from './types.ts'

export interface TestContextOptions {
  readonly principal?: PrincipalInit
  readonly request?: McpRequest
  readonly client?: ClientInfo
  /** What `readResource` finds, by URI. */
  readonly resources?: Readonly<Record<string, readonly JsonObject[]>>
  /** What asks are answered with. */
  readonly answers?: Answers
}

export interface TestContext extends Context {
  /** What the function logged, in order. */
  readonly logged: readonly { readonly level: LogLevel; readonly message: string; readonly data?: unknown }[]
  /** The progress that a client would have been sent. */
  readonly progressed: readonly Progress[]
  /** What the function said has changed. */
  readonly changed: readonly Change[]
  /** Aborts `signal`. Default `cancelled`. */
  abort(cause?: AbortReason['cause']): void
}

/** Makes a context that behaves as in a call, with a client that wants to know everything. */
export function testContext(options: TestContextOptions = {}): TestContext {
  const logged: TestContext['logged'][number][] = []
  const progressed: Progress[] = []
  const changed: Change[] = []
  let aborted: ((cause: AbortReason['cause']) => void) | undefined
  const call = {
    params: {},
    principal: options.principal && principalFrom(options.principal),
    request: options.request,
    client: options.client,
    clientCapabilities: {},
    progressToken: 0,
    logLevel: 'debug' as const,
    notify(method: string, { progressToken: _, ...params }: JsonObject) {
      if (method === 'notifications/progress') progressed.push(params as unknown as Progress)
    },
    onAbort(listener: NonNullable<typeof aborted>) {
      aborted = listener
    },
  }
  const surroundings = surroundingsOf(options, {
    log: entry => logged.push(entry),
    changes: { publish: change => void changed.push(change), subscribe: () => () => {} },
  })
  return {
    ...membersOf(createContext(createGiven(call, NOTHING, surroundings))),
    ...answered(options.answers ?? {}),
    logged,
    progressed,
    changed,
    abort: (cause = 'cancelled') => aborted?.(cause),
  }
}

/** All of them made now, so that a test can put its own beside them. */
function membersOf(context: Context): Context {
  const members: Record<string, unknown> = {}
  for (const name in context) members[name] = context[name as keyof Context]
  return members as unknown as Context
}

type Given = Parameters<typeof createGiven>

const NOTHING: Given[1] = {
  binding: { name: 'test', source: 'test', entry: '{}', load: async () => ({}), run: () => undefined },
  isGated: false,
  module: {},
  input: undefined,
  coerce: undefined,
  decode: undefined,
  output: undefined,
  encode: undefined,
}

function surroundingsOf(
  { resources = {} }: TestContextOptions,
  { log, changes }: { log: (entry: TestContext['logged'][number]) => void; changes: Changes },
): Given[2] {
  return {
    options: {
      strict: false,
      errors: 'shown',
      validateOutput: false,
      calls: 1,
      completions: 1,
      guardTimeout: 1,
      clock: () => performance.now(),
      report: () => {},
      log: ({ level, message, data }) => log({ level, message, ...(data !== undefined && { data }) }),
    },
    form: () => undefined,
    changes,
    async readResource(uri) {
      const found = Object.hasOwn(resources, uri) ? resources[uri] : undefined
      if (found === undefined) throw new NotFound(`Resource not found: ${uri}`)
      return found
    },
  }
}

function answered(answers: Answers): Asks {
  const answer = async (key: string, { id }: { id?: string | number } = {}) =>
    answerOf(answers, id === undefined ? key : `${key}:${id}`, 'testContext') as never
  return {
    elicit: (key, _message, options) => answer(key, options),
    elicitForm: (key, _message, _schema, options) => answer(key, options),
    elicitUrl: (key, _message, _url, options) => answer(key, options),
    sample: async (key, _prompt, options) => sampledOf(await answer(key, options)) as never,
    roots: (key, options) => answer(key, options),
    once: async (_key, step) => step(),
    can: () => true,
  }
}
