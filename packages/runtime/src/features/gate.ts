/** Who may see and use what: the one predicate of every list and of every use. */
import type { Binding, GuardBinding } from '../manifest.ts'
import { type Asker, type AskLimit, createAskLimit } from './ask-limit.ts'
import type { Call } from './call.ts'
import type { Principal } from './context.ts'
import { MissingScopes } from './errors.ts'
import { type Check, functionCheck } from './guard-function.ts'
import type { FeaturesOptions } from './options.ts'
import type { Grants } from './scopes.ts'

/** The guards and scopes of a declaration. */
export interface Gate {
  /** Whether there is anybody who does not see what stands behind it. */
  readonly hides: boolean
  /** The same for gates that the same guards make. */
  readonly key: string
  /**
   * Whether the caller sees it: without a promise unless a guard function waits for something.
   *
   * @throws {TooManyCalls} when the caller has seen it, and asks too often.
   */
  permits(call: Caller): boolean | Promise<boolean>
  /** @throws {MissingScopes} when the caller, who sees it, lacks one of its scopes. */
  checkScopes(call: Caller): void
}

/** A caller, as far as a gate asks. */
export type Caller = Pick<Call, 'verdicts'> & Asker

export interface Gates {
  /**
   * The gate of a declaration; undefined where everybody may see and use it.
   *
   * @throws {Error} for a guard that the definition lacks.
   */
  of(binding: Gated): Gate | undefined
  /** Loads the modules of guards; rejects with the first failure, naming the guard. */
  load(): Promise<void>
}

type Gated = Pick<Binding, 'name' | 'guards' | 'scopes'>

export function createGates(
  functions: Readonly<Record<string, GuardBinding>> = {},
  { grants, options }: { grants: Grants; options: FeaturesOptions },
): Gates {
  const byKey = new Map(Object.entries(functions).map(([key, guard]) => [key, functionCheck(key, guard, options)]))
  const limits = new Map<string, AskLimit>()
  const limitOf = (key: string) => {
    const limit = limits.get(key) ?? createAskLimit(options)
    limits.set(key, limit)
    return limit
  }
  return {
    of({ name, guards = [], scopes = [] }) {
      const keys = guards.filter(key => key !== 'none')
      if (keys.length === 0 && scopes.length === 0) return undefined
      const checks = keys.map((key): Named => {
        const check = BUILT_IN.get(key) ?? permissionCheck(key) ?? byKey.get(key)
        if (check === undefined)
          throw new Error(`${name} asks for the guard "${key}", which is not there: run mcpgen build`)
        return [key, check]
      })
      const demands = grants.demandsOf(scopes)
      const key = keys.join('\n')
      return {
        hides: keys.length > 0,
        key,
        permits: permitting(checks, () => limitOf(key)),
        checkScopes({ principal }) {
          if (demands !== undefined && !demands(principal)) throw new MissingScopes(scopes)
        },
      }
    },
    async load() {
      for (const check of byKey.values()) await check.load?.()
    },
  }
}

/** Asked without a promise, and without making anything. */
const BUILT_IN: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['authenticated', ({ principal }) => principal !== undefined],
  ['staff', ({ principal }) => principal?.staff === true],
  ['admin', ({ principal }) => principal?.admin === true],
])

const PERMISSION = 'permission '

function permissionCheck(key: string): Check | undefined {
  if (!key.startsWith(PERMISSION)) return undefined
  const permission = key.slice(PERMISSION.length)
  return ({ principal }) => holds(principal, permission)
}

function holds(principal: Principal | undefined, permission: string): boolean {
  return principal?.permissions.includes(permission) === true
}

type Named = readonly [key: string, check: Check]

/** What needs no function is asked first; the functions no oftener than the limit allows, and once a request. */
function permitting(checks: readonly Named[], limitOf: () => AskLimit): Gate['permits'] {
  const isFunction = ([, { load }]: Named) => load !== undefined
  const plain = every(checks.filter(check => !isFunction(check)))
  const asked = checks.filter(isFunction)
  if (asked.length === 0) return plain
  const functions = every(asked)
  const limit = limitOf()
  const isKnown = ({ verdicts }: Caller) => verdicts !== undefined && asked.every(([key]) => verdicts.has(key))
  const noted = (verdict: boolean, caller: Caller) => {
    if (verdict) limit.notePassed(caller)
    return verdict
  }
  return caller => {
    if (plain(caller) !== true) return false
    if (!isKnown(caller) && !limit.mayAsk(caller)) return false
    const verdict = functions(caller)
    return typeof verdict === 'boolean' ? noted(verdict, caller) : verdict.then(one => noted(one, caller))
  }
}

function every(named: readonly Named[]): Check {
  const checks = named.map(([, check]) => check)
  const [only] = checks
  if (only !== undefined && checks.length === 1) return only
  return caller => {
    for (let i = 0; i < checks.length; i += 1) {
      const verdict = checks[i]?.(caller) ?? false
      if (typeof verdict !== 'boolean') return everyOther(verdict, checks.slice(i + 1), caller)
      if (!verdict) return false
    }
    return true
  }
}

async function everyOther(first: Promise<boolean>, others: readonly Check[], caller: Caller): Promise<boolean> {
  if (!(await first)) return false
  for (const check of others) if (!(await check(caller))) return false
  return true
}

/**
 * Goes on with whether the caller may see and use what stands behind a gate; what is hidden is to be answered as what
 * is not there.
 *
 * @throws {MissingScopes} when a caller who sees it lacks a scope; or rejects with it.
 */
export function pass<T>(gate: Gate, caller: Caller, next: (visible: boolean) => T): T | Promise<Awaited<T>> {
  const verdict = gate.permits(caller)
  if (typeof verdict !== 'boolean') return verdict.then(visible => enter(gate, caller, { visible, next }) as Awaited<T>)
  return enter(gate, caller, { visible: verdict, next })
}

interface Entering<T> {
  readonly visible: boolean
  readonly next: (visible: boolean) => T
}

function enter<T>(gate: Gate, caller: Caller, { visible, next }: Entering<T>): T {
  if (visible) gate.checkScopes(caller)
  return next(visible)
}

/** Whether the caller sees what stands behind a gate, and has its scopes. */
export async function mayUse(gate: Gate | undefined, caller: Caller): Promise<boolean> {
  if (gate === undefined) return true
  if (!(await gate.permits(caller))) return false
  try {
    gate.checkScopes(caller)
    return true
  } catch {
    return false
  }
}
