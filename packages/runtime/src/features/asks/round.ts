/** What passes between a function that asks and the client's answers, in the terms of the newest revision. */
import type { JsonObject, JsonValue } from '../../protocol/json.ts'

export interface AskRequest {
  readonly method: 'elicitation/create' | 'sampling/createMessage' | 'roots/list'
  readonly params: JsonObject
}

/** The outcome of a call that can't go on without answers. */
export interface Round {
  /** By the keys that the answers come back under; at least one. */
  readonly asks: ReadonlyMap<string, AskRequest>
  readonly memory: Memory
  /** Whether the answers are worth nothing without `memory`. */
  readonly remembers: boolean
}

/** What a function's next run must know of its earlier ones; JSON. */
export interface Memory {
  /** Digest of the declaration that asked: one that has changed since asks anew. */
  readonly declaration: string
  /** How many rounds there have been. */
  readonly rounds: number
  /** Answers that were taken. */
  readonly answers: Readonly<Record<string, JsonObject>>
  /** Forms that were sent and are known from nowhere else. */
  readonly offered: Readonly<Record<string, JsonObject>>
  /** Results of `once`; without `value` for undefined. */
  readonly once: Readonly<Record<string, { readonly value?: JsonValue }>>
}

/** What a call brings back. */
export interface Resumed {
  /** Undefined when the client sent answers alone. */
  readonly memory: Memory | undefined
  /** By key; each an object, otherwise as the client sent it. */
  readonly responses: Readonly<Record<string, JsonObject>>
  /** Asks that the client could not answer, and why. */
  readonly failures?: Readonly<Record<string, string>>
}

export function isRound(outcome: object): outcome is Round {
  return 'asks' in outcome
}
