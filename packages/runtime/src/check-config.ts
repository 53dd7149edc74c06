/** What each option takes. */
import type { Config } from './config.ts'
import type { Around } from './features/around.ts'
import { type Cached, cacheHint } from './features/cache.ts'
import { isRecord } from './features/content.ts'

/** A line for each option with a wrong value: its name, and what it takes. */
export function wrongIn(config: Config): string[] {
  return CHECKS.flatMap(([path, takes, isRight]) => {
    const value = valueAt(config, path)
    if (value === undefined || isRight(value)) return []
    return [`  ${path} takes ${takes}${SECRET.has(path) ? '' : `, not ${JSON.stringify(value)}`}`]
  })
}

/** What is not repeated in an error. */
const SECRET: ReadonlySet<string> = new Set(['keys', 'auth'])

type Check = readonly [path: string, takes: string, isRight: (value: unknown) => boolean]

const CHECKS: readonly Check[] = [
  ['path', 'a path such as "/mcp"', value => typeof value === 'string' && /^\/[^?#\s]*$/.test(value)],
  ['url', 'an http or https URL', value => isHttpUrl(value)],
  ['host', 'a host name or an address', value => typeof value === 'string' && value !== ''],
  ['port', 'an integer from 0 to 65535', value => isInteger(value, 0) && Number(value) <= 65_535],
  ['mode', '"stateful", "json" or "stateless"', value => ['stateful', 'json', 'stateless'].includes(String(value))],
  ['strict', 'true or false', value => typeof value === 'boolean'],
  ['errors', '"hidden" or "shown"', value => value === 'hidden' || value === 'shown'],
  ['validateOutput', 'true or false', value => typeof value === 'boolean'],
  ['pageSize', 'a positive integer', value => isInteger(value, 1)],
  ['cache', 'durations such as "10m" or "10m public", by discover, tools, resources, prompts and skills', isCache],
  [
    'around',
    'a list of what goes around requests, such as otel()',
    value => Array.isArray(value) && value.every(isAround),
  ],
  ['keys', 'a list of secrets, each of 32 characters or more', value => Array.isArray(value) && value.every(isSecret)],
  [
    'origins',
    'a list of origins such as "https://app.example.com"',
    value => Array.isArray(value) && value.every(isOrigin),
  ],
  ['limits.body', 'a positive number of bytes', value => isInteger(value, 1)],
  // The message is walked by recursion.
  ['limits.depth', 'an integer from 1 to 1000', value => isInteger(value, 1) && Number(value) <= 1000],
  ['limits.sessions', 'a positive integer', value => isInteger(value, 1)],
  ['limits.sessionIdle', 'a positive number of milliseconds', value => isInteger(value, 1)],
  ['limits.calls', 'a positive integer', value => isInteger(value, 1)],
  ['limits.guardTimeout', 'a positive number of milliseconds', value => isTimeout(value)],
  ['limits.completions', 'a positive integer', value => isInteger(value, 1)],
  ['limits.streams', 'a positive integer', value => isInteger(value, 1)],
  ['limits.tasks', 'a positive integer', value => isInteger(value, 1)],
  ['limits.taskTtl', 'a positive number of milliseconds', value => isInteger(value, 1)],
  ['limits.taskResult', 'a positive number of bytes', value => isInteger(value, 1)],
  ['limits.connections', 'a positive integer', value => isInteger(value, 1)],
  ['limits.headersTimeout', 'a positive number of milliseconds', value => isTimeout(value)],
  ['limits.requestTimeout', 'a positive number of milliseconds', value => isTimeout(value)],
  ['storage', 'what sqlite() of @mcpgen/runtime/storage returns', value => opens(value)],
  ['singleUse', 'true or false', value => typeof value === 'boolean'],
  ['auth', 'what jwt(), apiKeys() and the like return, or a list of that', value => [value].flat().every(opens)],
  ['require', 'a list of guards such as "authenticated"', value => isTexts(value)],
  ['requireGuards', 'true or false', value => typeof value === 'boolean'],
  ['scopes.implies', 'lists of scopes by scope', value => isRecord(value) && Object.values(value).every(isTexts)],
  ['scopes.baseline', 'a list of scopes', value => isTexts(value)],
  ['legacy.closeStreamsAfter', 'a positive number of milliseconds', value => isTimeout(value)],
  ['legacy.retry', 'a number of milliseconds', value => isInteger(value, 0)],
]

function valueAt(config: object, path: string): unknown {
  let value: unknown = config
  for (const key of path.split('.')) value = (value as Record<string, unknown> | undefined)?.[key]
  return value
}

function opens(value: unknown): boolean {
  return isRecord(value) && 'open' in value && typeof value.open === 'function'
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(text => typeof text === 'string' && text !== '')
}

function isSecret(value: unknown): boolean {
  return typeof value === 'string' && value.length >= 32
}

function isInteger(value: unknown, least: number): boolean {
  return Number.isSafeInteger(value) && Number(value) >= least
}

/** A timer takes no more, and would run at once. */
function isTimeout(value: unknown): boolean {
  return isInteger(value, 1) && Number(value) < 2 ** 31
}

const CACHED: readonly string[] = ['discover', 'tools', 'resources', 'prompts', 'skills'] satisfies Cached[]

function isCache(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).every(([key, text]) => CACHED.includes(key) && cacheHint(text) !== undefined)
}

function isAround(value: unknown): boolean {
  return typeof value === 'object' && value !== null && typeof (value as Partial<Around>).request === 'function'
}

function isHttpUrl(value: unknown): boolean {
  return typeof value === 'string' && /^https?:$/.test(URL.parse(value)?.protocol ?? '')
}

function isOrigin(value: unknown): boolean {
  return isHttpUrl(value) && URL.parse(String(value))?.pathname === '/'
}
