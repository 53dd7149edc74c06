/** Matching of URI templates (RFC 6570 level 1, and `{+var}`) as a regular expression. */

const EXPRESSION = /(\{\+?[^{}]*\})/

/**
 * The source of a pattern for a whole URI, with one group a variable: `{x}` matches no `/`, `?` or `#`, `{+x}` anything.
 * Where a text could be divided in several ways, a variable stops at the first character of the literal beside it, so that
 * matching takes time linear in the URI. `2-check` has refused adjacent variables and more than one `{+x}`.
 */
export function uriPattern(template: string): string {
  const parts = template.split(EXPRESSION)
  const reserved = parts.findIndex(part => part.startsWith('{+'))
  const last = parts.length - 2
  const group = (part: string, n: number): string => {
    if (part.startsWith('{+')) return '(.+)'
    if (reserved !== -1 && n > reserved) return simple(parts[n - 1])
    return simple(n === last ? '' : parts[n + 1])
  }
  return `^${parts.map((part, n) => (n % 2 === 0 ? escapeText(part) : group(part, n))).join('')}$`
}

function simple(neighbour = ''): string {
  const [stop = ''] = neighbour
  return `([^/?#${'/?#'.includes(stop) ? '' : escapeInClass(stop)}]+)`
}

function escapeInClass(character: string): string {
  return /[\\\]^-]/.test(character) ? `\\${character}` : character
}

function escapeText(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
