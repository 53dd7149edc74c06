/** Everything that `generated/` holds, as text by path. */

import { lowerForms } from '../3-lower/forms.ts'
import type { Lowered } from '../3-lower/lower.ts'
import { lowerOpenApi } from '../3-lower/openapi.ts'
import type { Program } from '../ir/declaration.ts'
import { printAppModule } from './app-module.ts'
import { printAppTypes } from './app-types.ts'
import { entryPath, fileName, validatorsPath } from './file-name.ts'
import { prettyJson } from './json.ts'
import { printMainModule } from './main-module.ts'
import { printManifest } from './manifest.ts'
import { type ModuleSource, printModule } from './module-source.ts'
import { printOpenApiModule } from './openapi.ts'
import { sharedModuleOf } from './shared-module.ts'
import { createSharedTypes } from './shared-types.ts'
import { skillFiles } from './skills.ts'
import { sharedBy } from './uses.ts'
import { validatorsOf } from './validators.ts'

/** Prints the module that stands under a path, or finds it printed. */
export type PrintModule = (path: string, source: ModuleSource) => string

export function emit(
  program: Program,
  lowered: readonly Lowered[],
  print: PrintModule = (_, source) => printModule(source),
): Map<string, string> {
  const { project, types } = program
  const files = new Map<string, string>()
  const validators = new Map<Lowered['declaration'], string>()
  const shared = createSharedTypes(program)
  for (const { declaration, entry } of lowered) {
    if (declaration.kind !== 'route') files.set(entryPath(declaration), prettyJson(entry))
    const source = validatorsOf(declaration, { types, shared })
    if (source === undefined) continue
    const path = validatorsPath(declaration)
    validators.set(declaration, path)
    files.set(path, print(path, source))
  }
  const declarations = lowered.map(one => one.declaration)
  for (const name of sharedBy(declarations, { types, shared })) {
    const path = shared.path(name)
    files.set(path, print(path, sharedModuleOf(name, { types, shared })))
  }
  const forms = lowerForms(declarations, types)
  for (const [key, schema] of forms) files.set(`asks/${fileName(key)}.json`, prettyJson(schema))
  for (const [path, text] of skillFiles(project.skills)) files.set(path, text)
  const openApi = lowerOpenApi(program)
  if (openApi !== undefined) {
    files.set('openapi.json', prettyJson(openApi))
    files.set('openapi.mjs', printOpenApiModule(openApi))
  }
  files.set('app.d.mts', printAppTypes(project, lowered, types))
  files.set('app.mjs', printAppModule(project, lowered, { validators, forms }))
  files.set('main.mjs', printMainModule())
  files.set('manifest.json', printManifest(lowered, project))
  return files
}
