/** Asks the authenticators of a server, on every request and before its body is read (MCP 2026-07-28 basic/authorization). */
import type { IncomingMessage } from 'node:http'
import type { Authenticator, Caller, Opened, Site } from './authenticator.ts'
import { type Challenging, refusalHeaders, scopeHeaders } from './challenge.ts'
import { type BearerToken, bearerOf } from './credentials.ts'
import { invalidToken, Refusal, undecided } from './refusal.ts'

export interface Authentication {
  /**
   * Who makes the request, undefined for an anonymous caller.
   *
   * @throws {Refusal} or rejects with one, and with nothing else.
   */
  authenticate(req: IncomingMessage): Caller | Promise<Caller>
  /** Headers of the answer to a refused request. */
  refusalHeaders(refusal: Refusal, req: IncomingMessage): Record<string, string>
  /** Headers of the answer to a caller who needs more scopes. */
  scopeHeaders(scopes: readonly string[], caller: Caller, req: IncomingMessage): Record<string, string>
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
  const opened = authenticators.map(one => one.open(site))
  const conclude = conclusionOf(opened)
  const challengingAt = challengingOf(opened, site)

  const note = (inquiry: Inquiry, error: unknown) => {
    const refusal = refusalOf(error, inquiry, site.report)
    // What could not decide might have let it in.
    if (inquiry.refusal === undefined || refusal.status === 503) inquiry.refusal = refusal
  }

  /** Asks from the n-th on; the first who knows the caller wins. */
  const ask = (inquiry: Inquiry, first: number): Caller | Promise<Caller> => {
    for (let n = first; n < opened.length; n++) {
      try {
        const found = opened[n]?.identify(inquiry.token, inquiry.req)
        if (found instanceof Promise) return wait(found, inquiry, n + 1)
        if (found !== undefined) return found
      } catch (error) {
        note(inquiry, error)
      }
    }
    return conclude(inquiry)
  }

  const wait = async (answer: Promise<Caller>, inquiry: Inquiry, next: number): Promise<Caller> => {
    const found = await answer.catch((error: unknown) => note(inquiry, error))
    return found ?? ask(inquiry, next)
  }

  return {
    authenticate: req => ask({ req, token: bearerOf(req), refusal: undefined }, 0),
    refusalHeaders: (refusal, req) => refusalHeaders(refusal, challengingAt(req)),
    scopeHeaders: (scopes, caller, req) => scopeHeaders(scopes, challengingAt(req), caller !== undefined),
    headers: ['authorization', ...opened.flatMap(({ header }) => header ?? [])],
  }
}

/** What is said when nobody knows the caller. A token that nobody vouches for is never let in as if it were absent. */
function conclusionOf(opened: readonly Opened[]): (inquiry: Inquiry) => undefined {
  const takesTokens = opened.some(({ header }) => header === 'authorization')
  const resource = opened.find(one => one.resource?.required)?.resource
  return ({ token, refusal }) => {
    if (refusal !== undefined) throw refusal
    if (token !== undefined && takesTokens) throw invalidToken('The token is not known here')
    if (resource !== undefined) throw new Refusal(401, 'A token is needed', undefined, resource.scopes)
    return undefined
  }
}

function challengingOf(opened: readonly Opened[], _site: Site): (req: IncomingMessage) => Challenging {
  const headers = opened.flatMap(({ header }) => header ?? [])
  const scheme = headers.length > 0 && !headers.includes('authorization') ? 'ApiKey' : 'Bearer'
  const challenging: Challenging = { scheme, metadata: undefined }
  return () => challenging
}

/** An error of whoever was asked is no answer: nobody is let in, and nothing of it is said. */
function refusalOf(error: unknown, { token }: Inquiry, report: Site['report']): Refusal {
  if (error instanceof Refusal) return error
  report(withoutToken(error, token))
  return undecided()
}

/** Messages of other people's errors like to repeat what they were given. */
function withoutToken(error: unknown, token: string | undefined): unknown {
  const text = process.getBuiltinModule('node:util').inspect(error)
  return token === undefined || !text.includes(token) ? error : text.replaceAll(token, '[token]')
}
