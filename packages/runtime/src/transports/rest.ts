/** REST routes over HTTP: which route a request is for, and who makes it. */
import type { IncomingMessage } from 'node:http'
import type { Authentication } from '../auth/authentication.ts'
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

export function createRest({ all }: Routes, options: RestOptions): Beside {
  const { auth, open, principal, openapi, config } = options
  const find = createRouter(all.map(route => ({ ...route.binding, value: route })))
  const answers = createRestAnswers({ auth, limits: config.limits })
  let closing = false

  const serve = (request: Elsewhere, found: Routed<Route>, query: string) => {
    const { req, res } = request
    if (!admits(request, options, closing)) return
    const ours: Ours = { req, res, cors: corsOf(req), open, principal, refuse, found, query }
    // Nobody signs a preflight, so it is answered for every path that a route has.
    if (req.method === 'OPTIONS' && req.headers['access-control-request-method'] !== undefined)
      return replyEmpty(res, { status: 204, headers: preflight(ours, auth) })
    authenticate(ours, auth, () => void answers.answer(ours))
  }

  return {
    handle(request) {
      const [path = '', query = ''] = split(request.path)
      const found = find(path)
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

function preflight({ found, cors }: Ours, auth: Authentication | undefined): Record<string, string> {
  const methods = [...methodsOf(found.methods.keys()), 'OPTIONS'].join(', ')
  return {
    ...cors,
    Allow: methods,
    'Access-Control-Allow-Methods': methods,
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
