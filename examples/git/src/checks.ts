/** What may reach git as an argument. Everything here is refused before git is started. */
import { UserError } from '@mcpgen/runtime'

/** Control characters: NUL ends an argument, and a line break ends a line of what git reads or writes. */
const CONTROL = /\p{Cc}/u
const DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/
const AGO = /^\d+ (minute|hour|day|week|month|year)s? ago$/

/** Text to search for. */
export function checkText(name: string, text: string): string {
  if (CONTROL.test(text)) throw new UserError(`\`${name}\` holds a control character or a line break: ${quote(text)}`)
  return text
}

/** A revision: what it names is for git to say, but it must not read as an option, an exclusion or a path. */
export function checkRef(ref: string): string {
  if (ref === '') throw new UserError('A ref can\'t be empty: give a branch, a tag, a commit hash, or "HEAD".')
  if (/^[-^:]/.test(ref)) throw new UserError(`A ref can't begin with "${ref[0]}": ${quote(ref)}`)
  return checkText('ref', ref)
}

/** A file or folder inside the tree, relative to its top. Returns it without slashes at the end. */
export function checkPath(path: string): string {
  checkText('path', path)
  if (path === '') throw new UserError("A path can't be empty: leave it out to mean the whole tree.")
  if (path.startsWith('-')) throw new UserError(`A path can't begin with "-": ${quote(path)}`)
  if (/^([\\/]|[A-Za-z]:)/.test(path)) {
    throw new UserError(`A path is relative to the top of the repository, not absolute: ${quote(path)}`)
  }
  if (path.split(/[\\/]/).includes('..')) throw new UserError(`A path can't leave the repository: ${quote(path)}`)
  return path.replace(/\/+$/, '')
}

/** A point in time, as git reads it; a date alone begins at `time`, UTC. git itself would take any text for "now". */
export function checkDate(name: string, date: string, time: string): string {
  if (AGO.test(date)) return date
  if (!DATE.test(date) || Number.isNaN(Date.parse(date))) {
    throw new UserError(`\`${name}\` is a date such as "2026-01-31", or "2 weeks ago"; this is ${quote(date)}`)
  }
  return date.includes('T') ? date : `${date}T${time}Z`
}

function quote(text: string): string {
  return JSON.stringify(text)
}
