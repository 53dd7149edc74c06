/** Asking by request (2025-11-25 client/elicitation, client/sampling, client/roots), on the stream of the call that asks. */
import { isRound, type Round } from '../../features/asks/round.ts'
import type { Call } from '../../features/call.ts'
import { MissingCapability, RpcError } from '../../features/errors.ts'
import type { JsonObject } from '../../protocol/json.ts'
import { INTERNAL_ERROR, type RequestId } from '../../protocol/jsonrpc.ts'
import type { OpenCall } from '../calls.ts'
import type { Reply } from './awaited.ts'
import { downgradeAsk } from './downgrade-asks.ts'
import type { Session } from './session.ts'

/** How long a person may take. */
const ANSWER_MS = 10 * 60 * 1000

export type Run<T> = (call: Call) => T | Promise<T | Round>

/** Calls until there is an outcome: each round is asked for, and its answers go into the next call. */
export function converse<T extends object>(run: Run<T>, call: OpenCall, session: Session): T | Promise<T> {
  const outcome = run(call)
  if (!(outcome instanceof Promise)) return outcome
  return outcome.then(done => (isRound(done) ? goOn(run, done, { call, session }) : done))
}

async function goOn<T extends object>(
  run: Run<T>,
  round: Round,
  { call, session }: { call: OpenCall; session: Session },
): Promise<T> {
  let outcome: T | Round = round
  while (isRound(outcome)) {
    const { memory } = outcome
    const replies = await askAll(outcome, call, session)
    outcome = await run({ ...call, resumed: { memory, ...sorted(replies) } })
  }
  return outcome
}

function sorted(replies: ReadonlyMap<string, Reply>) {
  const responses: Record<string, JsonObject> = {}
  const failures: Record<string, string> = {}
  for (const [key, reply] of replies) {
    if ('result' in reply) responses[key] = reply.result
    else failures[key] = reply.failure
  }
  return { responses, failures }
}

export interface Asked {
  readonly asks: Round['asks']
  /** `_meta` of every request. */
  readonly meta?: JsonObject
}

/** Rejects when the call is aborted. */
export function askAll({ asks, meta }: Asked, call: OpenCall, session: Session): Promise<ReadonlyMap<string, Reply>> {
  const { promise, resolve, reject } = Promise.withResolvers<ReadonlyMap<string, Reply>>()
  const replies = new Map<string, Reply>()
  const open = new Map<RequestId, () => void>()
  const params = [...asks].map(([key, ask]) => ({
    key,
    method: ask.method,
    params: { ...paramsFor(ask, session.revision), ...(meta && { _meta: meta }) },
  }))

  let withdrawn = false

  const withdraw = () => {
    withdrawn = true
    clearTimeout(timer)
    for (const [id, forget] of open) {
      forget()
      call.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: id } })
    }
    open.clear()
  }
  const late = () => {
    withdraw()
    for (const key of asks.keys()) if (!replies.has(key)) replies.set(key, { failure: 'no answer came in time' })
    resolve(replies)
  }
  const timer = setTimeout(late, ANSWER_MS)
  timer.unref()
  call.onAbort(cause => {
    withdraw()
    reject(new RpcError(INTERNAL_ERROR, `The call was aborted: ${cause}`))
  })
  call.onDisconnect(() => {
    withdraw()
    reject(new RpcError(INTERNAL_ERROR, 'The call was aborted: disconnected'))
  })
  // Who has turned away already is asked for nothing, and nothing is kept for an answer.
  for (const { key, method, params: sent } of withdrawn ? [] : params) {
    const { id, forget } = session.awaited.open(key, reply => {
      open.delete(id)
      replies.set(key, reply)
      if (open.size > 0 || replies.size < asks.size) return
      clearTimeout(timer)
      resolve(replies)
    })
    open.set(id, forget)
    call.send({ jsonrpc: '2.0', id, method, params: sent })
  }
  return promise
}

function paramsFor(ask: Parameters<typeof downgradeAsk>[0], revision: string): JsonObject {
  try {
    return downgradeAsk(ask, revision)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new MissingCapability(`The client cannot be asked: ${why}`, { elicitation: {} })
  }
}
