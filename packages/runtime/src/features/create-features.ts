/** Makes the features of one application: its declarations, indexed once. */
import type { AppDefinition, Binding, RouteBinding } from '../manifest.ts'
import type { FormSchema } from '../protocol/ask.ts'
import type { JsonObject } from '../protocol/json.ts'
import { createAddresses } from './addresses.ts'
import { isRound } from './asks/round.ts'
import { createAudience } from './audience.ts'
import type { Call } from './call.ts'
import { createChanges } from './changes.ts'
import { checkGuards } from './check-guards.ts'
import { createCompletion } from './completion.ts'
import { createEnumeration } from './enumerate.ts'
import { MissingScopes, NotFound, ResourceNotFound, UserError } from './errors.ts'
import type { Features } from './features.ts'
import { createGates, type Gates } from './gate.ts'
import type { GivenState, Surroundings } from './given-state.ts'
import { loadAll } from './load.ts'
import type { FeaturesOptions } from './options.ts'
import { createPrompts } from './prompts.ts'
import { createResources, type ReadResource } from './resources.ts'
import type { RoutesDoor } from './routes/create-routes.ts'
import { createGrants } from './scopes.ts'
import { createSkills } from './skills.ts'
import { createSlot, type Slot } from './slot.ts'
import { createDesk, type DeskParts } from './tasks/desk.ts'
import { createTools, type Tools } from './tools.ts'
import { type Listed, listOf } from './visibility.ts'

export function createFeatures(definition: AppDefinition, options: FeaturesOptions): Features {
  checkGuards(definition, options)
  const gates = createGates(definition.guards, { grants: createGrants(options.scopes ?? {}), options })
  const { tools, resources, templates, prompts, routes } = slotsOf(definition, gates, options)
  const changes = createChanges()
  const surroundings: Surroundings = {
    options,
    changes,
    form: createForms(definition.forms),
    readResource: (uri, given) => readWithin(readResource, uri, given),
  }
  const skills = createSkills(definition.skills, gates)
  const addresses = createAddresses({ resources, templates })
  const readResource = createResources({ addresses, skills }, surroundings)
  const lists = {
    tools: listOf(tools.map(listed)),
    resources: {
      ...listOf([...resources.map(listed), ...(skills?.resources ?? [])]),
      more: createEnumeration(templates, surroundings),
    },
    templates: listOf(templates.map(listed)),
    prompts: listOf(prompts.map(listed)),
  }

  const desk = createDesk(definition.tools ?? [], () => deskParts(options, calls))
  const calls = createTools(tools, { surroundings, desk })

  return {
    lists,
    callTool: calls.call,
    tasks: desk,
    readResource,
    getPrompt: createPrompts(prompts, surroundings),
    complete: createCompletion({ resources, templates, prompts }, surroundings),
    routes: routes.length === 0 ? undefined : doorOf(routes, surroundings),
    skills,
    changes,
    audience: createAudience({ lists: byListName(lists), addresses, skills }),
    async load() {
      await gates.load()
      await desk?.open()
      await loadAll([...tools, ...resources, ...templates, ...prompts, ...routes], definition.from)
    },
  }
}

function slotsOf(definition: AppDefinition, gates: Gates, { validateOutput }: FeaturesOptions) {
  const each = <B extends Binding>(bindings: readonly B[] = []): Slot<B>[] =>
    bindings.map(binding => createSlot(binding, { validateOutput, gate: gates.of(binding) }))
  return {
    tools: each(definition.tools),
    resources: each(definition.resources),
    templates: each(definition.templates),
    prompts: each(definition.prompts),
    routes: each(definition.routes),
  }
}

/** The lists that a change of one name is about. */
function byListName({ tools, resources, templates, prompts }: Features['lists']) {
  return { tools: [tools], resources: [resources, templates], prompts: [prompts] }
}

/** @throws {Error} where a tool runs as a task, and nothing was said of where tasks are kept. */
function deskParts({ tasks }: FeaturesOptions, { resume, gateOf }: Tools): DeskParts {
  if (tasks === undefined) throw new Error('Tasks need a storage')
  const { keep, failed, ...limits } = tasks
  return { keep, limits, resume, gateOf, report: failed }
}

/** Loaded when it is first asked for: most servers have no routes. */
function doorOf(slots: readonly Slot<RouteBinding>[], surroundings: Surroundings): RoutesDoor {
  return {
    paths: slots.map(({ binding }) => binding.path),
    open: async () => (await import('./routes/create-routes.ts')).createRoutes(slots, surroundings),
  }
}

/** Under the caller's own principal and request; without progress, which belongs to the outer call alone. */
async function readWithin(readResource: ReadResource, uri: string, given: GivenState): Promise<readonly JsonObject[]> {
  try {
    const outcome = await readResource(innerCall(uri, given))
    if (isRound(outcome)) throw new Error(`${uri} asks the client, which a resource read from inside cannot`)
    return outcome.contents
  } catch (error) {
    if (given.aborted !== undefined) throw given.controller?.signal.reason
    if (error instanceof MissingScopes) throw new UserError(`${uri}: ${error.message}`, { status: 403 })
    throw error instanceof ResourceNotFound ? new NotFound(`Resource not found: ${error.uri}`) : error
  }
}

/** Parsed when a key is first asked with. */
function createForms(texts: AppDefinition['forms'] = {}): Surroundings['form'] {
  const forms = new Map<string, FormSchema>()
  return key => {
    const text = Object.hasOwn(texts, key) ? texts[key] : undefined
    if (text !== undefined && !forms.has(key)) forms.set(key, JSON.parse(text))
    return forms.get(key)
  }
}

function listed({ binding: { entry }, gate }: Slot): Listed {
  return { entry, gate }
}

/** A call's one abort listener is its context's: an inner call listens to that signal. */
function innerCall(uri: string, given: GivenState): Call {
  const { call, context } = given
  call.verdicts ??= new Map()
  return {
    params: { uri },
    verdicts: call.verdicts,
    principal: call.principal,
    request: call.request,
    client: call.client,
    clientCapabilities: call.clientCapabilities,
    cannotAsk: 'which a resource that another function reads cannot be given',
    progressToken: undefined,
    logLevel: call.logLevel,
    notify: (method, params) => {
      if (!given.ended) call.notify(method, params)
    },
    onAbort: listener => {
      const { signal } = context
      if (given.aborted !== undefined) listener(given.aborted)
      else signal.addEventListener('abort', () => listener(given.aborted ?? 'cancelled'), { once: true })
    },
  }
}
