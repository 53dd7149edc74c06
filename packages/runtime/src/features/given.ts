/**
 * What a function is given beside its arguments: one small object a call. The context, its abort controller and the
 * listener on the call come into being when a function reads them.
 */
import type { Binding } from '../manifest.ts'
import type { Call } from './call.ts'
import { createContext } from './create-context.ts'
import type { GivenState, Surroundings } from './given-state.ts'
import type { Loaded } from './slot.ts'

/** Getters on a shared prototype: an object literal with getters costs forty times as much to make. */
const accessors: ThisType<GivenState> & PropertyDescriptorMap = {
  context: {
    get() {
      this.made ??= createContext(this)
      return this.made
    },
  },
  request: {
    get() {
      return this.call.request
    },
  },
  principal: {
    get() {
      return this.call.principal
    },
  },
}
const prototype: object = Object.create(null, accessors)

export function createGiven<B extends Binding>(
  call: Call,
  loaded: Loaded<B>,
  surroundings: Surroundings,
): GivenState<B> {
  const given = Object.create(prototype)
  given.call = call
  given.loaded = loaded
  given.surroundings = surroundings
  given.ended = false
  given.made = undefined
  given.controller = undefined
  given.aborted = undefined
  given.asking = undefined
  given.startTask = undefined
  return given
}
