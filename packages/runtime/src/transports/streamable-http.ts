/** Streamable HTTP: one endpoint for both eras (basic/transports/streamable-http). */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Authentication } from '../auth/authentication.ts'
import { errorAnswer } from '../eras/answer.ts'
import type { Door } from '../eras/door.ts'
import type { Era, Exchange, StreamUse, Verb } from '../eras/era.ts'
import type { Principal } from '../features/context.ts'
import { acceptedAnswers, isCoded, isJson, wantsPage } from '../http/accept.ts'
import { hostBody, readBody } from '../http/body.ts'
import { corsHeaders, preflightHeaders } from '../http/cors.ts'
import { type HostRules, isOwnHost } from '../http/hosts.ts'
import { createPatience } from '../http/patience.ts'
import { replyEmpty, replyJson } from '../http/reply.ts'
import { openStream, writeComment } from '../http/sse.ts'
import { type Target, targetOf } from '../http/target.ts'
import { INVALID_REQUEST, PARSE_ERROR } from '../protocol/jsonrpc.ts'
import type { ResolvedConfig } from '../resolve-config.ts'
import { authenticate } from './authenticate.ts'
import { createBeside } from './beside.ts'
import { createCount } from './count.ts'
import type { Elsewhere, RestOptions } from './elsewhere.ts'
import { refusalOf } from './foreign.ts'
import { createHttpExchange } from './http-exchange.ts'
import type { Incoming } from './incoming.ts'
import { refuseLargeBody } from './refuse-body.ts'
import { replyError } from './reply-error.ts'
import { createVigil } from './vigil.ts'

export interface HttpTransport {
  handler(req: IncomingMessage, res: ServerResponse, next?: (error?: unknown) => void): void
  /** Answers 503 from now on. */
  refuse(): void
  /** Aborts what runs beside the endpoint. */
  abort(): void
  /** Resolves when every answer that was due has been given. */
  idle(): Promise<void>
}

export interface HttpOptions {
  readonly door: Door
  readonly verbs: Era['verbs']
  readonly config: Pick<ResolvedConfig, 'path' | 'mode' | 'limits'>
  readonly hosts: HostRules
  /** Who makes every request, where that is settled: in a test. */
  readonly principal: Principal | undefined
  /** Says who makes a request; undefined where nobody asks. */
  readonly auth: Authentication | undefined
  /** What is served beside the endpoint; undefined for nothing. */
  readonly rest: Pick<RestOptions, 'routes' | 'openapi'> | undefined
  /** What a browser's GET is answered with. */
  readonly page: (req: IncomingMessage, res: ServerResponse) => void
}

type OwnRequest = IncomingMessage & { originalUrl?: string }

export function createHttpTransport(options: HttpOptions): HttpTransport {
  const { rest, config } = options
  const { path } = config
  const open = createCount()
  const beside = rest && createBeside({ ...options, ...rest, open })
  const patience = createPatience()
  const vigil = options.auth && createVigil(options.auth)
  let closing = false

  const elsewhere = (request: Elsewhere) => {
    const { req, res, next } = request
    if (isMetadata(request, options)) return options.auth?.reply(req, res)
    if (beside !== undefined) return beside.handle(request)
    return next ? next() : replyNotFound(res, path)
  }

  return {
    handler(req: OwnRequest, res, next) {
      const target = targetOf(req.originalUrl ?? req.url ?? '', req.headers.host)
      if (!isAt(path, target)) return elsewhere({ req, res, next, ...target })
      if (closing) return replyError(res, 503, 'The server is shutting down', { Connection: 'close' })
      const refused = refusalOf(req, target.host, options.hosts)
      if (refused !== undefined) return replyError(res, refused.status, refused.message)
      const { origin, accept } = req.headers
      const cors = origin === undefined ? undefined : corsHeaders(origin)
      const { principal } = options
      route(
        { req, res, open, patience, vigil, cors, principal, answers: acceptedAnswers(accept), refuse: replyError },
        options,
      )
    },
    refuse() {
      closing = true
      beside?.refuse()
    },
    abort: () => beside?.abort(),
    idle: open.zero,
  }
}

function isAt(path: string, target: Target): boolean {
  return target.path === path || target.path.startsWith(`${path}?`)
}

/** A document for everybody, whatever page asks for it; but not by a name that is not this server's. */
function isMetadata({ path, host }: Target, { auth, hosts }: HttpOptions): boolean {
  return auth?.owns(path.replace(/\?.*$/, '')) === true && isOwnHost(host, undefined, hosts)
}

function route(incoming: Incoming, options: HttpOptions) {
  const { req, res, cors } = incoming
  if (req.method === 'POST') return authenticate(incoming, options.auth, () => post(incoming, options))
  const methods = ['POST', ...Object.keys(options.verbs), 'OPTIONS']
  if (req.method === 'OPTIONS') {
    return replyEmpty(res, {
      status: 204,
      headers: {
        Allow: methods.join(', '),
        ...cors,
        ...preflightHeaders({ methods, credentials: options.auth?.headers ?? [], wanted: wantedHeaders(req) }),
      },
    })
  }
  if (req.method === 'GET' && wantsPage(req.headers.accept)) return options.page(req, res)
  const verb = Object.hasOwn(options.verbs, req.method ?? '') ? options.verbs[req.method as Verb] : undefined
  if (verb !== undefined) return authenticate(incoming, options.auth, () => give(incoming, options, verb))
  replyError(res, 405, `Method not allowed: ${req.method}`, { Allow: methods.join(', '), ...cors })
}

function wantedHeaders({ headers }: IncomingMessage): string | undefined {
  const wanted = headers['access-control-request-headers']
  return typeof wanted === 'string' ? wanted : undefined
}

function post(incoming: Incoming, options: HttpOptions) {
  const { req, res, cors, answers } = incoming
  if (!isJson(req.headers['content-type'])) return replyError(res, 415, 'Content-Type must be application/json', cors)
  if (answers === 'none') {
    return replyError(res, 406, 'Accept must take application/json or text/event-stream', cors)
  }
  const { door } = options
  const parsed = hostBody(req)
  if (parsed !== undefined) {
    return give(incoming, options, exchange =>
      'text' in parsed ? door.receiveText(parsed.text, exchange) : door.receive(parsed.value, exchange),
    )
  }
  if (isCoded(req.headers['content-encoding'])) {
    return replyError(res, 415, 'Content-Encoding must be identity', { 'Accept-Encoding': 'identity', ...cors })
  }
  readBody(req, options.config.limits.body, {
    done: text => give(incoming, options, exchange => door.receiveText(text, exchange)),
    refused(problem) {
      if (problem === 'not UTF-8') return replyError(res, 400, 'Parse error: not UTF-8', cors, PARSE_ERROR)
      const message = `Invalid request: larger than ${options.config.limits.body} bytes`
      refuseLargeBody(req, res, { body: errorAnswer(undefined, { code: INVALID_REQUEST, message }), headers: cors })
    },
  })
}

/** Gives a request's exchange to who answers it. One that is answered at once, as most are, needs no patience. */
function give(
  { req, res, cors, answers, open, patience, vigil, principal }: Incoming,
  { config, auth }: HttpOptions,
  receive: (exchange: Exchange) => void,
): void {
  const streams = config.mode !== 'json'
  let isOver = false
  let early: (() => void) | undefined
  const over = () => {
    isOver = true
    if (early !== undefined) patience.delete(early)
    open.remove()
  }
  const challenge = auth && ((scopes: readonly string[]) => auth.scopeHeaders(scopes, principal, req))
  const opened = vigil && ((use: StreamUse) => vigil({ req, res, principal }, use))
  const secrets = auth?.headers ?? NO_SECRETS
  open.add()
  receive(
    createHttpExchange({ req, res, principal, challenge, secrets, streams, answers, headers: cors, opened, over }),
  )
  if (isOver || !streams || answers === 'json') return
  early = () => openEarly(res, cors, opened)
  patience.add(early)
}

const NO_SECRETS: readonly string[] = []

/** Opens the stream that the answer will end, so that nobody on the way takes the connection for dead. */
function openEarly(
  res: ServerResponse,
  headers: Incoming['cors'],
  opened: ((use: StreamUse) => void) | undefined,
): void {
  if (res.destroyed || res.headersSent) return
  openStream(res, headers)
  opened?.('call')
  writeComment(res)
}

function replyNotFound(res: ServerResponse, path: string): void {
  replyJson(res, { status: 404, body: JSON.stringify({ error: `Nothing here. The MCP endpoint is ${path}` }) })
}
