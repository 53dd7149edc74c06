/** The context of one call, made when a function first asks for it. After the call has ended it does nothing. */
import type { JsonObject } from '../protocol/json.ts'
import { abortController } from './abort.ts'
import { createAsks } from './asks/create-asks.ts'
import type { LogLevel } from './call.ts'
import { listChange, resourceChange } from './changes.ts'
import type { Context, Log } from './context.ts'
import type { GivenState } from './given-state.ts'
import { toJson } from './to-json.ts'

export function createContext(given: GivenState): Context {
  const { call, surroundings } = given
  let log: Log | undefined
  return {
    ...createAsks(given),
    progress: progressReporter(given),
    get log() {
      log ??= createLog(given)
      return log
    },
    get signal() {
      return (given.controller ?? abortController(given)).signal
    },
    resourceUpdated: uri => surroundings.changes.publish(resourceChange(uri)),
    listChanged: list => surroundings.changes.publish(listChange(list)),
    readResource: uri => surroundings.readResource(uri, given),
    principal: call.principal,
    request: call.request,
    client: call.client,
  }
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
