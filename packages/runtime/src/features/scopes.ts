/** OAuth scopes: what a caller was granted, and what one scope says of another. */
import type { AppDefinition } from '../manifest.ts'
import type { Principal } from './context.ts'

export interface ScopeRules {
  /** What a scope includes. */
  readonly implies?: Readonly<Record<string, readonly string[]>>
  readonly baseline?: readonly string[]
}

export interface Grants {
  /** Whether a caller was granted all of these, in other words or in these; undefined where nothing is demanded. */
  demandsOf(scopes: readonly string[]): ((principal: Principal | undefined) => boolean) | undefined
}

export function createGrants({ implies = {} }: ScopeRules): Grants {
  return {
    demandsOf(scopes) {
      if (scopes.length === 0) return undefined
      const demands = scopes.map(scope => grantsOf(scope, implies))
      return principal => principal !== undefined && demands.every(demand => isMet(demand, principal.scopes))
    },
  }
}

function isMet(demand: ReadonlySet<string>, granted: readonly string[]): boolean {
  for (const scope of granted) if (demand.has(scope)) return true
  return false
}

/** A scope, and every other that includes it, near or far. */
function grantsOf(scope: string, implies: NonNullable<ScopeRules['implies']>): ReadonlySet<string> {
  const grants = new Set([scope])
  for (const wanted of grants) {
    for (const [wider, included] of Object.entries(implies)) if (included.includes(wanted)) grants.add(wider)
  }
  return grants
}

/** The scopes that a client is told to begin with: the least that is of use, never all there are. */
export function baselineScopes(
  { tools = [], resources = [], templates = [], prompts = [] }: AppDefinition,
  { baseline }: ScopeRules,
): readonly string[] {
  if (baseline !== undefined) return baseline
  const [first = [], ...others] = [...tools, ...resources, ...templates, ...prompts].map(({ scopes = [] }) => scopes)
  return first.filter(scope => others.every(scopes => scopes.includes(scope)))
}
