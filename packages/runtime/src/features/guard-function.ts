/** Guards that are functions of the user's: asked once a request, and believed only when they say `true`. */
import type { GuardBinding, UserModule } from '../manifest.ts'
import type { Call } from './call.ts'
import type { Principal } from './context.ts'
import { internal } from './internal.ts'
import type { FeaturesOptions } from './options.ts'
import { isThenable } from './thenable.ts'

export interface Check {
  (caller: Pick<Call, 'principal' | 'verdicts'>): boolean | Promise<boolean>
  /** Present where a module is needed: loads it. */
  load?(): Promise<void>
}

/** A function that throws, takes too long or cannot be loaded says no; the log says why. */
export function functionCheck(key: string, guard: GuardBinding, options: FeaturesOptions): Check {
  let module: UserModule
  let loading: Promise<UserModule> | undefined
  const load = () => {
    loading ??= guard.load().then(
      loaded => {
        module = loaded
        return loaded
      },
      (error: unknown) => {
        // The next caller tries again.
        loading = undefined
        throw error
      },
    )
    return loading
  }
  const refuse = (error: unknown) => {
    internal(error, guard, options)
    return false
  }
  const ask = (principal: Principal | undefined): boolean | Promise<boolean> => {
    if (module === undefined)
      return inTime(
        load().then(loaded => guard.run(loaded, principal)),
        options.guardTimeout,
      ).then(isTrue, refuse)
    try {
      const verdict = guard.run(module, principal)
      return isThenable(verdict) ? inTime(verdict, options.guardTimeout).then(isTrue, refuse) : isTrue(verdict)
    } catch (error) {
      return refuse(error)
    }
  }
  const check: Check = caller => {
    if (caller.principal === undefined && guard.anonymous !== true) return false
    const known = caller.verdicts?.get(key)
    if (known !== undefined) return known
    const verdict = ask(caller.principal)
    caller.verdicts ??= new Map()
    caller.verdicts.set(key, verdict)
    return verdict
  }
  check.load = async () => {
    await load().catch((cause: unknown) => {
      throw new Error(`Cannot load the guard ${guard.source}`, { cause })
    })
  }
  return check
}

/** What the promise comes to; rejects when it comes to nothing in that time. */
function inTime<T>(promise: PromiseLike<T>, milliseconds: number): Promise<T> {
  const { promise: first, resolve, reject } = Promise.withResolvers<T>()
  const late = () => reject(new Error(`The guard did not answer within ${milliseconds} ms, so it says no`))
  const timer = setTimeout(late, milliseconds)
  promise.then(resolve, reject)
  return first.finally(() => clearTimeout(timer))
}

function isTrue(verdict: unknown): boolean {
  return verdict === true
}
