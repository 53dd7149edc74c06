/** 2026-07-28 basic/transports/streamable-http, "Request Headers": headers that mirror the body, for those who route by them. */
import { isObject, type JsonValue } from '../../protocol/json.ts'
import { HEADER_MISMATCH, type JsonRpcRequest } from '../../protocol/jsonrpc.ts'
import type { Fault } from '../answer.ts'
import type { Exchange } from '../era.ts'
import type { Served } from '../served.ts'

/** The parameter that `Mcp-Name` repeats, by method. */
const NAMED: Readonly<Record<string, string | undefined>> = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
  'tasks/get': 'taskId',
  'tasks/update': 'taskId',
  'tasks/cancel': 'taskId',
}

/** Holds the headers against the body. Names of headers are case-insensitive, values are not. */
export function checkHeaders(request: JsonRpcRequest, version: string, exchange: Exchange): Fault | undefined {
  return (
    checkHeader('MCP-Protocol-Version', exchange.header('mcp-protocol-version'), version) ??
    checkHeader('Mcp-Method', exchange.header('mcp-method'), request.method) ??
    checkName(request, exchange.header('mcp-name'))
  )
}

function checkHeader(name: string, value: string | null | undefined, expected: string): Fault | undefined {
  if (value === undefined) return mismatch(`${name} is required`)
  if (value === null) return mismatch(`${name} came more than once`)
  if (!isPlain(value)) return mismatch(`${name} has characters outside of visible ASCII`)
  return value === expected ? undefined : mismatch(`${name} differs from the body`)
}

function checkName(request: JsonRpcRequest, header: string | null | undefined): Fault | undefined {
  const parameter = Object.hasOwn(NAMED, request.method) ? NAMED[request.method] : undefined
  if (parameter === undefined) return undefined
  const expected: JsonValue | undefined = request.params?.[parameter]
  // A body without the parameter is malformed, and answered so by its method.
  if (typeof expected !== 'string') return header === undefined ? undefined : mismatch('Mcp-Name differs from the body')
  if (typeof header !== 'string') return checkHeader('Mcp-Name', header, expected)
  if (!isPlain(header)) return mismatch('Mcp-Name has characters outside of visible ASCII')
  const decoded = decodeHeader(header)
  if (decoded === undefined) return mismatch('Mcp-Name is not valid base64 of UTF-8')
  return decoded === expected ? undefined : mismatch('Mcp-Name differs from the body')
}

/**
 * "Custom Headers from Tool Parameters": of what the body has, and as it stands there; what is not ours is not looked at.
 * Asked only of a tool that the caller may use, since it tells which arguments a tool has.
 */
export function checkMirrors(
  args: JsonValue | undefined,
  exchange: Exchange,
  mirrors: Mirrors | undefined,
): Fault | undefined {
  for (const { header, path } of mirrors ?? []) {
    const name = `Mcp-Param-${header}`
    const fault = checkMirror(name, exchange.header(name.toLowerCase()), valueAt(args, path))
    if (fault !== undefined) return fault
  }
  return undefined
}

type Mirrors = ReturnType<Served['mirrors']['get']>

function valueAt(args: JsonValue | undefined, path: readonly string[]): JsonValue | undefined {
  let value = args
  for (const name of path) value = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined
  return value
}

function checkMirror(name: string, header: string | null | undefined, value: JsonValue | undefined): Fault | undefined {
  if (typeof header === 'string' && !isPlain(header)) {
    return mismatch(`${name} has characters outside of visible ASCII`)
  }
  // What is absent needs no header; what is of no mirrored type is refused by the tool's schema.
  if (value === undefined || value === null || typeof value === 'object') return undefined
  if (header === undefined) return mismatch(`${name} is required`)
  if (header === null) return mismatch(`${name} came more than once`)
  const decoded = decodeHeader(header)
  if (decoded === undefined) return mismatch(`${name} is not valid base64 of UTF-8`)
  return isSame(decoded, value) ? undefined : mismatch(`${name} differs from the body`)
}

const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/** Numbers are the same when their values are: `42.0` is 42. */
function isSame(header: string, value: string | number | boolean): boolean {
  if (typeof value === 'number') return NUMBER.test(header) && Number(header) === value
  return header === String(value)
}

const ENCODED = /^=\?base64\?(.*)\?=$/

/**
 * "Value Encoding": `=?base64?…?=` carries UTF-8 in padded base64 (RFC 4648 §4); without either marker the value is
 * literal. Undefined for what is marked and no such thing.
 */
export function decodeHeader(value: string): string | undefined {
  const encoded = ENCODED.exec(value)?.[1]
  if (encoded === undefined) return value
  const bytes = Buffer.from(encoded, 'base64')
  // `Buffer.from` skips what it does not know; only the canonical text comes back the same.
  if (bytes.toString('base64') !== encoded) return undefined
  const text = bytes.toString('utf8')
  return Buffer.from(text, 'utf8').equals(bytes) ? text : undefined
}

/** Visible ASCII, space and tab: Node hands over other bytes as Latin-1. */
function isPlain(value: string): boolean {
  return /^[\t\x20-\x7e]*$/.test(value)
}

function mismatch(message: string): Fault {
  return { code: HEADER_MISMATCH, message: `Header mismatch: ${message}` }
}
