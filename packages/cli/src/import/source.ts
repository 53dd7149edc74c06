/** The operations of a REST service as source: a function and its types for each, and the little that they share. */
import { basename } from 'node:path'
import { asObject, asText, type Document, Unsupported } from './document.ts'
import { createNames, type Names } from './names.ts'
import { answerOf, bodyOf, type Operation, type Parameter, parametersOf } from './operations.ts'
import { authOf, printShared, type ServiceAuth } from './shared.ts'
import { type DocLine, docComment, inTemplate, member, propertyKey, quoted } from './text.ts'
import { createTypes, declareInterface, linesAt, type Types, typeOf } from './types.ts'

export interface Source {
  readonly text: string
  /** Names of the functions. */
  readonly functions: readonly string[]
  /** Operations that could not become functions, and why. */
  readonly refused: readonly { readonly id: string; readonly reason: string }[]
  /** What of the others is lost. */
  readonly notes: readonly string[]
  /** Environment variables that the module reads. */
  readonly variables: readonly string[]
}

interface Making {
  readonly document: Document
  readonly names: Names
  readonly types: Types
  readonly notes: string[]
}

export function writeSource(document: Document, operations: readonly Operation[]): Source {
  const names = createNames()
  const notes: string[] = []
  const types = createTypes(document, names, note => void (notes.includes(note) || notes.push(note)))
  const refused: { id: string; reason: string }[] = []
  const auth = authOf(document, operations)
  const printed = operations.flatMap(operation => {
    try {
      return [printOperation(operation, { document, names, types, notes })]
    } catch (error) {
      if (!(error instanceof Unsupported)) throw error
      refused.push({ id: operation.id, reason: error.message })
      return []
    }
  })
  notes.push(...auth.notes)
  const parts = [
    heading(document, auth),
    imports([...types.aliases].sort()),
    printShared(document, auth, printed.map(({ text }) => text).join('\n')),
    ...types.declared.values(),
    ...printed.map(({ text }) => text),
  ]
  return {
    text: `${parts
      .filter(Boolean)
      .map(part => part.trimEnd())
      .join('\n\n')}\n`,
    functions: printed.map(({ name }) => name),
    refused,
    notes,
    variables: [auth.base, ...auth.schemes.flatMap(({ variable }) => variable)],
  }
}

function heading({ file, root }: Document, { base }: ServiceAuth): string {
  const { title, version } = asObject(root['info'])
  const what = [title, version].filter(Boolean).join(' ')
  const text = `${what}, made of ${basename(file)} by \`mcpgen import\`: ordinary code from now on, to be changed like any other.`
  return docComment([{ text }, { text: `The service is called at ${base}.` }])
}

function imports(aliases: readonly string[]): string {
  const types = aliases.map(name => `type ${name}`)
  return `import { ${[...types, 'UserError'].join(', ')} } from '@mcpgen/runtime'\nimport { request } from 'undici'`
}

interface Printed {
  readonly name: string
  readonly text: string
}

/** @throws {Unsupported} */
function printOperation(operation: Operation, making: Making): Printed {
  const { document, names, types, notes } = making
  const { method, path, node } = operation
  if (method === 'OPTIONS' || method === 'TRACE' || method === 'HEAD') throw new Unsupported(`it is for ${method}`)
  const found: string[] = []
  const parameters = parametersOf(document, operation, found)
  const body = bodyOf(document, operation)
  const answer = answerOf(document, operation, found)
  checkPath(path, parameters)
  const name = names.value(asText(node['operationId']) ?? `${method.toLowerCase()} ${path}`)
  notes.push(...found.map(note => `${name}: ${note}`))
  const input = names.type(`${name}Input`)
  const members = membersOf({ parameters, body }, input, types)
  if (members.length > 0) declareInterface(types, input, members)
  const result =
    answer.kind === 'json' ? typeOf(types, answer.schema, `${name}Result`) : answer.kind === 'text' ? 'string' : 'void'
  const doc = docComment([...describe(node, operation), { tag: 'tool', value: TAGS[method] ?? '@destructive' }])
  const parameter = members.length === 0 ? '' : `input: ${input}`
  const sent = sentOf(parameters, body !== undefined)
  const call = (members: string) => {
    const awaited = `await send('${method}', ${pathOf(path, parameters)}${members})`
    return result === 'void' ? `  ${awaited}` : `  return (${awaited}) as ${result}`
  }
  const oneLine = call(sent.length > 0 ? `, { ${sent.join(', ')} }` : '')
  const line =
    oneLine.length > WIDTH && sent.length > 0 ? call(`, {\n${sent.map(one => `    ${one},\n`).join('')}  }`) : oneLine
  return { name, text: `${doc}${headOf(name, parameter, result)}\n${line}\n}` }
}

/** Lines are broken that would be longer. */
const WIDTH = 120

function headOf(name: string, parameter: string, result: string): string {
  const head = `export async function ${name}(${parameter}): Promise<${result}> {`
  return head.length > WIDTH ? `export async function ${name}(\n  ${parameter},\n): Promise<${result}> {` : head
}

/** What a method promises (RFC 9110 §9.2); whoever knows better changes it. */
const TAGS: Readonly<Record<string, string>> = {
  GET: '@readOnly',
  PUT: '@destructive @idempotent',
  DELETE: '@destructive @idempotent',
}

function describe(node: Operation['node'], { method, path }: Operation): DocLine[] {
  const text = asText(node['description']) ?? asText(node['summary']) ?? `${method} ${path}`
  return [{ text }, ...(node['deprecated'] === true ? [{ tag: 'deprecated', value: '' }] : [])]
}

/** OpenAPI 3.1 §4.8.8.1. What begins otherwise would go on with the host's name, and take the credentials there. */
function checkPath(path: string, parameters: readonly Parameter[]): void {
  if (!path.startsWith('/')) throw new Unsupported('a path begins with a slash')
  for (const [, name = ''] of path.matchAll(/\{([^{}]*)\}/g)) {
    if (!parameters.some(one => one.in === 'path' && one.name === name))
      throw new Unsupported(`the path has {${name}}, which is no parameter`)
  }
}

interface Wanted {
  readonly parameters: readonly Parameter[]
  readonly body: ReturnType<typeof bodyOf>
}

function membersOf({ parameters, body }: Wanted, owner: string, types: Types): string[] {
  const members = parameters.map(({ name, required, schema, description, deprecated }) => {
    const lines = linesAt(types, schema).filter(line => !('text' in line) || description === undefined)
    const doc = [...(description === undefined ? [] : [{ text: description }]), ...lines, ...deprecation(deprecated)]
    return `${docComment(doc)}${propertyKey(name)}${required ? '' : '?'}: ${typeOf(types, schema, `${owner} ${name}`)}`
  })
  if (body === undefined) return members
  return [...members, `body${body.required ? '' : '?'}: ${typeOf(types, body.schema, `${owner} body`)}`]
}

function deprecation(deprecated: boolean): DocLine[] {
  return deprecated ? [{ tag: 'deprecated', value: '' }] : []
}

function pathOf(path: string, parameters: readonly Parameter[]): string {
  if (!parameters.some(one => one.in === 'path')) return quoted(path)
  const parts = path.split(/\{([^{}]*)\}/)
  const text = parts.map((part, n) => (n % 2 === 0 ? inTemplate(part) : `\${segment(${member('input', part)})}`))
  return `\`${text.join('')}\``
}

/** Members of the last argument of `send`. */
function sentOf(parameters: readonly Parameter[], hasBody: boolean): string[] {
  const entries = (place: string) =>
    parameters.filter(one => one.in === place).map(one => `${propertyKey(one.name)}: ${valueIn(one)}`)
  const [query, headers] = [entries('query'), entries('header')]
  return [
    ...(query.length > 0 ? [`query: { ${query.join(', ')} }`] : []),
    ...(headers.length > 0 ? [`headers: { ${headers.join(', ')} }`] : []),
    ...(hasBody ? ['body: input.body'] : []),
  ]
}

function valueIn({ name, in: place, joined, schema }: Parameter): string {
  const value = member('input', name)
  return place === 'query' && joined && asObject(schema)['type'] === 'array' ? `${value}?.join(',')` : value
}
