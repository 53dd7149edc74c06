/** `@list`: the resources of a template, enumerated by its author's function whenever a client lists. */
import type { Binding, ListerBinding, TemplateBinding } from '../manifest.ts'
import type { ContentAnnotations } from '../protocol/content.ts'
import type { JsonObject } from '../protocol/json.ts'
import { withRightAnnotations } from './annotations.ts'
import type { Call } from './call.ts'
import { isRecord } from './content.ts'
import { protocolError } from './failures.ts'
import { mayUse } from './gate.ts'
import { createGiven } from './given.ts'
import type { Surroundings } from './given-state.ts'
import { internal } from './internal.ts'
import { invoke, type Kind } from './invoke.ts'
import { notDeclared } from './output.ts'
import { createSlot, type Loaded, loadSlot, type Slot } from './slot.ts'
import type { List } from './visibility.ts'

/** A resource of a template, as `@list` may return it; its URI alone will do. */
export interface ListedResource {
  uri: string
  /** Default: the URI. */
  name?: string
  title?: string
  description?: string
  /** Default: the template's. */
  mimeType?: string
  /** In bytes. */
  size?: number
  annotations?: ContentAnnotations
  _meta?: JsonObject
}

/** Undefined when no template enumerates. */
export function createEnumeration(
  templates: readonly Slot<TemplateBinding>[],
  surroundings: Surroundings,
): List['more'] {
  const listers = templates.flatMap(({ binding, gate }) =>
    binding.list === undefined ? [] : [{ gate, list: listerOf(binding, binding.list, surroundings) }],
  )
  if (listers.length === 0) return undefined
  return async call => {
    // What a caller may not read they are not told of either: a scope that hides no template hides what is in it.
    const lists = await Promise.all(
      listers.map(async ({ gate, list }) => ((await mayUse(gate, call)) ? list(call) : [])),
    )
    return lists.flat()
  }
}

function listerOf(template: TemplateBinding, lister: ListerBinding, surroundings: Surroundings) {
  const slot = createSlot<Binding>(
    { ...lister, name: template.name, entry: '{}' },
    { validateOutput: false, gate: undefined },
  )
  const kind: Kind<Binding, readonly string[]> = {
    outcome: value => {
      if (!Array.isArray(value)) throw notDeclared(value, 'a list of resources')
      return value.map(item => JSON.stringify(entryOf(item, template)))
    },
    failure: verdict => {
      throw protocolError(verdict)
    },
  }
  return async (call: Call): Promise<readonly string[]> => {
    let loaded: Loaded
    try {
      loaded = await loadSlot(slot)
    } catch (error) {
      throw protocolError(internal(error, slot.binding, surroundings.options))
    }
    return invoke(kind, {}, createGiven(call, loaded, surroundings))
  }
}

/** The entry of `resources/list`; what a client could not read by this template is an error of its author. */
function entryOf(item: unknown, { pattern, uriTemplate, mimeType: declared }: TemplateBinding): JsonObject {
  const said: Record<string, unknown> = typeof item === 'string' ? { uri: item } : isRecord(item) ? item : {}
  const { uri, name = uri, title, description, mimeType = declared, size, annotations, _meta } = said
  if (typeof uri !== 'string' || !pattern.test(uri)) throw notDeclared(item, `a resource of ${uriTemplate}`)
  withRightAnnotations(said)
  return { uri, name, title, description, mimeType, size, annotations, _meta } as unknown as JsonObject
}
