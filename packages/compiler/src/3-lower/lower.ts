/** Declarations to the very objects a client of the newest revision is sent. */
import type { Declaration, Program, Prompt, RawSchema, Resource, Route, Tool } from '../ir/declaration.ts'
import { createMemory, isMeant } from '../ir/memory.ts'
import { resolve, type Types } from '../ir/refs.ts'
import { type Limits, limitsOf } from '../ir/targets.ts'
import type { ObjectType } from '../ir/type.ts'
import { type Completion, completionsOf } from './completions.ts'
import type { JsonSchema } from './json-schema.ts'
import { type Mirror, mirrorsIn } from './mirrors.ts'
import { lowerSchema } from './schema.ts'

export interface Lowered {
  readonly declaration: Declaration
  /** The entry of `tools/list`, `resources/list`, `resources/templates/list` or `prompts/list`; a route has what a tool has. */
  readonly entry: Readonly<Record<string, unknown>>
  /** The output schema's root is not an object. */
  readonly wrap?: true
  /** Arguments of a tool that are mirrored in headers; absent for none. */
  readonly mirrors?: readonly Mirror[]
  /** Of a prompt or a template; absent for none. */
  readonly completions?: readonly Completion[]
}

/** In the order of the program. */
export type Lower = (program: Program) => Lowered[]

/** Lowers one program after the other, and of each what would become something else than before. */
export function createLower(): Lower {
  const fresh = () => createMemory<Declaration, Types, Lowered>(isMeant)
  let last = { targets: '', memory: fresh() }
  return ({ declarations, types, project: { targets = [] } }) => {
    const limits = limitsOf(targets)
    if (last.targets !== targets.join()) last = { targets: targets.join(), memory: fresh() }
    return declarations.map(declaration =>
      last.memory.of(declaration, { get: name => types.get(name) }, asked =>
        lowerDeclaration(declaration, asked, limits),
      ),
    )
  }
}

export const lower: Lower = program => createLower()(program)

function lowerDeclaration(declaration: Declaration, types: Types, limits: Limits | undefined): Lowered {
  switch (declaration.kind) {
    case 'tool':
      return { declaration, ...lowerTool(declaration, types, limits) }
    case 'resource':
      return { declaration, ...completing(declaration, types), entry: resourceEntry(declaration) }
    case 'prompt':
      return { declaration, ...completing(declaration, types), entry: promptEntry(declaration, types) }
    case 'route':
      return { declaration, entry: routeEntry(declaration, types) }
  }
}

function completing(declaration: Prompt | Resource, types: Types): Pick<Lowered, 'completions'> {
  const completions = completionsOf(declaration, argumentsOf(declaration, types), types)
  return completions.length > 0 ? { completions } : {}
}

function lowerTool(tool: Tool, types: Types, limits: Limits | undefined): Pick<Lowered, 'entry' | 'wrap' | 'mirrors'> {
  const { result, schemas = {} } = tool
  const inputSchema =
    schemas.input?.schema ?? lowerSchema(tool.input, { types, side: 'input', reader: 'client', limits })
  const mirrors = mirrorsIn(inputSchema)
  const mirroring = mirrors.length > 0 ? { mirrors } : {}
  const entry = (outputSchema?: JsonSchema | RawSchema['schema']) =>
    present({
      ...heading(tool),
      inputSchema,
      outputSchema,
      annotations: annotationsOf(tool),
    })
  if (result.kind !== 'data') return { entry: entry(), ...mirroring }
  const wire = schemas.output?.schema ?? lowerSchema(result.type, { types, side: 'output', reader: 'client', limits })
  return { entry: entry(wire), ...mirroring, ...(wire['type'] === 'object' ? {} : { wrap: true }) }
}

function annotationsOf({ annotations }: Tool): Record<string, boolean> | undefined {
  const hints = present({
    readOnlyHint: annotations.readOnly,
    destructiveHint: annotations.destructive,
    idempotentHint: annotations.idempotent,
    openWorldHint: annotations.closedWorld ? false : undefined,
  })
  return Object.keys(hints).length > 0 ? hints : undefined
}

function resourceEntry(resource: Resource): Lowered['entry'] {
  const { name, ...rest } = heading(resource)
  const address = resource.variables.length > 0 ? { uriTemplate: resource.uri } : { uri: resource.uri }
  return present({ ...address, name, ...rest, mimeType: resource.mimeType })
}

function promptEntry(prompt: Prompt, types: Types): Lowered['entry'] {
  const { properties } = argumentsOf(prompt, types)
  const list = properties.map(({ name, doc, optional }) =>
    present({ name, title: doc.title, description: doc.description, required: !optional }),
  )
  return present({ ...heading(prompt), arguments: list.length > 0 ? list : undefined })
}

function routeEntry(route: Route, types: Types): Lowered['entry'] {
  const { method, path, result, mimeType } = route
  return present({
    ...heading(route),
    method,
    path,
    mimeType,
    inputSchema: lowerSchema(route.input, { types, side: 'input', reader: 'client' }),
    outputSchema:
      result.kind === 'data' ? lowerSchema(result.type, { types, side: 'output', reader: 'client' }) : undefined,
  })
}

function heading(declaration: Declaration): { name: string; title?: string; description?: string } {
  const { name, title, icons = [] } = declaration
  return present({ name, title, description: describe(declaration), icons: icons.length > 0 ? icons : undefined })
}

/** No revision has a field for deprecation, and a model should read it. */
export function describe({ description, deprecated }: Declaration): string | undefined {
  if (!deprecated) return description
  const notice = deprecated.text ? `Deprecated: ${deprecated.text}` : 'Deprecated.'
  return description ? `${description}\n\n${notice}` : notice
}

/** The arguments object, once `2-check` has made sure that it is one. */
export function argumentsOf(declaration: Declaration, types: Types): ObjectType {
  const type = resolve(declaration.input, types)
  return type.kind === 'object' ? type : { kind: 'object', properties: [] }
}

type Present<T> = { [K in keyof T]: Exclude<T[K], undefined> }

export function present<T extends object>(entry: T): Present<T> {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined)) as Present<T>
}
