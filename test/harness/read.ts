/** Sources read into the IR, without anything after it. */
import { type Reading, type ReadOptions, read } from '../../packages/compiler/src/1-read/read.ts'
import type { Declaration } from '../../packages/compiler/src/ir/declaration.ts'
import type { NamedType, Property, Type } from '../../packages/compiler/src/ir/type.ts'
import { temporaryProject } from './project.ts'

const PACKAGE = ['package.json', '{ "name": "read", "version": "1.0.0", "type": "module" }'] as const

/** Reads a project of these files; a lone text is `src/input.ts`. */
export function readSources(files: string | Record<string, string>, options: Omit<ReadOptions, 'root'> = {}): Reading {
  const sources = typeof files === 'string' ? { 'src/input.ts': files } : files
  return read({ root: temporaryProject([PACKAGE, ...Object.entries(sources)]), ...options })
}

export function declarationOf(reading: Reading, name: string): Declaration {
  const found = reading.program.declarations.find(declaration => declaration.name === name)
  if (found === undefined) throw new Error(`no declaration ${name}: ${findings(reading).join('; ')}`)
  return found
}

/** The only type that is declared by a name. */
export function typeNamed({ program }: Reading, declared: string): NamedType | undefined {
  const [found, ...others] = [...program.types.values()].filter(type => type.declared === declared)
  if (others.length > 0) throw new Error(`several types ${declared}`)
  return found
}

/** The properties of the arguments object, by name. */
export function argumentsOf(reading: Reading, name: string): Record<string, Property> {
  const { input } = declarationOf(reading, name)
  const type: Type | undefined = input.kind === 'ref' ? reading.program.types.get(input.name)?.type : input
  if (type?.kind !== 'object') throw new Error(`${name} takes ${type?.kind}`)
  return Object.fromEntries(type.properties.map(property => [property.name, property]))
}

/** Each finding as its code and the text it marks. */
export function findings({ diagnostics, sources }: Reading): string[] {
  return diagnostics.map(({ code, span }) => {
    const marked = span === undefined ? '' : sources.get(span.file)?.slice(span.start, span.end)
    return `${code} ${marked}`.trim()
  })
}
