import type { Change } from '../features/changes.ts'
import type { Principal } from '../features/context.ts'
import type { Served } from './served.ts'

export interface Told {
  readonly change: Change
  /** The URIs that the subscriber watches and that the change belongs to; empty for a list's. */
  readonly watched: readonly string[]
  readonly principal: Principal | undefined
}

/** Tells a subscriber of a change, if they may hear of it: at once, or when their guards have answered. */
export function tell({ features: { audience }, report }: Served, told: Told, send: () => void): void {
  const { change, watched, principal } = told
  if (audience === undefined) send()
  else audience.hears(change, watched, { principal }).then(hears => hears && send(), report)
}
