/** What the functions of an imported service share: its address, how it knows its caller, and one way to call it. */
import { asList, asObject, asText, type Document, follow, type Json } from './document.ts'
import type { Operation } from './operations.ts'
import { propertyKey, quoted } from './text.ts'

export interface ServiceAuth {
  /** The environment variable with the service's URL. */
  readonly base: string
  readonly schemes: readonly Scheme[]
  readonly notes: readonly string[]
}

interface Scheme {
  readonly variable: string
  readonly kind: 'bearer' | 'basic' | 'header' | 'query'
  /** Of the header or in the query. */
  readonly name: string
}

/** The schemes that the operations name, or the document for all of them. */
export function authOf(document: Document, operations: readonly Operation[]): ServiceAuth {
  const { root } = document
  const prefix = prefixOf(asText(asObject(root['info'])['title']) ?? 'service')
  const used = new Set(
    operations.flatMap(({ node }) =>
      asList(node['security'] ?? root['security']).flatMap(one => Object.keys(asObject(one))),
    ),
  )
  const defined = asObject(asObject(root['components'])['securitySchemes'])
  const schemes: Scheme[] = []
  const notes: string[] = []
  for (const name of used) {
    const scheme = schemeOf(follow(document, defined[name]).value, prefix)
    if (typeof scheme === 'string') notes.push(`the security scheme ${name} is left out: it is ${scheme}`)
    else if (!schemes.some(one => one.kind === scheme.kind && one.name === scheme.name))
      schemes.push({ ...scheme, variable: freeVariable(scheme.variable, schemes) })
  }
  return { base: `${prefix}_URL`, schemes, notes }
}

/** A second key has a number. */
function freeVariable(wanted: string, schemes: readonly Scheme[]): string {
  const isTaken = (name: string) => schemes.some(({ variable }) => variable === name)
  let name = wanted
  for (let n = 2; isTaken(name); n++) name = `${wanted}${n}`
  return name
}

function prefixOf(title: string): string {
  const words = title
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter(word => word !== '' && word !== 'API')
  const prefix = words.join('_') || 'SERVICE'
  return /^\d/.test(prefix) ? `_${prefix}` : prefix
}

function schemeOf({ type, scheme, in: place, name }: Json, prefix: string): Scheme | string {
  const kind = `${String(type)} ${String(scheme ?? '').toLowerCase()}`.trim()
  if (kind === 'http bearer' || type === 'oauth2' || type === 'openIdConnect')
    return { variable: `${prefix}_TOKEN`, kind: 'bearer', name: 'authorization' }
  if (kind === 'http basic') return { variable: `${prefix}_LOGIN`, kind: 'basic', name: 'authorization' }
  if (type === 'apiKey' && typeof name === 'string' && (place === 'header' || place === 'query'))
    return { variable: `${prefix}_KEY`, kind: place, name: place === 'header' ? name.toLowerCase() : name }
  return type === 'apiKey' ? `a key in a ${String(place)}` : `of the type ${kind}`
}

/** @param functions Their text, which says what of this they use. */
export function printShared(document: Document, { base, schemes }: ServiceAuth, functions: string): string {
  const server = asObject(asList(document.root['servers'])[0])['url']
  const known = typeof server === 'string' && /^https?:\/\/[^{}]+$/.test(server) ? ` ?? ${quoted(server)}` : ''
  const parts = [`const BASE = process.env[${quoted(base)}]${known}`, ...schemes.map(printScheme)]
  const inHeader = schemes.filter(({ kind }) => kind !== 'query')
  const inQuery = schemes.filter(({ kind }) => kind === 'query')
  return [parts.join('\n'), printSend({ base, inHeader, inQuery }), functions.includes('segment(') ? SEGMENT : '']
    .filter(Boolean)
    .join('\n\n')
}

function constantOf({ variable }: Scheme): string {
  return variable.slice(variable.lastIndexOf('_') + 1)
}

/** What is in the environment, as the service wants it. */
function printScheme(scheme: Scheme): string {
  const value = `process.env[${quoted(scheme.variable)}]`
  const comment = scheme.kind === 'basic' ? '/** `user:password` */\n' : ''
  return `${comment}const ${constantOf(scheme)} = ${value}`
}

interface Sending {
  readonly base: string
  readonly inHeader: readonly Scheme[]
  readonly inQuery: readonly Scheme[]
}

/** The first that is set. */
function headerValues(schemes: readonly Scheme[]): string {
  const values = schemes.map(headerValue)
  return values.length === 1 ? values.join('') : values.map(value => `(${value})`).join(' || ')
}

function headerValue(scheme: Scheme): string {
  const constant = constantOf(scheme)
  if (scheme.kind === 'bearer') return `${constant} && \`Bearer \${${constant}}\``
  if (scheme.kind === 'basic') return `${constant} && \`Basic \${Buffer.from(${constant}).toString('base64')}\``
  return constant
}

function printSend({ base, inHeader, inQuery }: Sending): string {
  const names = [...new Set(inHeader.map(({ name }) => name))]
  const own = names
    .map(name => `    ${propertyKey(name)}: ${headerValues(inHeader.filter(one => one.name === name))},\n`)
    .join('')
  const keys = inQuery.map(scheme => `, ${propertyKey(scheme.name)}: ${constantOf(scheme)}`).join('')
  return `interface Sent {
  query?: Record<string, unknown>
  headers?: Record<string, unknown>
  body?: unknown
}

/** Sends a request to the service, and reads what it answers. */
async function send(method: string, path: string, { query = {}, headers = {}, body }: Sent = {}): Promise<unknown> {
  if (!BASE) throw new Error('${base} is not set: it is the URL of the service')
  const url = new URL(BASE.replace(/\\/$/, '') + path)
  for (const [name, value] of Object.entries(${keys === '' ? 'query' : `{ ...query${keys} }`})) {
    for (const one of [value].flat()) if (one !== undefined && one !== null) url.searchParams.append(name, String(one))
  }
  const all = {
    accept: 'application/json, text/*',
${own}    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...headers,
  }
  const said = Object.entries(all).filter(([, value]) => value !== undefined && value !== null)
  const answer = await request(url, {
    method,
    headers: Object.fromEntries(said.map(([name, value]) => [name, String(value)])),
    body: body === undefined ? null : JSON.stringify(body),
    headersTimeout: 30_000,
    bodyTimeout: 30_000,
  })
  const text = await answer.body.text()
  const { statusCode: status } = answer
  if (status >= 300) {
    const message = \`The service answered \${status}: \${text.slice(0, 500)}\`
    throw new UserError(message, { status: Math.max(status, 400) })
  }
  if (text === '') return undefined
  return String(answer.headers['content-type']).includes('json') ? JSON.parse(text) : text
}`
}

const SEGMENT = `/** One segment of a path: a value never leads to another path, however often it is decoded. */
function segment(value: unknown): string {
  const text = Array.isArray(value) ? value.join(',') : String(value)
  if (/^(?:\\.{0,2})$|[/\\\\\\0]|%(?:2e|2f|5c|25|00)/i.test(text)) {
    throw new UserError(\`\${JSON.stringify(text)} cannot stand in a path\`)
  }
  return encodeURIComponent(text)
}`
