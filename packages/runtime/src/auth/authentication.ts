/** Asks the authenticators of a server, on every request and before its body is read (MCP 2026-07-28 basic/authorization). */
import type { IncomingMessage } from 'node:http'
import type { Principal } from '../features/context.ts'
import { type PrincipalInit, principalFrom } from '../features/principal.ts'
import { isThenable } from '../features/thenable.ts'
import type { Authenticator, Caller, Opened, Site } from './authenticator.ts'
import { type BearerToken, bearerOf } from './credentials.ts'
import { createGuide, type Guide } from './guide.ts'
import { type Secret, secretsOf, without } from './presented.ts'
import { invalidToken, Refusal, undecided } from './refusal.ts'

export interface Authentication extends Guide {
  /**
   * Who makes the request, undefined for an anonymous caller.
   *
   * @throws {Refusal} or rejects with one, and with nothing else.
   */
  authenticate(req: IncomingMessage): Caller | Promise<Caller>
  /** The headers that credentials come in, in lower case: no function of the application's gets to see them. */
  readonly headers: readonly string[]
}

/** One request on its way along the authenticators. */
interface Inquiry {
  readonly req: IncomingMessage
  readonly token: BearerToken | undefined
  refusal: Refusal | undefined
}

export function createAuthentication(authenticators: readonly Authenticator[], site: Site): Authentication {
  const opened = authenticators.map(one => known(one.open(site)))
  const conclude = conclusionOf(opened)

  const headers = ['authorization', ...opened.flatMap(({ header }) => header ?? [])]

  const note = (inquiry: Inquiry, error: unknown) => {
    const refusal = refusalOf(error, site.report, secretsOf(inquiry.req, headers))
    // What could not decide might have let it in.
    if (inquiry.refusal === undefined || refusal.status === 503) inquiry.refusal = refusal
  }

  /** Asks from the n-th on; the first who knows the caller wins. */
  const ask = (inquiry: Inquiry, first: number): Caller | Promise<Caller> => {
    for (let n = first; n < opened.length; n++) {
      try {
        const found: unknown = opened[n]?.identify(inquiry.token, inquiry.req)
        if (isThenable(found)) return wait(found, inquiry, n + 1)
        const caller = callerOf(found)
        if (caller !== undefined) return caller
      } catch (error) {
        note(inquiry, error)
      }
    }
    return conclude(inquiry)
  }

  const wait = async (answer: PromiseLike<unknown>, inquiry: Inquiry, next: number): Promise<Caller> => {
    try {
      const caller = callerOf(await answer)
      if (caller !== undefined) return caller
    } catch (error) {
      note(inquiry, error)
    }
    return ask(inquiry, next)
  }

  return {
    ...createGuide(opened, site),
    authenticate: req => ask({ req, token: bearerOf(req), refusal: undefined }, 0),
    headers,
  }
}

/** Headers are compared in lower case, however an authenticator writes its own. */
function known(opened: Opened): Opened {
  const { header, resource } = opened
  if (header === undefined || header === header.toLowerCase()) return opened
  const identify: Opened['identify'] = (token, req) => opened.identify(token, req)
  return { identify, header: header.toLowerCase(), ...(resource && { resource }) }
}

/** An authenticator may be anybody's code: null is nobody, and what names nobody lets nobody in. */
function callerOf(found: unknown): Caller {
  if (found === undefined || found === null) return undefined
  return isWhole(found) ? found : principalFrom(found as PrincipalInit)
}

function isWhole(found: unknown): found is Principal {
  return typeof found === 'object' && found !== null && Object.isFrozen(found) && 'claims' in found && 'scopes' in found
}

/** What is said when nobody knows the caller. A token that nobody vouches for is never let in as if it were absent. */
function conclusionOf(opened: readonly Opened[]): (inquiry: Inquiry) => undefined {
  const takesTokens = opened.some(({ header }) => header === 'authorization')
  const isRequired = opened.some(({ resource }) => resource?.required)
  return ({ token, refusal }) => {
    if (refusal !== undefined) throw refusal
    if (token !== undefined && takesTokens) throw invalidToken('The token is not known here')
    if (isRequired) throw new Refusal(401, 'A token is needed')
    return undefined
  }
}

/** An error of whoever was asked is no answer: nobody is let in, and nothing of it is said. */
function refusalOf(error: unknown, report: Site['report'], secrets: () => readonly Secret[]): Refusal {
  if (error instanceof Refusal) return error
  report(without(error, secrets()))
  return undecided()
}
