/** Commits as data, and how git is asked for them. */
import { fields } from './git.ts'

/** Who made something. */
export interface Person {
  /** As the repository's mailmap writes it. */
  name: string
  /** As the repository's mailmap writes it. */
  email: string
}

/** A commit in a list. */
export interface Commit {
  /** The whole hash. */
  hash: string
  /** Hashes of its parents: none for a root, two or more for a merge. */
  parents: string[]
  /** Who wrote the change. */
  author: Person
  /** When the change was written: ISO 8601, in the author's time zone. */
  date: string
  /** The first line of its message. */
  subject: string
}

/** A commit with everything that was said of it. */
export interface CommitDetails extends Commit {
  /** Who made the commit, which is someone else for a change that was applied or rebased. */
  committer: Person
  /** When the commit was made: ISO 8601, in the committer's time zone. */
  committed: string
  /** The message below its first line. */
  body: string
}

const PLACEHOLDERS = ['%H', '%P', '%aN', '%aE', '%aI', '%s', '%cN', '%cE', '%cI', '%b']

/** Options for `git log` and `git show` that make their output what `parseCommits` reads. */
export const COMMIT_FORMAT = ['-z', '--encoding=UTF-8', '--no-notes', `--format=${PLACEHOLDERS.join('%x00')}`]

/** Reads the output of a command with `COMMIT_FORMAT`. */
export function parseCommits(bytes: Buffer): CommitDetails[] {
  const all = fields(bytes)
  const count = all.length / PLACEHOLDERS.length
  return Array.from({ length: count }, (_, i) => parseCommit(all.slice(i * PLACEHOLDERS.length)))
}

function parseCommit(values: string[]): CommitDetails {
  const [hash = '', parents = '', name = '', email = '', date = '', subject = ''] = values
  const [committerName = '', committerEmail = '', committed = '', body = ''] = values.slice(6)
  return {
    hash,
    parents: parents === '' ? [] : parents.split(' '),
    author: { name, email },
    date,
    subject,
    committer: { name: committerName, email: committerEmail },
    committed,
    body: body.trimEnd(),
  }
}
