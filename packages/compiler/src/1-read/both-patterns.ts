/** Two patterns as one: a text has to match both. */

export function bothPatterns(first: string, second: string): string {
  return `^${ahead(first)}${ahead(behind(first, second))}`
}

function ahead(pattern: string): string {
  return `(?=[\\s\\S]*?(?:${pattern}))`
}

/** What counts, of a pattern that compiles with the `u` flag; the rest of escapes, and classes, have no groups in them. */
const PARTS =
  /\\k<(?<named>[^>]+)>|\\(?<nth>[1-9]\d*)|\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]|(?<group>\((?:\?<(?![=!])(?<name>[^>]+)>|(?!\?)))/g

/** The second, with its groups counted from the first's on and without names, which the first may have as well. */
function behind(first: string, second: string): string {
  const names = groupsOf(second)
  const before = groupsOf(first).length
  return second.replace(PARTS, (part, ...rest) => {
    const { named, nth, group } = rest.at(-1) as Record<string, string | undefined>
    if (group !== undefined) return '('
    if (nth !== undefined) return `\\${before + Number(nth)}`
    if (named === undefined) return part
    // Of several groups of one name, which stand in alternatives, those that did not match are empty.
    const meant = names.flatMap((name, n) => (name === named ? [`(?:\\${before + n + 1})`] : []))
    return meant.join('')
  })
}

/** Their names, where they have one. */
function groupsOf(pattern: string): (string | undefined)[] {
  return [...pattern.matchAll(PARTS)].flatMap(({ groups = {} }) =>
    groups['group'] === undefined ? [] : [groups['name']],
  )
}
