/** The JSON body of a request for a route. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { isCoded, isJson } from '../http/accept.ts'
import { hostBody, readBody } from '../http/body.ts'
import { type Headers, problemHeaders, problemText, replyProblem } from '../http/problem.ts'
import { isDeeperThan } from '../protocol/depth.ts'
import type { JsonValue } from '../protocol/json.ts'
import { refuseLargeBody } from './refuse-body.ts'

interface Request {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly cors: Headers
}

interface Bounds {
  readonly body: number
  readonly depth: number
}

type Body = { readonly value: JsonValue | undefined }

const NONE: Body = { value: undefined }

/** Undefined where the request has been refused, or will never be whole. What GET and DELETE bring is not read. */
export async function readJsonBody(request: Request, bounds: Bounds): Promise<Body | undefined> {
  const { req } = request
  if (req.method === 'GET' || req.method === 'HEAD' || req.method === 'DELETE') return NONE
  const parsed = hostBody(req)
  if (parsed !== undefined && 'value' in parsed) return ofHost(parsed.value, request, bounds)
  const text = parsed === undefined ? await textOf(request, bounds) : parsed.text
  return text === undefined ? undefined : parse(text, request, bounds)
}

function parse(text: string, request: Request, bounds: Bounds): Body | undefined {
  if (text === '') return NONE
  if (!isJson(request.req.headers['content-type'])) return refuseType(request)
  let value: JsonValue
  try {
    value = JSON.parse(text)
  } catch {
    return refuse(request, 400, 'The body is not JSON')
  }
  return bounded(value, request, bounds)
}

/** A host may parse more than JSON: what any page can send, a form, is nothing that a route takes. */
function ofHost(value: unknown, request: Request, bounds: Bounds): Body | undefined {
  const { headers } = request.req
  if (isJson(headers['content-type'])) return bounded(value as JsonValue, request, bounds)
  const isEmpty = headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0
  return isEmpty ? NONE : refuseType(request)
}

function refuseType(request: Request): undefined {
  return refuse(request, 415, 'Content-Type must be application/json')
}

function bounded(value: JsonValue, request: Request, { depth }: Bounds): Body | undefined {
  if (isDeeperThan(value, depth)) return refuse(request, 400, `The body is nested deeper than ${depth} levels`)
  return { value }
}

function textOf(request: Request, { body: limit }: Bounds): Promise<string | undefined> | undefined {
  const { req, res, cors } = request
  // Its end was never seen: who went away meanwhile sends no more, and says so no more.
  if (req.destroyed) return undefined
  if (isCoded(req.headers['content-encoding'])) return refuse(request, 415, 'Content-Encoding must be identity')
  const { promise, resolve } = Promise.withResolvers<string | undefined>()
  readBody(req, limit, {
    done: resolve,
    refused(problem) {
      if (problem === 'not UTF-8') return resolve(refuse(request, 400, 'The body is not UTF-8'))
      const body = problemText({ status: 413, detail: `The body is larger than ${limit} bytes` })
      refuseLargeBody(req, res, { body, headers: { ...cors, ...problemHeaders(body) } })
      resolve(undefined)
    },
  })
  // Who goes away amid a body never ends it.
  req.once('close', () => resolve(undefined))
  return promise
}

function refuse({ res, cors }: Request, status: number, detail: string): undefined {
  replyProblem(res, { status, detail }, cors)
}
