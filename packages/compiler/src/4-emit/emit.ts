/** Everything that `generated/` holds, as text by path. */

import type { Lowered } from '../3-lower/lower.ts'
import type { Program } from '../ir/declaration.ts'
import { printAppModule, type ValidatorPaths } from './app-module.ts'
import { printAppTypes } from './app-types.ts'
import { entryPath, validatorsPath } from './file-name.ts'
import { prettyJson } from './json.ts'
import { printMainModule } from './main-module.ts'
import { printManifest } from './manifest.ts'
import { printValidators } from './validators.ts'

export function emit({ project, types }: Program, lowered: readonly Lowered[]): Map<string, string> {
  const files = new Map<string, string>()
  const validators = new Map<Lowered['declaration'], string>()
  for (const one of lowered) {
    const { declaration, entry } = one
    files.set(entryPath(declaration), prettyJson(entry))
    const text = printValidators(one, types)
    if (text === undefined) continue
    validators.set(declaration, validatorsPath(declaration))
    files.set(validatorsPath(declaration), text)
  }
  files.set('app.d.mts', printAppTypes(project, lowered, types))
  files.set('app.mjs', printAppModule(project, lowered, validators satisfies ValidatorPaths))
  files.set('main.mjs', printMainModule())
  files.set('manifest.json', printManifest(lowered))
  return files
}
