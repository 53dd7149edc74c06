/** The context of one call, made when a function first asks for it. After the call has ended it does nothing. */
import type { JsonObject } from '../protocol/json.ts'
import { abortController } from './abort.ts'
import { canAsk } from './asks/capabilities.ts'
import { createAsks, UNSEEN } from './asks/create-asks.ts'
import type { LogLevel } from './call.ts'
import { listChange, resourceChange } from './changes.ts'
import type { Context, Log } from './context.ts'
import type { GivenState } from './given-state.ts'
import { toJson } from './to-json.ts'

const GIVEN = Symbol('given')
const MADE = Symbol('made')

interface State {
  readonly [GIVEN]: GivenState
  /** Members that have been made, in the order of `MEMBERS`. */
  readonly [MADE]: unknown[]
}

/** How each member is made when it is first read. */
const MEMBERS: {
  readonly [Name in Exclude<keyof Context, keyof typeof UNSEEN>]: (given: GivenState) => Context[Name]
} = {
  progress: progressReporter,
  log: createLog,
  signal: given => (given.controller ?? abortController(given)).signal,
  can: given => what => canAsk(given.call, what),
  task: given => () => given.startTask?.() ?? Promise.resolve(),
  resourceUpdated: given => uri => given.surroundings.changes.publish(resourceChange(uri)),
  listChanged: given => list => given.surroundings.changes.publish(listChange(list)),
  readResource: given => uri => given.surroundings.readResource(uri, given),
  principal: ({ call }) => call.principal,
  request: ({ call }) => call.request,
  client: ({ call }) => call.client,
}

/** Shared: V8 gives every object literal that has a getter a hidden class of its own, which outlives the call. */
const prototype: object = Object.defineProperties(
  { ...UNSEEN },
  Object.fromEntries(Object.entries(MEMBERS).map(([name, make], at) => [name, madeOnce(make, at)])),
)

function madeOnce(make: (given: GivenState) => unknown, at: number): PropertyDescriptor & ThisType<State> {
  return {
    enumerable: true,
    get() {
      this[MADE][at] ??= make(this[GIVEN])
      return this[MADE][at]
    },
  }
}

export function createContext(given: GivenState): Context {
  const context = Object.create(prototype)
  context[GIVEN] = given
  context[MADE] = []
  return given.asking === undefined ? context : Object.assign(context, createAsks(given.asking, given))
}

/** basic/patterns/progress: only with a token, strictly increasing, and nothing after the result. */
function progressReporter(given: GivenState): Context['progress'] {
  const { progressToken } = given.call
  let last = Number.NEGATIVE_INFINITY
  return (done, total, message) => {
    if (progressToken === undefined || given.ended || !Number.isFinite(done) || done <= last) return
    last = done
    const params: JsonObject = { progressToken, progress: done }
    if (Number.isFinite(total)) params['total'] = total
    if (message !== undefined) params['message'] = String(message)
    given.call.notify('notifications/progress', params)
  }
}

/** The eight levels of RFC 5424 as server/utilities/logging names them, least first. */
const LEVELS: readonly LogLevel[] = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency']

function createLog(given: GivenState): Log {
  const { call } = given
  const least = call.logLevel === undefined ? LEVELS.length : LEVELS.indexOf(call.logLevel)
  const at = (level: LogLevel) => (message: string, data?: unknown) => {
    writeToServerLog(given, level, message, data)
    if (given.ended || LEVELS.indexOf(level) < least) return
    const payload = data === undefined ? toJson(message) : { message: toJson(message), data: toJson(data) }
    call.notify('notifications/message', { level, logger: given.loaded.binding.name, data: payload })
  }
  return { debug: at('debug'), info: at('info'), warning: at('warning'), error: at('error') }
}

/** A log that fails is not the function's business. */
function writeToServerLog(given: GivenState, level: LogLevel, message: string, data: unknown): void {
  try {
    given.surroundings.options.log?.({ level, logger: given.loaded.binding.name, message, data })
  } catch {
    // Nowhere is left to say it.
  }
}
