/** What a URI stands for. */
import type { ResourceBinding, TemplateBinding } from '../manifest.ts'
import type { Caller, Gate } from './gate.ts'
import type { Slot } from './slot.ts'
import type { Strings } from './strings.ts'
import { createMatcher } from './template.ts'

export type AnyResource = ResourceBinding | TemplateBinding

export interface ResourceSlots {
  readonly resources: readonly Slot<ResourceBinding>[]
  /** In list order: the first that matches wins. */
  readonly templates: readonly Slot<TemplateBinding>[]
}

export interface Found {
  readonly slot: Slot<AnyResource>
  readonly variables: Strings
}

export interface Addresses {
  /** The first that has the URI and that this caller sees: what is hidden stands in nobody's way. */
  find(uri: string, caller: Caller): Found | undefined | Promise<Found | undefined>
  /** Whether any has it, seen or not. */
  has(uri: string): boolean
}

const NO_VARIABLES: Strings = {}

/** An exact URI goes before every template. */
export function createAddresses({ resources, templates }: ResourceSlots): Addresses {
  const byUri = new Map<string, Slot<AnyResource>>(resources.map(slot => [slot.binding.uri, slot]))
  const matchers = templates.map(slot => ({ slot, match: createMatcher(slot.binding) }))

  const exact = (uri: string): Found | undefined => {
    const slot = byUri.get(uri)
    return slot && { slot, variables: NO_VARIABLES }
  }
  const at = (index: number, uri: string): Found | undefined => {
    const matcher = matchers[index]
    const variables = matcher?.match(uri)
    return matcher && variables && { slot: matcher.slot, variables }
  }
  /** @param start Of the templates; before them stands the exact URI. */
  const search = (uri: string, caller: Caller, start: number): Found | undefined | Promise<Found | undefined> => {
    for (let index = start; index < matchers.length; index += 1) {
      const found = index < 0 ? exact(uri) : at(index, uri)
      if (found === undefined) continue
      const verdict = verdictOf(found.slot.gate, caller)
      if (typeof verdict !== 'boolean') {
        return verdict.then(visible => (visible ? found : search(uri, caller, index + 1)))
      }
      if (verdict) return found
    }
    return undefined
  }
  return {
    find: (uri, caller) => search(uri, caller, -1),
    has: uri => byUri.has(uri) || matchers.some(({ match }) => match(uri) !== undefined),
  }
}

function verdictOf(gate: Gate | undefined, caller: Caller): boolean | Promise<boolean> {
  return gate === undefined || gate.permits(caller)
}
