/** REST routes: each is found by the transport, and answered here. */
import type { RouteBinding } from '../../manifest.ts'
import { isRound } from '../asks/round.ts'
import type { Call } from '../call.ts'
import { MissingCapability } from '../errors.ts'
import { pass } from '../gate.ts'
import { createGiven } from '../given.ts'
import type { Surroundings } from '../given-state.ts'
import { internal } from '../internal.ts'
import { invokeOrAsk } from '../invoke.ts'
import { createRateLimit } from '../rate-limit.ts'
import { type Loaded, loadSlot, type Slot } from '../slot.ts'
import { readArguments, type Sent } from './arguments.ts'
import { ROUTE, type RouteOutcome, refusal } from './route-outcome.ts'

export interface Routes {
  readonly all: readonly Route[]
}

/** The routes of a server before anything of them is loaded. */
export interface RoutesDoor {
  readonly paths: readonly string[]
  open(): Promise<Routes>
}

export interface Route {
  readonly binding: Pick<RouteBinding, 'method' | 'path' | 'guards' | 'scopes'>
  /**
   * Whether the caller sees the route.
   *
   * @throws {MissingScopes} when the caller sees it and lacks a scope; or rejects with it.
   */
  enter(call: Call): boolean | Promise<boolean>
  /** Whether the caller sees it, whatever scopes they have. */
  isVisible(call: Call): boolean | Promise<boolean>
  /** Never throws. */
  answer(call: Call, sent: Sent): Promise<RouteOutcome>
}

export function createRoutes(slots: readonly Slot<RouteBinding>[], surroundings: Surroundings): Routes {
  const { options } = surroundings
  const limit = createRateLimit(options.calls, options.clock)

  async function answer(slot: Slot<RouteBinding>, call: Call, sent: Sent): Promise<RouteOutcome> {
    if (!limit.take(call)) return refusal(429, `Too many calls: at most ${options.calls} a minute. Try again later.`)
    try {
      return await run(slot.loaded ?? (await loadSlot(slot)), call, sent)
    } catch (error) {
      if (error instanceof MissingCapability) return refusal(501, error.message)
      return refusal(500, internal(error, slot.binding, options).message)
    }
  }

  async function run(loaded: Loaded<RouteBinding>, call: Call, sent: Sent): Promise<RouteOutcome> {
    const read = readArguments(loaded, sent)
    if ('wrong' in read) return refusal(400, 'The arguments are not right', { errors: read.wrong })
    const outcome = await invokeOrAsk(ROUTE, read.args, createGiven(call, loaded, surroundings))
    return isRound(outcome) ? refusal(501, 'This asks its caller, which a plain request cannot answer') : outcome
  }

  return {
    all: slots.map(slot => ({
      binding: slot.binding,
      enter: call => (slot.gate === undefined ? true : pass(slot.gate, call, visible => visible)),
      isVisible: call => slot.gate?.permits(call) ?? true,
      answer: (call, sent) => answer(slot, call, sent),
    })),
  }
}
