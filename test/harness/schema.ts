/**
 * Judges messages by what the protocol's authors publish: the schemas that the official packages carry, and the official
 * JSON schemas of every revision where `MCP_SCHEMAS` names a folder with `<revision>.json`.
 */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as modern from '@modelcontextprotocol/core'
import * as legacy from '@modelcontextprotocol/sdk/types.js'
import { Ajv, type ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'

// biome-ignore lint/suspicious/noExplicitAny: messages of any kind, looked into after they were judged.
type Message = any

/** The name of a result's definition, the same in every schema, by the request's method. */
const RESULTS: Readonly<Record<string, string>> = {
  initialize: 'InitializeResult',
  ping: 'EmptyResult',
  'server/discover': 'DiscoverResult',
  'tools/list': 'ListToolsResult',
  'tools/call': 'CallToolResult',
  'resources/list': 'ListResourcesResult',
  'resources/templates/list': 'ListResourceTemplatesResult',
  'resources/read': 'ReadResourceResult',
  'prompts/list': 'ListPromptsResult',
  'prompts/get': 'GetPromptResult',
  'completion/complete': 'CompleteResult',
  'logging/setLevel': 'EmptyResult',
  'resources/subscribe': 'EmptyResult',
  'resources/unsubscribe': 'EmptyResult',
  'subscriptions/listen': 'SubscriptionsListenResult',
  'tasks/get': 'GetTaskResult',
  'tasks/list': 'ListTasksResult',
  'tasks/cancel': 'CancelTaskResult',
  'tasks/result': 'CallToolResult',
}

/** Errors that have a definition of their own in 2026-07-28. */
const ERRORS: Readonly<Record<number, string>> = {
  [-32020]: 'HeaderMismatchError',
  [-32021]: 'MissingRequiredClientCapabilityError',
  [-32022]: 'UnsupportedProtocolVersionError',
}

/**
 * Asserts that a message which the server sent is right in a revision.
 *
 * @param method The request's that it answers; without one a result is judged as a result of any kind.
 */
export function assertValidMessage(revision: string, message: Message, method?: string): void {
  if (Array.isArray(message)) {
    for (const one of message) assertValidMessage(revision, one)
    return
  }
  // Before 2025-11-25 the schema has no error without an id; JSON-RPC has.
  if (message.id === undefined && 'error' in message && revision < '2025-11-25') return
  judge(revision, 'JSONRPCMessage', message)
  if (revision === '2026-07-28' && isAboutTask(message, method)) assertTask(message.result ?? message.params)
  else if ('method' in message) judge(revision, 'id' in message ? 'ServerRequest' : 'ServerNotification', message)
  else if ('error' in message) judgeError(revision, message)
  else judge(revision, definitionOf(message.result, methodIn(revision, method)), message.result)
}

/** The extension of 2026-07-28 gives methods of 2025-11-25 another result, which is one of any kind to the schema. */
function methodIn(revision: string, method: string | undefined): string | undefined {
  return revision === '2026-07-28' && method?.startsWith('tasks/') ? undefined : method
}

function definitionOf({ resultType, task }: Message, method: string | undefined): string {
  if (resultType === 'input_required') return 'InputRequiredResult'
  if (method === 'tools/call' && task !== undefined) return 'CreateTaskResult'
  return (method !== undefined && RESULTS[method]) || 'Result'
}

/** Of the extension `io.modelcontextprotocol/tasks`, which the schema of the revision does not have. */
function isAboutTask({ method: notified, result }: Message, method: string | undefined): boolean {
  return notified === 'notifications/tasks' || result?.resultType === 'task' || (method === 'tasks/get' && result)
}

/** SEP-2663, "Tasks" and "Derived shapes": what has to be there, and what must not. */
function assertTask(task: Message): void {
  const { taskId, status, createdAt, lastUpdatedAt, ttlMs, pollIntervalMs, resultType } = task
  const wrong = (what: string) => `no task, by its ${what}: ${JSON.stringify(task)}`
  assert.equal(typeof taskId, 'string', wrong('id'))
  for (const time of [createdAt, lastUpdatedAt]) assert.equal(new Date(time).toISOString(), time, wrong('times'))
  for (const ms of [ttlMs, pollIntervalMs]) assert.ok(Number.isInteger(ms) && ms > 0, wrong('durations'))
  const parts = { completed: 'result', failed: 'error', input_required: 'inputRequests', working: '', cancelled: '' }
  assert.ok(Object.hasOwn(parts, status), wrong('status'))
  const part = resultType === 'task' ? '' : parts[status as keyof typeof parts]
  const found = ['result', 'error', 'inputRequests', 'requestState', 'task', 'ttl', 'pollInterval'].filter(
    name => name in task,
  )
  assert.deepEqual(found, part === '' ? [] : [part], wrong('parts'))
  if (part === 'result') judge('2026-07-28', 'CallToolResult', task.result)
}

function judgeError(revision: string, message: Message): void {
  const definition = ERRORS[message.error.code]
  if (definition !== undefined) judgeByJsonSchema(revision, definition, message)
}

function judge(revision: string, definition: string, value: unknown): void {
  judgeByPackage(revision, definition, value)
  judgeByJsonSchema(revision, definition, value)
}

interface ZodLike {
  safeParse(value: unknown): { success: boolean; error?: { message: string } }
}

function judgeByPackage(revision: string, definition: string, value: unknown): void {
  const schemas = (revision === '2026-07-28' ? modern : legacy) as unknown as Record<string, ZodLike | undefined>
  const judged = schemas[`${definition}Schema`]?.safeParse(value)
  if (judged === undefined || judged.success) return
  assert.fail(`no ${definition} of ${revision}: ${judged.error?.message}\n${JSON.stringify(value)}`)
}

const validators = new Map<string, ValidateFunction>()

function judgeByJsonSchema(revision: string, definition: string, value: unknown): void {
  const folder = process.env['MCP_SCHEMAS']
  if (folder === undefined) return
  const key = `${revision} ${definition}`
  const validate = validators.get(key) ?? compile(join(folder, `${revision}.json`), definition)
  if (validate === undefined) return
  validators.set(key, validate)
  if (validate(value)) return
  assert.fail(`no ${definition} of ${revision}: ${JSON.stringify(validate.errors)}\n${JSON.stringify(value)}`)
}

function compile(file: string, definition: string): ValidateFunction | undefined {
  if (!existsSync(file)) return undefined
  const schema = JSON.parse(readFileSync(file, 'utf8'))
  const key = schema.$defs ? '$defs' : 'definitions'
  if (schema[key][definition] === undefined) return undefined
  const ajv = key === '$defs' ? new Ajv2020({ strict: false }) : new Ajv({ strict: false })
  formats.default(ajv as Ajv)
  return ajv.compile({ ...schema, $ref: `#/${key}/${definition}` })
}
