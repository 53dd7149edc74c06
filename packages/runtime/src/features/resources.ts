/** `resources/read` (server/resources). */
import type { ResourceBinding, TemplateBinding } from '../manifest.ts'
import type { Round } from './asks/round.ts'
import type { Call, ResourceOutcome } from './call.ts'
import { ResourceNotFound } from './errors.ts'
import { internal, protocolError } from './failures.ts'
import { createGiven } from './given.ts'
import type { Surroundings } from './given-state.ts'
import { invokeOrAsk, type Kind } from './invoke.ts'
import { stringParam } from './params.ts'
import { resourceOutcome } from './resource-outcome.ts'
import type { Skills } from './skills.ts'
import { type Loaded, loadSlot, type Slot } from './slot.ts'
import { decodeStrings, type Strings } from './strings.ts'
import { createMatcher } from './template.ts'

export type ReadResource = (call: Call) => ResourceOutcome | Promise<ResourceOutcome | Round>

export interface ResourceSlots {
  readonly resources: readonly Slot<ResourceBinding>[]
  /** In list order: the first that matches wins. */
  readonly templates: readonly Slot<TemplateBinding>[]
  readonly skills?: Skills | undefined
}

type AnyResource = ResourceBinding | TemplateBinding

interface Found {
  readonly slot: Slot<AnyResource>
  readonly variables: Strings
}

const NO_VARIABLES: Strings = {}

export function createResources(
  { resources, templates, skills }: ResourceSlots,
  surroundings: Surroundings,
): ReadResource {
  const byUri = new Map<string, Slot<AnyResource>>(resources.map(slot => [slot.binding.uri, slot]))
  const matchers = templates.map(slot => ({ slot, match: createMatcher(slot.binding) }))

  /** An exact URI goes before every template. */
  function find(uri: string): Found {
    const exact = byUri.get(uri)
    if (exact !== undefined) return { slot: exact, variables: NO_VARIABLES }
    for (const { slot, match } of matchers) {
      const variables = match(uri)
      if (variables !== undefined) return { slot, variables }
    }
    throw new ResourceNotFound(uri)
  }

  function run(
    loaded: Loaded<AnyResource>,
    variables: Strings,
    call: Call,
  ): ResourceOutcome | Promise<ResourceOutcome | Round> {
    const args = decodeStrings(variables, loaded, `the resource ${loaded.binding.name}`)
    return invokeOrAsk(RESOURCE, args, createGiven(call, loaded, surroundings))
  }

  async function loadAndRun({ slot, variables }: Found, call: Call): Promise<ResourceOutcome | Round> {
    let loaded: Loaded<AnyResource>
    try {
      loaded = await loadSlot(slot)
    } catch (error) {
      throw protocolError(internal(error, slot.binding, surroundings.options))
    }
    return run(loaded, variables, call)
  }

  return call => {
    const uri = stringParam(call.params, 'uri')
    const ofSkill = skills?.read(uri)
    if (ofSkill !== undefined) return ofSkill
    const found = find(uri)
    const { loaded } = found.slot
    return loaded === undefined ? loadAndRun(found, call) : run(loaded, found.variables, call)
  }
}

const RESOURCE: Kind<AnyResource, ResourceOutcome> = {
  outcome: resourceOutcome,
  failure: (verdict, { call }) => {
    throw verdict.kind === 'not-found' ? new ResourceNotFound(String(call.params['uri'])) : protocolError(verdict)
  },
}
