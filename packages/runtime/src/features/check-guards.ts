/** Holds what was generated against the config that it is served with: where they differ, something would stand open. */
import type { AppDefinition, Binding } from '../manifest.ts'
import type { FeaturesOptions } from './options.ts'

/** @throws {Error} for a guard that the config asks of everything and that the build did not know of, or none at all. */
export function checkGuards(
  { tools = [], resources = [], templates = [], prompts = [], routes = [], skills = [] }: AppDefinition,
  { require = [], requireGuards = false }: FeaturesOptions,
): void {
  const declared = [...tools, ...resources, ...templates, ...prompts, ...routes]
  for (const { name, guards = [] } of [...declared, ...skills]) {
    const missing = require.find(guard => !guards.includes(guard))
    if (missing !== undefined) throw stale(`the config requires the guard "${missing}" of everything`, name)
  }
  if (!requireGuards || require.length > 0) return
  const open = declared.find(({ guards = [] }) => guards.length === 0)
  if (open !== undefined) throw stale('the config asks for a guard everywhere', open.name)
}

function stale(what: string, name: string): Error {
  return new Error(
    `Not served: ${what}, and ${name} was built without it. Run mcpgen build; it reads the config as it is written out`,
  )
}

/** Whether anybody may see it. */
export function isUnguarded({ guards = [] }: Pick<Binding, 'guards'>): boolean {
  return guards.every(guard => guard === 'none')
}
