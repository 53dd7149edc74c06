/** Names inside a generated module: one for each named type, and no two the same. */

export interface Names {
  /** The identifier of a thing that a key stands for; the same key gets the same. */
  of(key: string, wanted: string): string
}

export function createNames(): Names {
  const byKey = new Map<string, string>()
  const taken = new Set<string>()
  const free = (wanted: string): string => {
    let name = wanted
    for (let n = 2; taken.has(name); n++) name = `${wanted}${n}`
    taken.add(name)
    return name
  }
  return {
    of(key, wanted) {
      const known = byKey.get(key)
      if (known !== undefined) return known
      const name = free(wanted)
      byKey.set(key, name)
      return name
    },
  }
}

/** A type's name as a part of an identifier: `Page<Item>` is `PageItem`. */
export function identifier(name: string): string {
  const words = name.split(/[^A-Za-z0-9_$]+/).filter(Boolean)
  return words.map(word => word.slice(0, 1).toUpperCase() + word.slice(1)).join('') || 'Type'
}
