/** Which entries of a list a caller sees. */
import type { Call } from './call.ts'
import type { Caller, Gate } from './gate.ts'

/** A list's entries as JSON texts, in order. */
export interface List {
  readonly entries: readonly string[]
  /** Absent where everybody sees all of them. */
  readonly visibility?: Visibility | undefined
  /** Entries that are known when somebody asks, after the others. Absent where there are none. */
  readonly more?: ((call: Call) => Promise<readonly string[]>) | undefined
}

export interface Visibility {
  /** A word for what this caller sees: the same for callers who see the same. */
  of(caller: Caller): string | Promise<string>
  /** Whether an entry is among what the word stands for. */
  includes(word: string, index: number): boolean
  /** Whether the word stands for nothing. */
  isEmpty(word: string): boolean
}

/** Something that a list names, and what stands before it. */
export interface Listed {
  readonly entry: string
  readonly gate: Gate | undefined
}

export function listOf(listed: readonly Listed[]): List {
  return { entries: listed.map(({ entry }) => entry), visibility: visibilityOf(listed.map(({ gate }) => gate)) }
}

/** The entries that everybody sees. */
export function openEntries({ entries, visibility }: List): readonly string[] {
  return visibility === undefined ? entries : entries.filter((_, index) => visibility.includes('', index))
}

/** The word has a character for each gate that differs: `1` for one that lets the caller pass. */
function visibilityOf(all: readonly (Gate | undefined)[]): Visibility | undefined {
  const gates = [...new Map(all.flatMap(gate => (gate?.hides ? [[gate.key, gate] as const] : []))).values()]
  if (gates.length === 0) return undefined
  const place = new Map(gates.map(({ key }, place) => [key, place]))
  const places = all.map(gate => (gate?.hides ? (place.get(gate.key) ?? -1) : undefined))
  const isOpen = places.includes(undefined)
  return {
    of(caller) {
      let word = ''
      for (let i = 0; i < gates.length; i += 1) {
        const verdict = gates[i]?.permits(caller) ?? false
        if (typeof verdict !== 'boolean') return waitFor(word, verdict, { gates: gates.slice(i + 1), caller })
        word += verdict ? '1' : '0'
      }
      return word
    },
    includes(word, index) {
      const place = places[index]
      return place === undefined || word[place] === '1'
    },
    isEmpty: word => !isOpen && !word.includes('1'),
  }
}

/** The rest is asked at once, whatever it waits for. */
async function waitFor(
  known: string,
  first: Promise<boolean>,
  { gates, caller }: { gates: readonly Gate[]; caller: Caller },
): Promise<string> {
  const verdicts = await Promise.all([first, ...gates.map(gate => gate.permits(caller))])
  return known + verdicts.map(verdict => (verdict ? '1' : '0')).join('')
}
