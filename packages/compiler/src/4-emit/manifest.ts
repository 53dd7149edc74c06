/** `manifest.json`: the index, one line a declaration in list order, and one for each guard that is a function. */
import { createHash } from 'node:crypto'
import type { Lowered } from '../3-lower/lower.ts'
import type { ProjectFacts } from '../ir/declaration.ts'
import { CONTRACT } from './contract.ts'
import { guardFunctions, guardKeys } from './guards.ts'
import { onceFor } from './once.ts'

export function printManifest(lowered: readonly Lowered[], project: ProjectFacts): string {
  const lines = lowered.map(({ declaration, entry }) => {
    const { kind, name, file, scopes, asks } = declaration
    const line = {
      kind,
      name,
      file,
      export: declaration.export,
      guards: guardKeys(declaration, project),
      ...(scopes.length > 0 && { scopes }),
      ...(asks && { requires: asks.requires }),
      hash: entryHash(entry),
    }
    return `    ${JSON.stringify(line)}`
  })
  const functions = guardFunctions(lowered).map(
    ([
      guard,
      {
        function: { anonymous },
      },
    ]) => `    ${JSON.stringify({ guard, anonymous })}`,
  )
  const guards = functions.length > 0 ? `  "guards": [\n${functions.join(',\n')}\n  ],\n` : ''
  return `{\n  "contract": ${CONTRACT},\n${guards}  "declarations": [\n${lines.join(',\n')}\n  ]\n}\n`
}

/** Says whether what a client sees has changed. */
const entryHash = onceFor((entry: Lowered['entry']) =>
  createHash('sha256').update(JSON.stringify(entry)).digest('hex').slice(0, 16),
)
