/** Makes the features of one application: its declarations, indexed once. */
import type { AppDefinition, Binding } from '../manifest.ts'
import type { FormSchema } from '../protocol/ask.ts'
import type { JsonObject } from '../protocol/json.ts'
import { isRound } from './asks/round.ts'
import type { Call } from './call.ts'
import { createChanges } from './changes.ts'
import { createCompletion } from './completion.ts'
import { NotFound, ResourceNotFound } from './errors.ts'
import type { Features } from './features.ts'
import type { GivenState, Surroundings } from './given-state.ts'
import { loadAll } from './load.ts'
import type { FeaturesOptions } from './options.ts'
import { createPrompts } from './prompts.ts'
import { createResources } from './resources.ts'
import { createSkills } from './skills.ts'
import { createSlot, type Slot } from './slot.ts'
import { createTools } from './tools.ts'

export function createFeatures(definition: AppDefinition, options: FeaturesOptions): Features {
  const slotsOf = <B extends Binding>(bindings: readonly B[] = []): Slot<B>[] =>
    bindings.map(binding => createSlot(binding, options.validateOutput))
  const tools = slotsOf(definition.tools)
  const resources = slotsOf(definition.resources)
  const templates = slotsOf(definition.templates)
  const prompts = slotsOf(definition.prompts)
  const changes = createChanges()
  const surroundings: Surroundings = {
    options,
    changes,
    form: createForms(definition.forms),
    readResource: (uri, given) => readWithin(uri, given),
  }
  const skills = createSkills(definition.skills)
  const readResource = createResources({ resources, templates, skills }, surroundings)

  /** Under the caller's own principal and request; without progress, which belongs to the outer call alone. */
  async function readWithin(uri: string, given: GivenState): Promise<readonly JsonObject[]> {
    try {
      const outcome = await readResource(innerCall(uri, given))
      if (isRound(outcome)) throw new Error(`${uri} asks the client, which a resource read from inside cannot`)
      return outcome.contents
    } catch (error) {
      if (given.aborted !== undefined) throw given.controller?.signal.reason
      throw error instanceof ResourceNotFound ? new NotFound(`Resource not found: ${error.uri}`) : error
    }
  }

  return {
    entries: {
      tools: entriesOf(tools),
      resources: [...entriesOf(resources), ...(skills?.resources ?? [])],
      templates: entriesOf(templates),
      prompts: entriesOf(prompts),
    },
    callTool: createTools(tools, surroundings),
    readResource,
    getPrompt: createPrompts(prompts, surroundings),
    complete: createCompletion({ resources, templates, prompts }, surroundings),
    skills,
    changes,
    load: () => loadAll([...tools, ...resources, ...templates, ...prompts], definition.from),
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

function entriesOf(slots: readonly Slot[]): readonly string[] {
  return slots.map(slot => slot.binding.entry)
}

/** A call's one abort listener is its context's: an inner call listens to that signal. */
function innerCall(uri: string, given: GivenState): Call {
  const { call, context } = given
  return {
    params: { uri },
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
