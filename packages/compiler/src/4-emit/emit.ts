/** Everything that `generated/` holds, as text by path. */
import { lowerForms } from '../3-lower/forms.ts'
import type { Lowered } from '../3-lower/lower.ts'
import { lowerOpenApi } from '../3-lower/openapi.ts'
import type { Program, ProjectFacts } from '../ir/declaration.ts'
import { meaningOfFacts } from '../ir/meaning.ts'
import { createMemory, isMeant } from '../ir/memory.ts'
import type { Types } from '../ir/refs.ts'
import type { NamedType } from '../ir/type.ts'
import { printAppModule, printBinding } from './app-module.ts'
import { printAppTypes, printToolTypes } from './app-types.ts'
import { entryPath, fileName, validatorsPath } from './file-name.ts'
import { prettyJson } from './json.ts'
import { printMainModule } from './main-module.ts'
import { printManifest } from './manifest.ts'
import { type ModuleSource, printModule } from './module-source.ts'
import { printOpenApiModule } from './openapi.ts'
import { sharedModuleOf } from './shared-module.ts'
import { createSharing, type SharedTypes } from './shared-types.ts'
import { skillFiles } from './skills.ts'
import { sharedBy } from './uses.ts'
import { validatorsOf } from './validators.ts'

/** Prints the module that stands under a path, or finds it printed. */
export type PrintModule = (path: string, source: ModuleSource) => string

export type Emit = (program: Program, lowered: readonly Lowered[]) => Map<string, string>

/** Prints one program after the other, and of each what would become another text than before. */
export function createEmit(print: PrintModule = (_, source) => printModule(source)): Emit {
  let last: { readonly facts: string; readonly printer: Printer } | undefined
  return (program, lowered) => {
    const { project, types } = program
    const facts = meaningOfFacts(project)
    if (last?.facts !== facts) last = { facts, printer: createPrinter(project, print) }
    const { printer } = last
    const asked = printer.asking(program)
    const pieces = lowered.map(one => printer.piece(one, asked))
    const files = new Map(pieces.flatMap(piece => piece.files))
    for (const name of new Set(pieces.flatMap(piece => piece.shared))) {
      const named = types.get(name)
      if (named !== undefined) files.set(...printer.shared(named, asked))
    }
    const forms = lowerForms(
      lowered.map(one => one.declaration),
      types,
    )
    for (const [key, schema] of forms) files.set(`asks/${fileName(key)}.json`, prettyJson(schema))
    for (const [path, text] of skillFiles(project.skills)) files.set(path, text)
    const openApi = lowerOpenApi(program)
    if (openApi !== undefined) {
      files.set('openapi.json', prettyJson(openApi))
      files.set('openapi.mjs', printOpenApiModule(openApi))
    }
    files.set('app.d.mts', printAppTypes(pieces.map(piece => piece.types)))
    files.set('app.mjs', printAppModule(project, lowered, { bindings: pieces.map(piece => piece.binding), forms }))
    files.set('main.mjs', printMainModule())
    files.set('manifest.json', printManifest(lowered, project))
    return files
  }
}

export const emit: Emit = (program, lowered) => createEmit()(program, lowered)

/** What is printed of one declaration. */
interface Piece {
  readonly files: readonly (readonly [path: string, text: string])[]
  /** Names of the shared types that its validators need. */
  readonly shared: readonly string[]
  /** Its line in `app.mjs`, and its lines in `app.d.mts`. */
  readonly binding: string
  readonly types: string
}

/** What printing asks of the types of a program. */
type Asked = Types & SharedTypes

/** Prints with the facts of one project. */
interface Printer {
  asking(program: Program): Asked
  piece(lowered: Lowered, asked: Asked): Piece
  shared(named: NamedType, asked: Asked): readonly [path: string, text: string]
}

function createPrinter(project: ProjectFacts, print: PrintModule): Printer {
  const sharing = createSharing(project)
  const pieces = createMemory<Lowered, Asked, Piece>(isMeant)
  const modules = createMemory<NamedType, Asked, readonly [string, string]>(isMeant)
  return {
    asking: ({ types }) => ({ get: name => types.get(name), ...sharing(types) }),
    piece: (lowered, all) =>
      pieces.of(lowered, all, asked => {
        const { declaration, entry } = lowered
        const at = { types: asked, shared: asked }
        const source = validatorsOf(declaration, at)
        const validators = source && validatorsPath(declaration)
        return {
          files: [
            ...(declaration.kind === 'route' ? [] : [[entryPath(declaration), prettyJson(entry)] as const]),
            ...(source && validators ? [[validators, print(validators, source)] as const] : []),
          ],
          shared: [...sharedBy(declaration, at)],
          binding: printBinding(lowered, project, validators),
          types: declaration.kind === 'tool' ? printToolTypes(declaration, project, asked) : '',
        }
      }),
    shared: (named, all) =>
      modules.of(named, all, asked => {
        const path = asked.path(named.name)
        return [path, print(path, sharedModuleOf(named.name, { types: asked, shared: asked }))]
      }),
  }
}
