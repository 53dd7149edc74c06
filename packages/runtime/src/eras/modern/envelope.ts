/** 2026-07-28 basic/index, "_meta": what every request says of itself. */
import { isObject, type JsonObject } from '../../protocol/json.ts'
import {
  HEADER_MISMATCH,
  INVALID_PARAMS,
  type JsonRpcRequest,
  UNSUPPORTED_PROTOCOL_VERSION,
} from '../../protocol/jsonrpc.ts'
import type { Fault } from '../answer.ts'
import type { CallSeed } from '../calls.ts'
import { PROTOCOL_VERSION } from '../classify.ts'
import { clientInfoOf, isLogLevel, metaOf, progressTokenOf } from '../request.ts'
import { REVISIONS } from './revisions.ts'

const CLIENT_CAPABILITIES = 'io.modelcontextprotocol/clientCapabilities'
const CLIENT_INFO = 'io.modelcontextprotocol/clientInfo'
const LOG_LEVEL = 'io.modelcontextprotocol/logLevel'

/** The version that a request claims: any string. */
export function claimedVersion(request: JsonRpcRequest): unknown {
  return metaOf(request.params ?? {})[PROTOCOL_VERSION]
}

/** "Requests that lack a required key are answered −32602", in the words of what is missing. */
export function checkEnvelope(request: JsonRpcRequest): Fault | undefined {
  const meta = metaOf(request.params ?? {})
  const version = meta[PROTOCOL_VERSION]
  if (version === undefined && request.method === 'initialize') {
    const message =
      'MCP-Protocol-Version names a revision without "initialize"; its requests carry the version in _meta'
    return { code: HEADER_MISMATCH, message }
  }
  const wrong = [
    ...(typeof version === 'string' ? [] : [`"${PROTOCOL_VERSION}" (a string)`]),
    ...(isObject(meta[CLIENT_CAPABILITIES]) ? [] : [`"${CLIENT_CAPABILITIES}" (an object)`]),
  ]
  if (wrong.length > 0) {
    return { code: INVALID_PARAMS, message: `Invalid params: _meta must have ${wrong.join(' and ')}` }
  }
  return checkLogLevel(meta)
}

function checkLogLevel(meta: JsonObject): Fault | undefined {
  const level = meta[LOG_LEVEL]
  if (level === undefined || isLogLevel(level)) return undefined
  return { code: INVALID_PARAMS, message: `Invalid params: "${LOG_LEVEL}" must be a log level, such as "info"` }
}

/** basic/versioning: an unimplemented version is answered with those that are. */
export function checkVersion(version: string): Fault | undefined {
  if (REVISIONS.includes(version)) return undefined
  return {
    code: UNSUPPORTED_PROTOCOL_VERSION,
    message: 'Unsupported protocol version',
    data: { supported: [...REVISIONS], requested: version },
  }
}

/** What the envelope says of the call. `checkEnvelope` has passed. */
export function seedOf(params: JsonObject): CallSeed {
  const meta = metaOf(params)
  const level = meta[LOG_LEVEL]
  const capabilities = meta[CLIENT_CAPABILITIES]
  return {
    params,
    client: clientInfoOf(meta[CLIENT_INFO]),
    clientCapabilities: isObject(capabilities) ? capabilities : {},
    progressToken: progressTokenOf(meta),
    logLevel: isLogLevel(level) ? level : undefined,
  }
}
