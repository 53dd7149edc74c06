/** REST routes over HTTP: which route a request is for, and who makes it. */
import type { IncomingMessage } from 'node:http'
import type { Authentication } from '../auth/authentication.ts'
import { isUnguarded } from '../features/check-guards.ts'
import type { Route, Routes } from '../features/routes/create-routes.ts'
import { corsHeaders } from '../http/cors.ts'
import { replyProblem } from '../http/problem.ts'
import { replyEmpty } from '../http/reply.ts'
import { createRouter, type Routed } from '../http/router.ts'
import { authenticate } from './authenticate.ts'
import type { Beside, Elsewhere, RestOptions } from './elsewhere.ts'
import { refusalOf } from './foreign.ts'
import { createRestAnswers, methodsOf, NOTHING, type Ours } from './rest-answer.ts'
import { writeError } from './stderr.ts'

const OPENAPI_PATH = '/openapi.json'

/** No route is there (RFC 8615), and clients look whether anything is. */
const WELL_KNOWN = '/.well-known/'

const NOWHERE: Routed<Route> = { methods: new Map(), values: [] }

export function createRest({ all }: Routes, options: RestOptions): Beside {
  const { auth, open, principal, openapi, config } = options
  const find = createRouter(all.map(route => ({ ...route.binding, value: route })))
  const answers = createRestAnswers({ auth, limits: config.limits })
  const hides = all.some(({ binding }) => !isUnguarded(binding))
  const methods = new Map(all.map(route => [route.binding.method, route]))
  let closing = false

  /** Where a path may be hidden, every path that is nobody's is answered as if it were, until it is known who asks. */
  const findOrHide = (path: string, { next }: Elsewhere) =>
    find(path) ?? (hides && next === undefined && !path.startsWith(WELL_KNOWN) ? NOWHERE : undefined)

  const serve = (request: Elsewhere, found: Routed<Route>, query: string) => {
    const { req, res, next } = request
    if (!admits(request, options, closing)) return
    const ours: Ours = { req, res, next, cors: corsOf(req), open, principal, refuse, found, query }
    // Nobody signs a preflight: what a path has is told only where everybody may see it.
    if (req.method === 'OPTIONS' && req.headers['access-control-request-method'] !== undefined)
      return replyEmpty(res, { status: 204, headers: preflight(hides ? methods : found.methods, ours.cors, auth) })
    authenticate(ours, auth, () => void answers.answer(ours))
  }

  return {
    handle(request) {
      const [path = '', query = ''] = split(request.path)
      const found = findOrHide(path, request)
      if (found !== undefined) return serve(request, found, query)
      if (openapi === undefined || path !== OPENAPI_PATH) return passOn(request)
      if (admits(request, options, closing)) sendDocument(request, openapi).catch(error => fail(request, error))
    },
    refuse() {
      closing = true
    },
    abort: answers.abort,
  }
}

/** A fault of ours: nothing of it is for the caller. */
function fail({ res }: Elsewhere, error: unknown) {
  writeError(error)
  if (!res.headersSent) replyProblem(res, { status: 500, detail: 'Internal error' })
}

function split(path: string): string[] {
  const at = path.indexOf('?')
  return at === -1 ? [path] : [path.slice(0, at), path.slice(at + 1)]
}

function passOn({ res, next }: Elsewhere) {
  return next ? next() : replyProblem(res, NOTHING)
}

const refuse: Ours['refuse'] = (res, status, detail, headers) => replyProblem(res, { status, detail }, headers)

/** False where the request has been refused. */
function admits({ req, res, host }: Elsewhere, { hosts }: RestOptions, closing: boolean): boolean {
  const refused = refusalOf(req, host, hosts)
  if (refused !== undefined) replyProblem(res, { status: refused.status, detail: refused.message })
  else if (closing) replyProblem(res, { status: 503, detail: 'The server is shutting down' }, { Connection: 'close' })
  return refused === undefined && !closing
}

function corsOf({ headers }: IncomingMessage): Ours['cors'] {
  return headers.origin === undefined ? undefined : corsHeaders(headers.origin)
}

function preflight(
  methods: Routed<Route>['methods'],
  cors: Ours['cors'],
  auth: Authentication | undefined,
): Record<string, string> {
  const allowed = [...methodsOf(methods.keys()), 'OPTIONS'].join(', ')
  return {
    ...cors,
    Allow: allowed,
    'Access-Control-Allow-Methods': allowed,
    'Access-Control-Allow-Headers': ['Accept', 'Content-Type', ...(auth?.headers ?? [])].join(', '),
    'Access-Control-Max-Age': '7200',
  }
}

async function sendDocument({ req, res }: Elsewhere, openapi: NonNullable<RestOptions['openapi']>) {
  const cors = corsOf(req)
  const allowed = { ...cors, Allow: 'GET, HEAD, OPTIONS' }
  if (req.method === 'OPTIONS') return replyEmpty(res, { status: 204, headers: allowed })
  if (req.method !== 'GET' && req.method !== 'HEAD')
    return replyProblem(res, { status: 405, detail: `Method not allowed: ${req.method}` }, allowed)
  const { document } = await openapi()
  res.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(document), ...cors })
  res.end(document)
}
