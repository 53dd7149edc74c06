/** `@guard`: one condition that callers fulfil, or see nothing of what it stands on. */
export interface Guard {
  /** One of `BUILT_IN`, or the name of a function as it was written. */
  readonly name: string
  readonly argument?: string
  /** Absent for a built-in guard. */
  readonly function?: GuardFunction
}

export interface GuardFunction {
  /** The source file, relative to the project's root, with `/`. */
  readonly file: string
  readonly export: string
  /** It is asked about callers without a name, too. */
  readonly anonymous: boolean
}

/** Guards that need no function. `none` says aloud that there is no condition. */
export const BUILT_IN = ['none', 'authenticated', 'permission', 'staff', 'admin'] as const

/** A guard in one line, the same wherever it is asked: `permission reports:read`, `src/tenants.ts#inTenant pro`. */
export function guardKey({ name, argument, function: of }: Guard): string {
  const who = of === undefined ? name : `${of.file}#${of.export}`
  return argument === undefined ? who : `${who} ${argument}`
}
