/** What both eras read of a request's params, in the same way. */
import type { LogLevel } from '../features/call.ts'
import type { ClientInfo } from '../features/context.ts'
import { isObject, type JsonObject, type JsonValue } from '../protocol/json.ts'

const LEVELS: readonly string[] = [
  'debug',
  'info',
  'notice',
  'warning',
  'error',
  'critical',
  'alert',
  'emergency',
] satisfies LogLevel[]

export function isLogLevel(value: unknown): value is LogLevel {
  return typeof value === 'string' && LEVELS.includes(value)
}

/** `params._meta`, empty when it is none. */
export function metaOf(params: JsonObject): JsonObject {
  const meta = params['_meta']
  return isObject(meta) ? meta : {}
}

/** basic/patterns/progress: a string or an integer. */
export function progressTokenOf(meta: JsonObject): string | number | undefined {
  const token = meta['progressToken']
  return typeof token === 'string' || Number.isSafeInteger(token) ? (token as string | number) : undefined
}

/** Who the client says it is, as far as it is well-formed: it serves display and logs alone. */
export function clientInfoOf(value: JsonValue | undefined): ClientInfo | undefined {
  if (!isObject(value)) return undefined
  const { name, version, title } = value
  if (typeof name !== 'string' || typeof version !== 'string') return undefined
  return typeof title === 'string' ? { name, version, title } : { name, version }
}
