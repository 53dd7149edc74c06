/** Forgets what has been longest in a map. */
export function dropFirst(kept: Map<string, unknown>): void {
  for (const key of kept.keys()) {
    kept.delete(key)
    return
  }
}
