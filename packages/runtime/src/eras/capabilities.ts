/** What the server says it can do: what it declares, and nothing else. */
import type { Features } from '../features/features.ts'

export interface Capabilities {
  readonly tools?: object
  readonly resources?: object
  readonly prompts?: object
  readonly completions?: object
  readonly logging: object
}

export function capabilitiesOf({ entries, complete }: Features): Capabilities {
  const has = (list: readonly string[]) => list.length > 0
  return {
    ...(has(entries.tools) && { tools: {} }),
    ...((has(entries.resources) || has(entries.templates)) && { resources: {} }),
    ...(has(entries.prompts) && { prompts: {} }),
    ...(complete !== undefined && { completions: {} }),
    logging: {},
  }
}
