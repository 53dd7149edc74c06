/** Answers requests for routes whose callers are known. */
import type { Authentication } from '../auth/authentication.ts'
import type { Call } from '../features/call.ts'
import { MissingScopes, TooManyCalls } from '../features/errors.ts'
import type { Route } from '../features/routes/create-routes.ts'
import type { RouteOutcome } from '../features/routes/route-outcome.ts'
import { replyProblem } from '../http/problem.ts'
import { replyEmpty } from '../http/reply.ts'
import type { Routed } from '../http/router.ts'
import type { ResolvedConfig } from '../resolve-config.ts'
import type { Elsewhere } from './elsewhere.ts'
import type { Incoming } from './incoming.ts'
import { readJsonBody } from './rest-body.ts'
import { createRestCall, type RestCall } from './rest-call.ts'
import { writeError } from './stderr.ts'

/** A request whose path a route has. */
export interface Ours extends Pick<Incoming, 'req' | 'res' | 'cors' | 'open' | 'refuse' | 'principal'> {
  /** The host, which answers what is not there. */
  readonly next: Elsewhere['next']
  readonly found: Routed<Route>
  readonly query: string
}

export interface RestAnswers {
  /** Never rejects. */
  answer(ours: Ours): Promise<void>
  /** Aborts the calls that still run. */
  abort(): void
}

interface Rules extends Pick<ResolvedConfig, 'limits'> {
  readonly auth: Authentication | undefined
}

/** A caller's limit is full again after a minute. */
const RETRY = { 'Retry-After': '60' }

export const NOTHING = { status: 404, detail: 'Nothing is here' }

export function createRestAnswers(rules: Rules): RestAnswers {
  const running = new Set<RestCall>()
  return {
    async answer(ours) {
      const call = createRestCall(ours, rules.auth?.headers ?? [])
      ours.open.add()
      running.add(call)
      try {
        await answer(ours, call, rules)
      } catch (error) {
        refuseFor(error, ours, rules)
      }
      call.end()
      running.delete(call)
      ours.open.remove()
    },
    abort() {
      for (const call of running) call.abort('shutdown')
    },
  }
}

async function answer(ours: Ours, call: RestCall, { limits }: Rules) {
  const { req, found } = ours
  const route = found.methods.get(req.method === 'HEAD' ? 'GET' : (req.method ?? ''))
  if (route === undefined) return refuseMethod(ours, call)
  if (!(await route.enter(call))) return replyNothing(ours)
  const body = await readJsonBody(ours, limits)
  if (body === undefined) return
  const query = new URLSearchParams(ours.query)
  send(await route.answer(call, { path: found.values, query, body: body.value }), ours, route)
}

/** A caller without the scopes is told which; every other error is a fault of ours. */
function refuseFor(error: unknown, { req, res, cors, principal }: Ours, { auth }: Rules) {
  if (error instanceof MissingScopes) {
    const headers = auth?.scopeHeaders(error.scopes, principal, req)
    const status = headers === undefined || principal !== undefined ? 403 : 401
    return replyProblem(res, { status, detail: error.message }, { ...cors, ...headers })
  }
  if (error instanceof TooManyCalls) {
    return replyProblem(res, { status: 429, detail: error.message }, { ...cors, ...RETRY })
  }
  writeError(error)
  if (!res.headersSent) replyProblem(res, { status: 500, detail: 'Internal error' }, cors)
}

/** HEAD is answered by the route for GET. */
export function methodsOf(methods: Iterable<string>): string[] {
  return [...methods].flatMap(method => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
}

/** What is hidden from the caller is answered by whoever answers what is not there. */
function replyNothing({ res, cors, next }: Ours) {
  return next ? next() : replyProblem(res, NOTHING, cors)
}

/** Names the methods that the caller sees; where they see none, there is nothing. */
async function refuseMethod(ours: Ours, call: Call) {
  const { req, res, found, cors } = ours
  const seen: string[] = []
  for (const [method, route] of found.methods) if (await route.isVisible(call)) seen.push(method)
  if (seen.length === 0) return replyNothing(ours)
  const headers = { ...cors, Allow: [...methodsOf(seen), 'OPTIONS'].join(', ') }
  if (req.method === 'OPTIONS') return replyEmpty(res, { status: 204, headers })
  replyProblem(res, { status: 405, detail: `Method not allowed: ${req.method}` }, headers)
}

function send(outcome: RouteOutcome, { res, cors }: Ours, { binding }: Route) {
  if (res.destroyed) return
  // What one caller may see is nothing for a cache to give to the next.
  const { guards = [], scopes = [] } = binding
  const headers = { ...cors, ...(guards.length + scopes.length > 0 && { 'Cache-Control': 'no-store' }) }
  if (outcome.kind === 'refusal')
    return replyProblem(res, outcome, outcome.status === 429 ? { ...headers, ...RETRY } : headers)
  const { status, mimeType, body } = outcome
  if (body === undefined) return replyEmpty(res, { status, headers })
  res.writeHead(status, {
    'Content-Type': mimeType,
    'Content-Length': typeof body === 'string' ? Buffer.byteLength(body) : body.length,
    'X-Content-Type-Options': 'nosniff',
    ...headers,
  })
  res.end(body)
}
