/** `results.md`: text by hand, with parts between markers that a run rewrites. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'

const FILE = join(import.meta.dirname, '..', 'results.md')

/** Puts a text between `<!-- name:start -->` and `<!-- name:end -->`, which are added at the end where they are missing. */
export function writeResult(name: string, text: string): void {
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`]
  const before = existsSync(FILE) ? readFileSync(FILE, 'utf8') : '# Results\n'
  const part = `${start}\n\n${text.trim()}\n\n${end}`
  const [from, to] = [before.indexOf(start), before.indexOf(end)]
  const found = from >= 0 && to > from
  writeFileSync(FILE, found ? before.slice(0, from) + part + before.slice(to + end.length) : `${before}\n${part}\n`)
}

/** What the figures were measured on: they are to be read as ratios. */
export function machine(): string {
  return `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${cpus().length} cores`
}
