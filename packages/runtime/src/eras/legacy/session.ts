/** Sessions (2025-11-25 basic/transports, "Session Management"): kept in memory, ended by the client, by idleness, or by a cap. */
import type { LogLevel } from '../../features/call.ts'
import type { ClientInfo, Principal } from '../../features/context.ts'
import { ownerOf } from '../../features/principal.ts'
import type { JsonObject } from '../../protocol/json.ts'
import type { CallsById } from '../calls.ts'
import type { Connection } from '../era.ts'
import type { Served } from '../served.ts'
import type { Awaited } from './awaited.ts'
import type { SessionStreams } from './session-streams.ts'

/** What a client said once and holds for its later messages. */
export interface Session {
  readonly revision: string
  readonly client: ClientInfo | undefined
  readonly capabilities: JsonObject
  readonly calls: CallsById
  /** What the server has asked this client. */
  readonly awaited: Awaited
  /** URIs of the resources whose changes the client wants to hear of. */
  readonly subscriptions: Set<string>
  /** Undefined where streams can't be taken up again: on stdio, without sessions, and in `mode: 'json'`. */
  streams: SessionStreams | undefined
  /** On stdio. */
  connection: Connection | undefined
  /** Who the newest message came from: always the same caller, who may have other permissions by now. */
  principal: Principal | undefined
  /** The client has said that it is initialized. */
  ready: boolean
  logLevel: LogLevel
}

export interface Sessions {
  /** Keeps a session; returns the id that its owner must send. */
  open(session: Session, owner: Principal | undefined): string
  /** The live session of this id, if this caller owns it. An id is no credential. */
  find(id: string, caller: Principal | undefined): Session | undefined
  /** Ends a session and cancels what runs in it; false when this caller has none of this id. */
  end(id: string, caller: Principal | undefined): boolean
  each(visit: (session: Session) => void): void
  close(): void
}

interface Kept {
  readonly session: Session
  readonly owner: string | undefined
  usedAt: number
}

export function createSessions({ limits, clock }: Pick<Served, 'limits' | 'clock'>): Sessions {
  /** In the order of their last use, the longest idle first. */
  const kept = new Map<string, Kept>()

  const find = (id: string, caller: Principal | undefined) => {
    dropIdle(kept, clock() - limits.sessionIdle)
    const found = kept.get(id)
    return found !== undefined && found.owner === ownerOf(caller) ? found : undefined
  }

  return {
    open(session, owner) {
      dropIdle(kept, clock() - limits.sessionIdle)
      const name = ownerOf(owner)
      if (kept.size >= limits.sessions) makeRoom(kept, name)
      const id = process.getBuiltinModule('node:crypto').randomUUID()
      session.principal = owner
      kept.set(id, { session, owner: name, usedAt: clock() })
      return id
    },
    find(id, caller) {
      const found = find(id, caller)
      if (found === undefined) return undefined
      found.usedAt = clock()
      found.session.principal = caller
      kept.delete(id)
      kept.set(id, found)
      return found.session
    },
    end(id, caller) {
      const found = find(id, caller)
      if (found === undefined) return false
      kept.delete(id)
      for (const cancel of [...found.session.calls.values()]) cancel()
      found.session.streams?.close()
      return true
    },
    each(visit) {
      for (const { session } of kept.values()) visit(session)
    },
    close() {
      for (const { session } of kept.values()) session.streams?.close()
      kept.clear()
    },
  }
}

/** Stops at the first that is still in use, since all after it were used later. */
function dropIdle(kept: Map<string, Kept>, before: number): void {
  for (const [id, { session, usedAt }] of kept) {
    if (usedAt >= before) return
    if (isBusy(session)) continue
    session.streams?.close()
    kept.delete(id)
  }
}

/**
 * Of those whose owner has the most, the one that is to come included: the longest idle without a running call; when all
 * are busy, the longest unused. So nobody crowds out anybody else.
 */
function makeRoom(kept: Map<string, Kept>, opener: string | undefined): void {
  const counts = new Map([[opener, 1]])
  let most = 1
  for (const { owner } of kept.values()) {
    const count = (counts.get(owner) ?? 0) + 1
    counts.set(owner, count)
    most = Math.max(most, count)
  }
  let oldest: string | undefined
  for (const [id, { session, owner }] of kept) {
    if (counts.get(owner) !== most) continue
    oldest ??= id
    if (!isBusy(session)) {
      oldest = id
      break
    }
  }
  if (oldest === undefined) return
  kept.get(oldest)?.session.streams?.close()
  kept.delete(oldest)
}

/** A call runs in it, or its client listens. */
function isBusy({ calls, streams }: Session): boolean {
  return calls.size > 0 || streams?.isOpen() === true
}
