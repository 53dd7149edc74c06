/** The known name that somebody probably meant. */

/** Undefined when none is near. Case, `_` and `-` count for nothing. */
export function nearest(wrong: string, known: readonly string[]): string | undefined {
  if (wrong.length > 64) return undefined
  const key = plain(wrong)
  let best: string | undefined
  let least = Math.floor(Math.max(key.length, 3) / 3) + 1
  for (const name of known) {
    const d = distance(key, plain(name))
    if (d >= least || name === wrong) continue
    best = name
    least = d
  }
  return best
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[-_ ]/g, '')
}

/** Insertions, deletions, replacements and swaps of neighbours (Damerau-Levenshtein, optimal string alignment). */
function distance(a: string, b: string): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swap = swapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY
      row.push(Math.min((row[j - 1] ?? 0) + 1, (last[j] ?? 0) + 1, (last[j - 1] ?? 0) + same, swap))
    }
    before = last
    last = row
  }
  return last[b.length] ?? 0
}
