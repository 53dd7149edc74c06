/** What the server says it can do: what it declares, and nothing else. */
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
  features: { entries, complete },
  mode,
}: Pick<Served, 'features' | 'mode'>): Capabilities {
  const live = mode === 'stateful'
  const listChanged = live ? { listChanged: true } : {}
  const has = (list: readonly string[]) => list.length > 0
  return {
    ...(has(entries.tools) && { tools: listChanged }),
    ...((has(entries.resources) || has(entries.templates)) && {
      resources: { ...(live && { subscribe: true }), ...listChanged },
    }),
    ...(has(entries.prompts) && { prompts: listChanged }),
    ...(complete !== undefined && { completions: {} }),
    logging: {},
  }
}
