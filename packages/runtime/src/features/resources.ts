/** `resources/read` (server/resources). */
import type { Addresses, AnyResource, Found } from './addresses.ts'
import type { Round } from './asks/round.ts'
import type { Call, ResourceOutcome } from './call.ts'
import { ResourceNotFound } from './errors.ts'
import { protocolError } from './failures.ts'
import { pass } from './gate.ts'
import { createGiven } from './given.ts'
import type { Surroundings } from './given-state.ts'
import { internal } from './internal.ts'
import { invokeOrAsk, type Kind } from './invoke.ts'
import { stringParam } from './params.ts'
import { resourceOutcome } from './resource-outcome.ts'
import type { Skills } from './skills.ts'
import { type Loaded, loadSlot } from './slot.ts'
import { decodeStrings, type Strings } from './strings.ts'

export type ReadResource = (call: Call) => ResourceOutcome | Promise<ResourceOutcome | Round>

export function createResources(
  { addresses, skills }: { addresses: Addresses; skills: Skills | undefined },
  surroundings: Surroundings,
): ReadResource {
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

  function answer(found: Found | undefined, call: Call): ResourceOutcome | Promise<ResourceOutcome | Round> {
    if (found === undefined) throw new ResourceNotFound(String(call.params['uri']))
    found.slot.gate?.checkScopes(call)
    const { loaded } = found.slot
    return loaded === undefined ? loadAndRun(found, call) : run(loaded, found.variables, call)
  }

  function readDeclared(uri: string, call: Call): ResourceOutcome | Promise<ResourceOutcome | Round> {
    const found = addresses.find(uri, call)
    return found instanceof Promise ? found.then(found => answer(found, call)) : answer(found, call)
  }

  return call => {
    const uri = stringParam(call.params, 'uri')
    const skill = skills?.at(uri)
    if (skill === undefined) return readDeclared(uri, call)
    if (skill.gate === undefined) return skill.read()
    return pass(skill.gate, call, visible => (visible ? skill.read() : readDeclared(uri, call)))
  }
}

const RESOURCE: Kind<AnyResource, ResourceOutcome> = {
  outcome: resourceOutcome,
  failure: (verdict, { call }) => {
    throw verdict.kind === 'not-found' ? new ResourceNotFound(String(call.params['uri'])) : protocolError(verdict)
  },
}
