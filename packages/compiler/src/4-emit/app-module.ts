/** `app.mjs`: one line a declaration, and nothing that runs before it is asked to. */
import type { Completion } from '../3-lower/completions.ts'
import type { FormSchema } from '../3-lower/forms.ts'
import type { Lowered } from '../3-lower/lower.ts'
import type { Mirror } from '../3-lower/mirrors.ts'
import type {
  Declaration,
  DeclarationAsks,
  Lister,
  Parameter,
  ProjectFacts,
  Resource,
  Route,
  TaskUse,
  Tool,
} from '../ir/declaration.ts'
import { CONTRACT } from './contract.ts'
import { moduleUrl } from './file-name.ts'
import { accessMembers, printGuards } from './guards.ts'
import { moduleUrlOf } from './module-url.ts'
import { access, key, ownAccess, quoted, strings, UNCHECKED_BANNER } from './printer.ts'
import { printSkill } from './skills.ts'
import { uriPattern } from './uri-template.ts'

export interface Beside {
  /** What `printBinding` gives, for each declaration. */
  readonly bindings: readonly string[]
  /** Schemas by key. */
  readonly forms: ReadonlyMap<string, FormSchema>
}

export function printAppModule(
  project: ProjectFacts,
  lowered: readonly Lowered[],
  { bindings, forms }: Beside,
): string {
  const members = [
    `contract: ${CONTRACT}`,
    `name: ${quoted(project.name)}`,
    `version: ${quoted(project.version)}`,
    ...(project.title === undefined ? [] : [`title: ${quoted(project.title)}`]),
    ...(project.instructions === undefined ? [] : [`instructions: ${quoted(project.instructions)}`]),
    ...(project.icons === undefined ? [] : [`icons: ${quoted(JSON.stringify(project.icons))}`]),
    ...(project.config === undefined ? [] : ['config']),
    ...(lowered.some(mayKeep) ? [`root: new URL(${quoted(moduleUrl(project.out, ''))}, import.meta.url).href`] : []),
    ...(project.compiled === undefined ? [] : [`from: ${quoted(project.compiled.folder)}`]),
    ...printTable('guards', printGuards(lowered, project)),
    ...printTable('forms', printForms(forms)),
    ...LISTS.flatMap(([name, belongs]) => {
      const lines = bindings.filter((_, n) => belongs(lowered[n]?.declaration))
      return lines.length > 0 ? [printList(name, lines)] : []
    }),
    ...(lowered.some(({ declaration }) => declaration.kind === 'route') ? [OPENAPI] : []),
    ...(project.skills?.length
      ? [
          printList(
            'skills',
            project.skills.map(skill => printSkill(skill, project)),
          ),
        ]
      : []),
  ]
  const imports = [`import { createApp } from '@mcpgen/runtime'`]
  if (project.config !== undefined) imports.push(`import config from ${quoted(moduleUrl(project.out, project.config))}`)
  const definition = members.map(member => `  ${member},\n`).join('')
  return `${UNCHECKED_BANNER}\n${imports.join('\n')}\n\nexport const app = createApp({\n${definition}})\n`
}

/** Whether the server may have something to keep in the project's folder: tasks, or which answers were taken. */
function mayKeep({ declaration }: Lowered): boolean {
  return declaration.asks !== undefined || (declaration.kind === 'tool' && declaration.task !== undefined)
}

function printForms(forms: Beside['forms']): string[] {
  return [...forms].map(([name, schema]) => `${key(name)}: ${quoted(JSON.stringify(schema))}`)
}

function printTable(name: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${name}: {\n${printLines(lines)}  }`]
}

function printList(name: string, lines: readonly string[]): string {
  return `${name}: [\n${printLines(lines)}  ]`
}

/** Each in a line of its own: a thousand are most of the file, and looking for their beginnings would take longer. */
function printLines(lines: readonly string[]): string {
  return lines.map(line => `    ${line},\n`).join('')
}

const LISTS: readonly (readonly [string, (declaration: Declaration | undefined) => boolean])[] = [
  ['tools', one => one?.kind === 'tool'],
  ['resources', one => one?.kind === 'resource' && one.variables.length === 0],
  ['templates', one => one?.kind === 'resource' && one.variables.length > 0],
  ['prompts', one => one?.kind === 'prompt'],
  ['routes', one => one?.kind === 'route'],
]

const OPENAPI = `openapi: () => import('./openapi.mjs')`

/** What the server itself needs of a route's, to say which name was meant. */
function routeEntry({ name, inputSchema }: Lowered['entry']): Lowered['entry'] {
  return { name, inputSchema }
}

/**
 * A declaration's line.
 *
 * @param validators The path of its validators; undefined for one that needs none.
 */
export function printBinding(lowered: Lowered, project: ProjectFacts, validators: string | undefined): string {
  const { declaration, entry, wrap, completions = [], mirrors = [] } = lowered
  const members = [
    `name: ${quoted(declaration.name)}`,
    `source: ${quoted(`${declaration.file}#${declaration.export}`)}`,
    ...(declaration.kind === 'resource' ? resourceMembers(declaration, project) : []),
    ...(declaration.kind === 'route' ? routeMembers(declaration) : []),
    ...accessMembers(declaration, project),
    ...(declaration.asks === undefined ? [] : [`asks: ${printAsks(declaration.asks)}`]),
    ...formerMembers(declaration),
    ...(declaration.kind === 'tool' ? toolMembers(declaration) : []),
    `load: () => import(${quoted(moduleUrlOf(project, declaration.file))})`,
    `run: ${printRun(declaration)}`,
    ...(validators === undefined ? [] : [`validators: () => import(${quoted(moduleUrl('', validators))})`]),
    `result: ${quoted(declaration.result.kind)}`,
    ...(wrap ? ['wrap: true'] : []),
    ...(mirrors.length > 0 ? [`mirrors: [${mirrors.map(printMirror).join(', ')}]`] : []),
    ...(completions.length > 0
      ? [`completions: [${completions.map(one => printCompletion(one, project)).join(', ')}]`]
      : []),
    `entry: ${quoted(JSON.stringify(declaration.kind === 'route' ? routeEntry(entry) : entry))}`,
  ]
  return `{ ${members.join(', ')} }`
}

function printAsks({ requires, forms, remembers }: DeclarationAsks): string {
  const keys = [...new Set(forms.map(form => form.key))].sort()
  const members = [
    ...(requires.length > 0 ? [`requires: ${strings(requires)}`] : []),
    ...(keys.length > 0 ? [`forms: ${strings(keys)}`] : []),
    ...(remembers ? ['remembers: true'] : []),
  ]
  return members.length > 0 ? `{ ${members.join(', ')} }` : '{}'
}

function printTask({ required, later }: TaskUse): string {
  const members = [...(required ? ['required: true'] : []), ...(later ? ['later: true'] : [])]
  return members.length > 0 ? `{ ${members.join(', ')} }` : '{}'
}

function formerMembers(declaration: Declaration): string[] {
  const former = 'formerly' in declaration ? (declaration.formerly ?? []) : []
  return former.length === 0 ? [] : [`formerly: ${strings(former.map(({ name }) => name))}`]
}

function printMirror({ header, path }: Mirror): string {
  return `{ header: ${quoted(header)}, path: ${strings(path)} }`
}

function printCompletion(completion: Completion, project: ProjectFacts): string {
  const argument = `argument: ${quoted(completion.argument)}`
  if ('values' in completion) return `{ ${argument}, values: ${strings(completion.values)} }`
  const { file, export: name, parameters } = completion.completer
  const given = parameters.map(one => (one === 'value' || one === 'filled' ? `a.${one}` : `g.${one}`))
  const members = [
    argument,
    `source: ${quoted(`${file}#${name}`)}`,
    `load: () => import(${quoted(moduleUrlOf(project, file))})`,
    `run: (m, a, g) => ${access('m', name)}(${given.join(', ')})`,
  ]
  return `{ ${members.join(', ')} }`
}

function resourceMembers({ uri, variables, mimeType, cache, lister }: Resource, project: ProjectFacts): string[] {
  const address =
    variables.length === 0
      ? [`uri: ${quoted(uri)}`]
      : [
          `uriTemplate: ${quoted(uri)}`,
          `pattern: /${uriPattern(uri)}/`,
          `variables: ${strings(variables.map(variable => variable.name))}`,
        ]
  return [
    ...address,
    ...(mimeType === undefined ? [] : [`mimeType: ${quoted(mimeType)}`]),
    ...(cache === undefined ? [] : [`cache: { ttlMs: ${cache.ttlMs}, scope: ${quoted(cache.scope)} }`]),
    ...(lister === undefined ? [] : [`list: ${printLister(lister, project)}`]),
  ]
}

function printLister({ file, export: name, parameters }: Lister, project: ProjectFacts): string {
  const given = parameters.map(one => `g.${one}`).join(', ')
  const members = [
    `source: ${quoted(`${file}#${name}`)}`,
    `load: () => import(${quoted(moduleUrlOf(project, file))})`,
    `run: (m, a, g) => ${access('m', name)}(${given})`,
  ]
  return `{ ${members.join(', ')} }`
}

function toolMembers({ route, task, timeout }: Tool): string[] {
  return [
    ...(timeout === undefined ? [] : [`timeout: ${timeout}`]),
    ...(route?.variables.length ? [`segments: ${strings(route.variables)}`] : []),
    ...(task === undefined ? [] : [`task: ${printTask(task)}`]),
  ]
}

function routeMembers({ method, path, variables, body, mimeType }: Route): string[] {
  return [
    `method: ${quoted(method)}`,
    `path: ${quoted(path)}`,
    ...(variables.length === 0 ? [] : [`segments: ${strings(variables)}`]),
    ...(body === undefined ? [] : [`body: ${quoted(body)}`]),
    ...(mimeType === undefined ? [] : [`mimeType: ${quoted(mimeType)}`]),
  ]
}

/** `(m, a, g) => m.add(a.a, g.context)`, with no more of the three than it needs. */
function printRun(declaration: Declaration): string {
  const { parameters } = declaration
  const takesGiven = parameters.some(parameter => parameter.kind === 'injected')
  const takesArguments = parameters.some(parameter => parameter.kind !== 'injected')
  const names = takesGiven ? 'm, a, g' : takesArguments ? 'm, a' : 'm'
  return `(${names}) => ${access('m', declaration.export)}(${parameters.map(printArgument).join(', ')})`
}

function printArgument(parameter: Parameter): string {
  switch (parameter.kind) {
    case 'argument':
      return ownAccess('a', parameter.name)
    case 'arguments':
      return 'a'
    case 'injected':
      return `g.${parameter.what}`
  }
}
