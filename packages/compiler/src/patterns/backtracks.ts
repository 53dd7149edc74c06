/** Whether a pattern may try ever more ways to match a text that it does not match: twice as many with every character or two. */
import { type Paths, pathsOf } from './paths.ts'

/** With more places than these it isn't tried: no pattern that a person wrote has them. */
const MOST_PLACES = 200

/**
 * A pattern backtracks without bound if from some place there are two ways back to it over the same text: `(a+)+`, `(a|a)*`
 * (exponential degree of ambiguity; Weber and Seidl, "On the degree of ambiguity of finite automata", 1991).
 *
 * Only a group that is repeated can be matched in two ways; others are not parsed.
 *
 * @param pattern An ECMA-262 pattern that compiles with the `u` flag.
 */
export function backtracks(pattern: string): boolean {
  return /\)[*+{]/.test(pattern) && pathsOf(pattern).some(isAmbiguous)
}

function isAmbiguous(paths: Paths): boolean {
  const { places, next } = paths
  if (places.length > MOST_PLACES) return false
  const overlap = overlapsOf(places)
  const size = places.length
  // A node is two places, reached over the same text.
  const follow: Follow = node => {
    const [ones, others] = [next[Math.floor(node / size)], next[node % size]]
    return [...(ones?.keys() ?? [])].flatMap(one =>
      [...(others?.keys() ?? [])].flatMap(other => (overlap(one, other) ? [one * size + other] : [])),
    )
  }
  return componentsOf(
    places.map((_, place) => place * (size + 1)),
    follow,
  ).some(component => {
    const same = component.filter(node => Math.floor(node / size) === node % size)
    if (same.length === 0) return false
    const within = new Set(same.map(node => node % size))
    return same.length < component.length || same.some(node => isTwice(paths, node % size, within))
  })
}

/** Whether two ways lead from a place to one that leads back to it. */
function isTwice({ next }: Paths, from: number, within: ReadonlySet<number>): boolean {
  return [...(next[from] ?? [])].some(([to, ways]) => ways > 1 && within.has(to))
}

/** Characters that tell classes apart: all of Latin, some of every other block, and those in the pattern itself. */
const SAMPLES: readonly number[] = [
  ...Array.from({ length: 0x250 }, (_, code) => code),
  ...Array.from({ length: 0x3ff }, (_, n) => 0x250 + n * 0x40).filter(code => code < 0xd800 || code > 0xdfff),
  ...Array.from({ length: 0x100 }, (_, n) => 0x10000 + n * 0x200),
]

function overlapsOf(places: readonly string[]): (one: number, other: number) => boolean {
  const named = [...new Set(places.join(''))].map(character => character.codePointAt(0) ?? 0)
  const written = places.flatMap(place =>
    [...place.matchAll(/\\u\{?([0-9a-f]{4,6})/gi)].map(([, hex]) => Number(`0x${hex}`)),
  )
  const texts = [...new Set([...SAMPLES, ...named, ...written])].map(code => String.fromCodePoint(code))
  const taken = places.map(place => {
    const one = new RegExp(`^(?:${place})$`, 'u')
    return new Set(texts.flatMap((text, n) => (one.test(text) ? [n] : [])))
  })
  const known = new Map<number, boolean>()
  return (one, other) => {
    if (one === other) return true
    const key = Math.min(one, other) * places.length + Math.max(one, other)
    const found = known.get(key) ?? !(taken[one] ?? new Set()).isDisjointFrom(taken[other] ?? new Set())
    known.set(key, found)
    return found
  }
}

type Follow = (node: number) => readonly number[]

/** The strongly connected components with an edge in them, of all that is reached (Kosaraju's algorithm). */
function componentsOf(from: readonly number[], follow: Follow): number[][] {
  const edges = new Map<number, readonly number[]>()
  const back = new Map<number, number[]>()
  const order = inPostorder(from, node => {
    const found = follow(node)
    edges.set(node, found)
    for (const to of found) back.set(to, [...(back.get(to) ?? []), node])
    return found
  })
  const taken = new Set<number>()
  const components = order.toReversed().map(node => inPostorder([node], one => back.get(one) ?? [], taken))
  return components.filter(([first = -1, ...others]) => others.length > 0 || edges.get(first)?.includes(first))
}

/** What is reached and was not met before, each behind what follows it. */
function inPostorder(from: readonly number[], follow: Follow, met = new Set<number>()): number[] {
  const order: number[] = []
  const open: { readonly node: number; readonly rest: Iterator<number> }[] = []
  const meet = (node: number): void => {
    if (met.has(node)) return
    met.add(node)
    open.push({ node, rest: follow(node).values() })
  }
  for (const start of from) {
    meet(start)
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const { done, value } = top.rest.next()
      if (done !== true) meet(value)
      else if (open.at(-1) === top) order.push((open.pop() ?? top).node)
    }
  }
  return order
}
