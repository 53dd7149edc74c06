/** The names of one generated module of validators, and what it imports for them. */
import { declaredName, type Types } from '../ir/refs.ts'
import { moduleUrl } from './file-name.ts'
import { createNames, identifier, type Names } from './naming.ts'
import { quoted } from './printer.ts'
import type { SharedTypes } from './shared-types.ts'

/** What a shared module exports for its type. */
export type Facet = 'check' | 'argument' | 'encode' | 'shape' | 'revive'

export interface ModuleScope {
  readonly types: Types
  readonly shared: SharedTypes
  readonly names: Names
  /** The name by which this module calls something of a shared type; it is imported if it is another module's. */
  use(name: string, facet: Facet): string
  /** The shared types of other modules, in order of use. */
  used(): readonly string[]
  imports(): string
}

/** @param own The type whose shared module this is. */
export function createModuleScope(
  { types, shared }: Pick<ModuleScope, 'types' | 'shared'>,
  module: { readonly path: string; readonly own?: string },
): ModuleScope {
  const names = createNames()
  const imported = new Map<string, Map<string, string>>()
  const use = (name: string, facet: Facet): string => {
    const exported = exportName(name, facet, types)
    const local = names.of(`${facet} ${name}`, exported)
    if (name === module.own) return local
    const members = imported.get(name) ?? new Map<string, string>()
    imported.set(name, members.set(exported, local))
    return local
  }
  return {
    types,
    shared,
    names,
    use,
    used: () => [...imported.keys()],
    imports: () =>
      [...imported]
        .map(([name, members]) => printImport(members, moduleUrl(folderOf(module.path), shared.path(name))))
        .sort()
        .join(''),
  }
}

const FACETS: Readonly<Record<Facet, (word: string) => string>> = {
  check: word => `is${word}`,
  argument: word => `is${word}Argument`,
  encode: word => `encode${word}`,
  shape: word => `${word}Shape`,
  revive: word => `revive${word}`,
}

/** What the code calls that is no name of a module. */
const GLOBALS: readonly string[] = ['isFinite', 'isNaN']

export function exportName(name: string, facet: Facet, types: Types): string {
  const word = identifier(declaredName(name, types))
  const exported = FACETS[facet](word)
  return GLOBALS.includes(exported) ? `${exported}Type` : exported
}

function printImport(members: ReadonlyMap<string, string>, url: string): string {
  const list = [...members].map(([name, local]) => (name === local ? name : `${name} as ${local}`)).sort()
  return `import { ${list.join(', ')} } from ${quoted(url)}\n`
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'))
}
