/** Who can see and use what, by the guards and scopes that `generated/manifest.json` has of each declaration. */

/** What is read of the manifest. */
export interface Manifest {
  readonly declarations: readonly Declared[]
  /** Guards that are functions. */
  readonly guards?: readonly { readonly guard: string; readonly anonymous: boolean }[]
}

interface Declared {
  readonly kind: string
  readonly name: string
  readonly guards: readonly string[]
  readonly scopes?: readonly string[]
}

export const CALLERS = ['anonymous', 'authenticated', 'staff', 'admin'] as const

type Caller = (typeof CALLERS)[number]

/** `with` what else the declaration asks for; `sees` and cannot use. */
type Access = 'yes' | 'with' | 'sees' | 'no'

export interface Row {
  readonly kind: string
  readonly name: string
  readonly callers: Readonly<Record<Caller, Access>>
  readonly guards: readonly string[]
  readonly scopes: readonly string[]
}

export interface Matrix {
  /** Permissions, then functions: what is asked of callers beside who they are. */
  readonly conditions: readonly string[]
  readonly scopes: readonly string[]
  readonly rows: readonly Row[]
}

/** What each caller is, and no more. */
const HAS: Readonly<Record<Caller, readonly string[]>> = {
  anonymous: [],
  authenticated: ['authenticated'],
  staff: ['authenticated', 'staff'],
  admin: ['authenticated', 'admin'],
}

const WHO: readonly string[] = ['authenticated', 'staff', 'admin']

export function matrixOf({ declarations, guards = [] }: Manifest): Matrix {
  const open = new Set(guards.flatMap(({ guard, anonymous }) => (anonymous ? [guard] : [])))
  const rows = declarations.map(({ kind, name, guards, scopes = [] }): Row => {
    const asked = { guards: guards.filter(guard => guard !== 'none'), scopes, open }
    const of = (caller: Caller) => [caller, accessOf(caller, asked)] as const
    const callers = Object.fromEntries(CALLERS.map(of)) as Row['callers']
    return { kind, name, callers, guards: asked.guards, scopes }
  })
  const conditions = [...new Set(rows.flatMap(row => row.guards.filter(guard => !WHO.includes(guard))))]
  return { conditions: conditions.sort(byKind), scopes: [...new Set(rows.flatMap(row => row.scopes))].sort(), rows }
}

/** Permissions have no `#`, and come first. */
function byKind(a: string, b: string): number {
  return Number(a.includes('#')) - Number(b.includes('#')) || (a < b ? -1 : 1)
}

interface Asked {
  readonly guards: readonly string[]
  readonly scopes: readonly string[]
  /** Functions that are asked about callers without a name, too. */
  readonly open: ReadonlySet<string>
}

function accessOf(caller: Caller, { guards, scopes, open }: Asked): Access {
  const missing = guards.filter(guard => !HAS[caller].includes(guard))
  if (caller === 'anonymous') {
    if (missing.some(guard => !open.has(guard))) return 'no'
    return scopes.length > 0 ? 'sees' : missing.length > 0 ? 'with' : 'yes'
  }
  const isOther = missing.some(guard => WHO.includes(guard)) && !guards.includes(caller)
  if (isOther) return 'no'
  return missing.length > 0 || scopes.length > 0 ? 'with' : 'yes'
}
