/** What the server says it can do: what it declares, for all callers the same, and nothing else. */
import type { List } from '../features/visibility.ts'
import type { Served } from './served.ts'

export interface Capabilities {
  readonly tools?: object
  readonly resources?: object
  readonly prompts?: object
  readonly completions?: object
  readonly logging: object
}

/** Subscribers need a stream, and a process that what changed is told to: the mode `stateful`. */
export function capabilitiesOf({
  features: { lists, complete },
  mode,
}: Pick<Served, 'features' | 'mode'>): Capabilities {
  const live = mode === 'stateful'
  const listChanged = live ? { listChanged: true } : {}
  const has = ({ entries }: List) => entries.length > 0
  return {
    ...(has(lists.tools) && { tools: listChanged }),
    ...((has(lists.resources) || has(lists.templates)) && {
      resources: { ...(live && { subscribe: true }), ...listChanged },
    }),
    ...(has(lists.prompts) && { prompts: listChanged }),
    ...(complete !== undefined && { completions: {} }),
    logging: {},
  }
}
