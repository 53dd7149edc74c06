import { diagnose } from '../diagnostics/catalogue.ts'
import type { Declaration, Part } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'
import { type Guard, guardKey } from '../ir/guard.ts'

/** Every declaration says who may use it, where callers are told apart; `require` says it of all. */
export function missingGuard({ declarations, project }: Part): Diagnostic[] {
  if (!project.requireGuards || project.require !== undefined) return []
  return declarations.flatMap(({ kind, name, guards, span }) =>
    guards.length > 0 ? [] : [diagnose('missing-guard', { span }, { kind, name })],
  )
}

/** `@guard none` is not true of what the config requires a guard of. */
export function openAgainstConfig({ declarations, project: { require = [] } }: Part): Diagnostic[] {
  const [first] = require
  if (first === undefined) return []
  return declarations.flatMap(({ kind, name, guards, span }) => {
    if (!guards.some(isNone)) return []
    const problem = `\`@guard none\` says that anybody may use the ${kind} \`${name}\`, and the config requires \`${guardKey(first)}\` of everything`
    const help = 'remove the tag; or take `require` out of the config, and give each declaration its own `@guard`'
    return [diagnose('bad-guard', { span }, { problem, label: 'not open to anybody', help })]
  })
}

/** Somebody can pass the guards. */
export function guardWithoutAuth({ declarations, project }: Part): Diagnostic[] {
  if (project.auth) return []
  return declarations.flatMap(declaration => {
    const guard = hopeless(declaration, project.require)
    const { kind, name, span } = declaration
    return guard === undefined ? [] : [diagnose('guard-without-auth', { span }, { kind, name, guard })]
  })
}

/** What a caller without a name never has, in words. */
function hopeless({ guards, scopes }: Declaration, require: readonly Guard[] = []): string | undefined {
  const guard = [...require, ...guards].find(one => !isNone(one) && one.function?.anonymous !== true)
  if (guard !== undefined) return `\`${guard.function === undefined ? guardKey(guard) : guard.name}\``
  return scopes[0] === undefined ? undefined : `the scope \`${scopes[0]}\``
}

/** What some may read is not kept for everybody. */
export function publicGuarded({ declarations, project: { require = [] } }: Part): Diagnostic[] {
  return declarations.flatMap(declaration => {
    if (declaration.kind !== 'resource' || declaration.cache?.scope !== 'public') return []
    const { kind, name, guards, scopes, span } = declaration
    const isOpen = scopes.length === 0 && require.length === 0 && guards.every(isNone)
    return isOpen ? [] : [diagnose('public-guarded', { span }, { kind, name })]
  })
}

function isNone({ name, function: of }: Guard): boolean {
  return name === 'none' && of === undefined
}
