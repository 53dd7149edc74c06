/**
 * A pattern as the places in it that take a character, and what may follow what: Glushkov's automaton. Unlike there, in how
 * many ways one follows the other counts, since an engine that backtracks tries each of them.
 */
import { createRequire } from 'node:module'
import type { AST } from '@eslint-community/regexpp'

/** Loaded with the first pattern that is parsed: most projects have none. */
function parserOf(): typeof import('@eslint-community/regexpp') {
  return createRequire(import.meta.url)('@eslint-community/regexpp')
}

/** More than one way is many. */
const MANY = 2

/** As many copies of a repeated part tell what more would tell. */
const COPIES = 2

/** In how many ways, by place. */
export type Ways = ReadonlyMap<number, number>

export interface Paths {
  /** What each place takes, as a pattern of one character. */
  readonly places: readonly string[]
  readonly next: readonly Ways[]
}

/** What of a part stands first and last, and in how many ways it takes nothing. */
interface Part {
  readonly first: Ways
  readonly last: Ways
  readonly empty: number
}

const NOTHING: Part = { first: new Map(), last: new Map(), empty: 1 }

/**
 * The paths through a pattern, and through each of its lookarounds. A backreference takes nothing here: what it takes is
 * not known before.
 */
export function pathsOf(pattern: string): Paths[] {
  const { RegExpParser } = parserOf()
  const root = new RegExpParser({ ecmaVersion: 2024 }).parsePattern(pattern, 0, pattern.length, { unicode: true })
  const found: Paths[] = []
  const roots: AST.Node[][] = [root.alternatives]
  for (let alternatives = roots.pop(); alternatives !== undefined; alternatives = roots.pop()) {
    const paths = new Builder(inside => roots.push(inside))
    paths.any(alternatives)
    found.push(paths)
  }
  return found
}

class Builder implements Paths {
  readonly places: string[] = []
  readonly next: Map<number, number>[] = []
  readonly lookaround: (alternatives: AST.Node[]) => void

  constructor(lookaround: (alternatives: AST.Node[]) => void) {
    this.lookaround = lookaround
  }

  any(alternatives: readonly AST.Node[]): Part {
    return alternatives.map(alternative => this.part(alternative)).reduce(either)
  }

  part(node: AST.Node): Part {
    switch (node.type) {
      case 'Alternative':
        return this.all(node.elements.map(element => this.part(element)))
      case 'Group':
      case 'CapturingGroup':
        return this.any(node.alternatives)
      case 'Quantifier':
        return this.repeated(node)
      case 'Assertion':
        if (node.kind === 'lookahead' || node.kind === 'lookbehind') this.lookaround(node.alternatives)
        return NOTHING
      case 'Backreference':
        return NOTHING
      default:
        return this.place(node.raw)
    }
  }

  place(raw: string): Part {
    const ways = new Map([[this.places.length, 1]])
    this.places.push(raw)
    this.next.push(new Map())
    return { first: ways, last: ways, empty: 0 }
  }

  /** One behind the other. */
  all(parts: readonly Part[]): Part {
    return parts.reduce((before, after) => this.pair(before, after), NOTHING)
  }

  pair(before: Part, after: Part): Part {
    this.join(before.last, after.first)
    return {
      first: sum(before.first, times(after.first, before.empty)),
      last: sum(after.last, times(before.last, after.empty)),
      empty: Math.min(before.empty * after.empty, MANY),
    }
  }

  join(last: Ways, first: Ways): void {
    for (const [from, before] of last) {
      const ways = this.next[from] ?? new Map()
      for (const [to, after] of first) ways.set(to, Math.min((ways.get(to) ?? 0) + before * after, MANY))
    }
  }

  repeated({ min, max, element }: AST.Quantifier): Part {
    const copies = (count: number): Part[] => Array.from({ length: Math.min(count, COPIES) }, () => this.part(element))
    const required = this.all(copies(min))
    if (max === min) return required
    const optional = copies(max === Number.POSITIVE_INFINITY ? 1 : max - min)
    if (max === Number.POSITIVE_INFINITY) for (const { first, last } of optional) this.join(last, first)
    // An engine does not take nothing once more than it has to.
    const perhaps = optional.reduceRight(
      (rest, part) => ({ ...this.pair({ ...part, empty: 0 }, rest), empty: 1 }),
      NOTHING,
    )
    return this.pair(required, perhaps)
  }
}

function either(a: Part, b: Part): Part {
  return { first: sum(a.first, b.first), last: sum(a.last, b.last), empty: Math.min(a.empty + b.empty, MANY) }
}

function sum(a: Ways, b: Ways): Ways {
  const both = new Map(a)
  for (const [place, ways] of b) both.set(place, Math.min((both.get(place) ?? 0) + ways, MANY))
  return both
}

function times(ways: Ways, factor: number): Ways {
  return new Map(factor === 0 ? [] : [...ways].map(([place, many]) => [place, Math.min(many * factor, MANY)]))
}
