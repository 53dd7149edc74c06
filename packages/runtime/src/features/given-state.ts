/** What the runtime knows of one call while its function runs. */
import type { Binding, Given } from '../manifest.ts'
import type { FormSchema } from '../protocol/ask.ts'
import type { JsonObject } from '../protocol/json.ts'
import type { Asking } from './asks/asking.ts'
import type { Call } from './call.ts'
import type { Changes } from './changes.ts'
import type { AbortReason, Context } from './context.ts'
import type { FeaturesOptions } from './options.ts'
import type { Loaded } from './slot.ts'

/** What a context needs of the server around it. */
export interface Surroundings {
  readonly options: FeaturesOptions
  /** The form of an ask's key, as it was compiled. */
  form(key: string): FormSchema | undefined
  readonly changes: Changes
  /** @throws {NotFound} */
  readResource(uri: string, given: GivenState): Promise<readonly JsonObject[]>
}

export interface GivenState<B extends Binding = Binding> extends Given {
  readonly call: Call
  readonly loaded: Loaded<B>
  readonly surroundings: Surroundings
  /** The function has returned or thrown: the context says nothing more. */
  ended: boolean
  made: Context | undefined
  controller: AbortController | undefined
  aborted: AbortReason['cause'] | undefined
  /** Absent for a function that asks nothing. */
  asking: Asking | undefined
  /** Makes the rest of the run a task; absent where it can't be one, or is one. */
  startTask: (() => Promise<void>) | undefined
}
