/** Fenced code of Markdown pages. */
import { readFileSync } from 'node:fs'

export interface Snippet {
  /** The page's path and the line of the fence: `docs/serving.md:12`. */
  readonly place: string
  readonly language: string
  /** The file that it stands for, from `title=…` behind the language. */
  readonly title: string | undefined
  readonly text: string
}

/** The snippets of a page, in order. */
export function snippetsOf(file: string, name = file): Snippet[] {
  const page = readFileSync(file, 'utf8')
  return Array.from(page.matchAll(/^```(\w*)(?: title=(\S+))?\n([\s\S]*?)^```$/gm), match => ({
    place: `${name}:${page.slice(0, match.index).split('\n').length}`,
    language: match[1] ?? '',
    title: match[2],
    text: match[3] ?? '',
  }))
}

/** The targets of a page's links to files beside it. */
export function linksOf(file: string): string[] {
  const targets = Array.from(readFileSync(file, 'utf8').matchAll(/\]\(([^)\s]+)\)/g), match => match[1] ?? '')
  return targets.filter(target => !/^(https?:|#)/.test(target)).map(target => target.replace(/#.*/, ''))
}
