/** The asks of one run of a function: answered at once from what the call brought back, or gathered into a round. */
import type { JsonObject, JsonValue } from '../../protocol/json.ts'
import type { Call } from '../call.ts'
import { UserError } from '../errors.ts'
import type { Read } from './answers.ts'
import type { Askable } from './asks.ts'
import { requireCapabilities } from './capabilities.ts'
import type { AskRequest, Memory, Resumed, Round } from './round.ts'

/** Rounds of one call. */
const MAX_ROUNDS = 8

export interface Ask<T> {
  readonly key: string
  readonly id: string | number | undefined
  readonly needs: readonly Askable[]
  readonly read: Read<T>
  /** @param problem What was wrong with the last answer. */
  request(problem: string | undefined): AskRequest
  /** The form as it is sent, if the next run could not tell. */
  readonly offer?: JsonObject
}

export interface Asking {
  /** The form that was sent under a key, where that is remembered. */
  offered(key: string, id: string | number | undefined): JsonObject | undefined
  ask<T>(ask: Ask<T>): Promise<T>
  once<T>(key: string, step: () => T | Promise<T>): Promise<T>
  /** What the next run must know of this one, as far as it has come. */
  memory(): Omit<Memory, 'declaration'>
}

export interface AskingOptions {
  readonly call: Call
  readonly resumed: Resumed
  /** Whether the run is over. */
  isOver(): boolean
  /** Ends the run with a round. */
  stop(round: Round): void
  /** Ends the run with an error that the function doesn't see. */
  fail(error: unknown): void
}

/** What the function is left with when its run has ended. */
const never = <T>(): Promise<T> => new Promise<T>(() => {})

export function createAsking(options: AskingOptions): Asking {
  const memory = options.resumed.memory
  const state: State = {
    ...options,
    answers: { ...memory?.answers },
    offers: { ...memory?.offered },
    steps: { ...memory?.once },
    pending: new Map(),
    asked: new Set(),
    started: new Set(),
  }
  return {
    offered: (key, id) => own(memory?.offered, wireKey(key, id)),
    ask: ask => answer(state, ask),
    once: (key, step) => remember(state, key, step),
    memory: () => memoryOf(state),
  }
}

interface State extends AskingOptions {
  readonly answers: Record<string, JsonObject>
  readonly offers: Record<string, JsonObject>
  readonly steps: Record<string, { readonly value?: JsonValue }>
  readonly pending: Map<string, AskRequest>
  /** Wire keys that this run has asked. */
  readonly asked: Set<string>
  readonly started: Set<string>
}

function wireKey(key: string, id: string | number | undefined): string {
  return id === undefined ? key : `${key}:${id}`
}

function answer<T>(state: State, ask: Ask<T>): Promise<T> {
  if (state.isOver()) return never()
  const wire = wireKey(ask.key, ask.id)
  try {
    if (state.asked.has(wire)) throw new Error(`The key "${wire}" was asked twice in one call: give each ask an \`id\``)
    state.asked.add(wire)
    requireCapabilities(state.call, ask.needs)
  } catch (error) {
    state.fail(error)
    return never()
  }
  const failure = own(state.resumed.failures, wire)
  if (failure !== undefined) return Promise.reject(new UserError(`The client did not answer "${wire}": ${failure}`))
  const response = own(state.answers, wire) ?? own(state.resumed.responses, wire)
  const reading = response === undefined ? undefined : ask.read(response)
  if (response === undefined || reading === undefined) return wait(state, wire, ask)
  if ('problem' in reading) return wait(state, wire, ask, reading.problem)
  state.answers[wire] = response
  delete state.offers[wire]
  return Promise.resolve(reading.answer)
}

/** What is asked until the turn ends goes out together. */
function wait<T>(state: State, wire: string, ask: Ask<T>, problem?: string): Promise<T> {
  try {
    if (state.pending.size === 0) setImmediate(() => endRun(state))
    state.pending.set(wire, ask.request(problem))
    if (ask.offer !== undefined) state.offers[wire] = ask.offer
  } catch (error) {
    state.fail(error)
  }
  return never()
}

function endRun(state: State): void {
  if (state.isOver()) return
  const memory = memoryOf(state)
  const rounds = memory.rounds + 1
  if (rounds > MAX_ROUNDS) {
    state.fail(new UserError(`The client was asked ${MAX_ROUNDS} times, and there is still no answer to go on with`))
    return
  }
  const { answers, offered, once } = memory
  const remembers = [answers, offered, once].some(record => Object.keys(record).length > 0)
  state.stop({ asks: state.pending, memory: { ...memory, rounds } as Memory, remembers })
}

function memoryOf({ resumed, answers, offers: offered, steps: once }: State): Omit<Memory, 'declaration'> {
  return { rounds: resumed.memory?.rounds ?? 0, answers: { ...answers }, offered: { ...offered }, once: { ...once } }
}

async function remember<T>(state: State, key: string, step: () => T | Promise<T>): Promise<T> {
  if (state.isOver()) return never()
  if (state.started.has(key)) {
    state.fail(new Error(`ctx.once was called twice with the key "${key}" in one call`))
    return never()
  }
  state.started.add(key)
  const known = own(state.steps, key)
  if (known !== undefined) return known.value as T
  const text = JSON.stringify(await step())
  if (state.isOver()) return never()
  const kept = text === undefined ? {} : { value: JSON.parse(text) as JsonValue }
  state.steps[key] = kept
  // The first run sees what the later ones will see.
  return kept.value as T
}

function own<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined
}
