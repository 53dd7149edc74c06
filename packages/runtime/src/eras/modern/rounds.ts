/** Asking by result (2026-07-28 basic/patterns/mrtr): a call ends with `input_required`, and another brings the answers. */
import type { Memory, Resumed, Round } from '../../features/asks/round.ts'
import type { Call } from '../../features/call.ts'
import { RpcError } from '../../features/errors.ts'
import type { Kept } from '../../features/keep.ts'
import { ownerOf } from '../../features/principal.ts'
import { isObject, type JsonObject, type JsonValue } from '../../protocol/json.ts'
import { INVALID_PARAMS } from '../../protocol/jsonrpc.ts'
import type { Served } from '../served.ts'
import { createSealer, type Sealer } from './seal.ts'

/** The methods whose calls may be answered so. */
export type AskingMethod = 'tools/call' | 'prompts/get' | 'resources/read'

/** How long a person may take. */
const STATE_TTL_MS = 10 * 60 * 1000

export interface Rounds {
  /**
   * The call, with what it brings back.
   *
   * @throws {RpcError} −32602 for malformed answers, and for a state that is not this server's for this very call.
   */
  resume(method: AskingMethod, call: Call): Call | Promise<Call>
  /** The members of an `InputRequiredResult` beside its type. */
  members(method: AskingMethod, call: Call, round: Round): JsonObject
}

export function createRounds({ keys, now, keep }: Pick<Served, 'keys' | 'now' | 'keep'>): Rounds {
  const sealer = createSealer(keys)
  return {
    resume(method, call) {
      const { inputResponses, requestState } = call.params
      if (inputResponses === undefined && requestState === undefined) return call
      const responses = checkResponses(inputResponses)
      if (requestState === undefined) {
        // Answers that nothing tells from those of before are asked for again.
        return keep === undefined ? { ...call, resumed: { memory: undefined, responses } } : call
      }
      const state = openState(sealer, requestState, { context: contextOf(method, call), now: now() })
      // A state that is too old asks anew, and its answers with it.
      if (state === undefined) return call
      const resumed = { ...call, resumed: { memory: state.memory, responses } }
      return keep === undefined ? resumed : takeOnce(keep, state).then(() => resumed)
    },
    members(method, call, { asks, memory, remembers }) {
      const inputRequests = Object.fromEntries(asks) as unknown as JsonObject
      if (!remembers && keep === undefined) return { inputRequests }
      const value = { until: now() + STATE_TTL_MS, memory: memory as unknown as JsonObject, ...(keep && newToken()) }
      return { inputRequests, requestState: sealer.seal(value, contextOf(method, call)) }
    },
  }
}

/** What is sealed. */
interface State {
  readonly until: number
  readonly memory: Memory
  readonly token?: string
}

function checkResponses(responses: JsonValue | undefined): Resumed['responses'] {
  if (responses === undefined) return {}
  if (isObject(responses) && Object.values(responses).every(isObject)) return responses as Resumed['responses']
  throw new RpcError(INVALID_PARAMS, 'Invalid params: "inputResponses" must be an object of objects')
}

function openState(
  sealer: Sealer,
  state: JsonValue,
  { context, now }: { context: string; now: number },
): State | undefined {
  const value = typeof state === 'string' ? sealer.open(state, context) : undefined
  if (!isObject(value)) throw new RpcError(INVALID_PARAMS, 'Invalid params: "requestState" is not valid for this call')
  return Number(value['until']) > now ? (value as unknown as State) : undefined
}

/** `singleUse`: what the state is known by in the storage. */
function newToken(): { readonly token: string } {
  return { token: process.getBuiltinModule('node:crypto').randomBytes(18).toString('base64url') }
}

/** Of any number of calls that bring the same state, one goes on ("Security Considerations": at most once). */
async function takeOnce(keep: Kept, { token, until }: State): Promise<void> {
  const { spent } = await keep.open()
  if (token !== undefined && (await spent.take(token, until))) return
  throw new RpcError(INVALID_PARAMS, 'Invalid params: "requestState" was used before')
}

/** "Bind the state to the request": who called what, with which arguments. */
function contextOf(method: AskingMethod, { params, principal }: Call): string {
  const who = ownerOf(principal) ?? null
  const what = method === 'resources/read' ? params['uri'] : params['name']
  const hash = process.getBuiltinModule('node:crypto').createHash('sha256')
  const digest = hash.update(JSON.stringify(sorted(params['arguments'] ?? {}))).digest('base64url')
  return JSON.stringify([who, method, what, digest])
}

/** The same value with the keys of its objects in one order. */
function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isObject(value)) return value
  const keys = Object.keys(value).sort()
  return Object.fromEntries(keys.map(key => [key, sorted(value[key] ?? null)]))
}
