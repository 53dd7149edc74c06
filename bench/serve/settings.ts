/** How long and how often, and of whom. */
import type { Competitor } from './competitors.ts'

export interface Settings {
  readonly competitors: readonly Competitor[]
  readonly rounds: number
  /** Milliseconds of each load in each round. */
  readonly window: number
  /** Milliseconds that a server gets before the first round, shared by its loads. */
  readonly warmup: number
  /** Fewer variants of everything: to see that it runs, not to be quoted. */
  readonly quick: boolean
}

export interface Mode {
  /** Names the part of `results.md`. */
  readonly name: string
  readonly title: string
  run(settings: Settings): Promise<Section>
}

export interface Section {
  /** Markdown. */
  readonly text: string
  /** Where they were fewer than the settings say. */
  readonly rounds?: number
  /** A picture beside `results.md`. */
  readonly plot?: { readonly file: string; readonly svg: string }
}

/** What the mode needs no project for stays as it is; a quick run takes the first and the last of a list. */
export function variants<T>(settings: Settings, list: readonly T[]): readonly T[] {
  return settings.quick ? [...new Set([list[0], list.at(-1)])].filter(one => one !== undefined) : list
}
