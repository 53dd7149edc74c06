/** What a piece of a program says, wherever in its file it stands. */
import { createHash } from 'node:crypto'
import type { ProjectFacts } from './declaration.ts'

/** What an author wrote as data, which may hold anything. */
const WRITTEN = new Set(['default', 'examples', 'schema'])

const known = new WeakMap<object, string>()

/** The same for pieces that say the same: for everything but the places of findings they are one. */
export function meaningOf(piece: object): string {
  const before = known.get(piece)
  if (before !== undefined) return before
  const text = JSON.stringify(piece, (key, value) => {
    if (key === 'span') return undefined
    return WRITTEN.has(key) ? JSON.stringify(value) : value
  })
  const meaning = createHash('sha256').update(text).digest('base64')
  known.set(piece, meaning)
  return meaning
}

/** The same for facts by which the same is made of a declaration. */
export function meaningOfFacts({ skills: _, ...facts }: ProjectFacts): string {
  return JSON.stringify(facts)
}
