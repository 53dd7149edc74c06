/** Guards in generated code: keys where they are asked, and one table of those that are functions. */
import type { Lowered } from '../3-lower/lower.ts'
import type { DeclarationBase, ProjectFacts } from '../ir/declaration.ts'
import { type Guard, type GuardFunction, guardKey } from '../ir/guard.ts'
import { moduleUrlOf } from './module-url.ts'
import { access, key, quoted, strings } from './printer.ts'

/** Everything that is asked before a declaration is shown or used: what the config requires first, and nothing twice. */
export function guardKeys({ guards }: Pick<DeclarationBase, 'guards'>, { require = [] }: ProjectFacts): string[] {
  return [...new Set([...require, ...guards].map(guardKey))]
}

type AskedGuard = Guard & { readonly function: GuardFunction }

/** The guards that are functions, by key, in the order of the keys. */
export function guardFunctions(lowered: readonly Lowered[]): [key: string, guard: AskedGuard][] {
  const guards = lowered.flatMap(({ declaration }) => declaration.guards).filter(isAsked)
  const byKey = new Map(guards.map(guard => [guardKey(guard), guard]))
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1))
}

function isAsked(guard: Guard): guard is AskedGuard {
  return guard.function !== undefined
}

/** The lines of the table in `app.mjs`. */
export function printGuards(lowered: readonly Lowered[], project: ProjectFacts): string[] {
  return guardFunctions(lowered).map(([name, guard]) => `${key(name)}: ${printGuard(guard, project)}`)
}

function printGuard({ argument, function: { file, export: name, anonymous } }: AskedGuard, project: ProjectFacts) {
  const given = argument === undefined ? 'p' : `p, ${quoted(argument)}`
  const members = [
    `source: ${quoted(`${file}#${name}`)}`,
    ...(anonymous ? ['anonymous: true'] : []),
    `load: () => import(${quoted(moduleUrlOf(project, file))})`,
    `run: (m, p) => ${access('m', name)}(${given})`,
  ]
  return `{ ${members.join(', ')} }`
}

/** What a binding says of who may see and use it. */
export function accessMembers(declaration: DeclarationBase, project: ProjectFacts): string[] {
  const guards = guardKeys(declaration, project)
  const { scopes } = declaration
  return [
    ...(guards.length > 0 ? [`guards: ${strings(guards)}`] : []),
    ...(scopes.length > 0 ? [`scopes: ${strings(scopes)}`] : []),
  ]
}
