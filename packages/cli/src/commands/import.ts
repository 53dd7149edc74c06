/** `mcpgen import`: source with a tool for each operation of a REST service that is named. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { nearest } from '../call/suggest.ts'
import { CommandError, UsageError } from '../errors.ts'
import { asObject, asText, type Document, readDocument } from '../import/document.ts'
import { type Operation, operationsOf } from '../import/operations.ts'
import { type Source, writeSource } from '../import/source.ts'
import { printable } from '../import/text.ts'
import { findRoot, shown } from '../project/root.ts'
import { paintFor } from '../render/paint.ts'
import { count } from '../render/report.ts'

export interface ImportOptions {
  readonly project?: string
  readonly operations?: string
  readonly all?: true
  readonly out?: string
  readonly force?: true
}

/** Writes the source, and says what it is and what is not in it. */
export async function importService(file: string, options: ImportOptions): Promise<number> {
  const document = readDocument(resolve(options.project ?? '.', file))
  const all = operationsOf(document)
  const source = writeSource(document, chosen(all, options))
  const { refused, functions } = source
  if (functions.length === 0 || (options.all === undefined && refused.length > 0)) {
    const lines = refused.map(({ id, reason }) => `\n  ${printable(`${id}: ${reason}`)}`)
    throw new CommandError(`these operations cannot be imported:${lines.join('')}`, {
      help: 'leave them out, or write a function for each by hand',
    })
  }
  const out = placeOf(document, options)
  if (existsSync(out) && options.force === undefined)
    throw new CommandError(`${shown(out)} is there already`, {
      help: 'give another file with --out, or --force to write over it',
    })
  mkdirSync(dirname(out), { recursive: true })
  writeFileSync(out, source.text)
  process.stdout.write(report(source, shown(out)))
  return 0
}

/** @throws {UsageError} that names what there is. */
function chosen(all: readonly Operation[], { operations, all: everything }: ImportOptions): readonly Operation[] {
  if (everything !== undefined) return all
  const known = all.map(({ id }) => id)
  if (operations === undefined)
    throw new UsageError(
      `say which operations: --operations <names> or --all. There are:\n${known.map(id => `  ${printable(id)}`).join('\n')}`,
    )
  const wanted = operations
    .split(',')
    .map(one => one.trim())
    .filter(Boolean)
  return wanted.map(name => {
    const found = all.find(one => one.id === name || `${one.method} ${one.path}` === name)
    if (found !== undefined) return found
    const near = nearest(name, known)
    throw new UsageError(`there is no operation ${name}${near === undefined ? '' : `; did you mean ${near}?`}`)
  })
}

function placeOf({ root }: Document, { project, out }: ImportOptions): string {
  if (out !== undefined) return resolve(project ?? '.', out)
  const title = asText(asObject(root['info'])['title']) ?? 'service'
  const stem =
    title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'service'
  return join(findRoot(project), 'src', `${stem}.ts`)
}

function report({ functions, refused, notes, variables }: Source, out: string): string {
  const paint = paintFor(process.stdout)
  const lines = [
    `  ${paint('good', 'written')}   ${out}   ${count(functions.length, 'tool')}`,
    ...refused.map(({ id, reason }) => `  ${paint('warning', 'left out')}  ${printable(`${id}: ${reason}`)}`),
    ...notes.map(note => `  ${paint('warning', 'note')}      ${printable(note)}`),
    `It reads ${variables.join(', ')} from the environment, and calls the service with undici: npm i undici`,
  ]
  return `${lines.join('\n')}\n`
}
