/** `manifest.json`: the index, one line a declaration in list order. */
import { createHash } from 'node:crypto'
import type { Lowered } from '../3-lower/lower.ts'
import { CONTRACT } from './contract.ts'
import { onceFor } from './once.ts'

export function printManifest(lowered: readonly Lowered[]): string {
  const lines = lowered.map(({ declaration, entry }) => {
    const { kind, name, file, guards, asks } = declaration
    return `    ${JSON.stringify({ kind, name, file, export: declaration.export, guards, ...(asks && { requires: asks.requires }), hash: entryHash(entry) })}`
  })
  return `{\n  "contract": ${CONTRACT},\n  "declarations": [\n${lines.join(',\n')}\n  ]\n}\n`
}

/** Says whether what a client sees has changed. */
const entryHash = onceFor((entry: Lowered['entry']) =>
  createHash('sha256').update(JSON.stringify(entry)).digest('hex').slice(0, 16),
)
