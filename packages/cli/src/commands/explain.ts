/** `mcpgen explain`: a code of the build at length, with an example of what brings it about. */
import { nearest } from '../call/suggest.ts'
import { UsageError } from '../errors.ts'
import pages from '../explain/pages.json' with { type: 'json' }

interface Page {
  readonly severity: string
  readonly why: string
  /** The example's files, by path. */
  readonly files: Readonly<Record<string, string>>
  /** What the build says of them. */
  readonly output: string
}

const PAGES: Readonly<Record<string, Page>> = pages

/** @throws {UsageError} when there is no such code. */
export async function explain(code: string | undefined): Promise<number> {
  if (code === undefined) throw new UsageError('explain takes a code that the build printed, or --matrix')
  const page = Object.hasOwn(PAGES, code) ? PAGES[code] : undefined
  if (page === undefined) {
    const near = nearest(code, Object.keys(PAGES))
    throw new UsageError(`there is no code \`${code}\`${near === undefined ? '' : `; did you mean \`${near}\`?`}`)
  }
  const { severity, why, files, output } = page
  const shown = Object.entries(files).map(([name, text]) => `${name}\n\n${indent(text)}`)
  process.stdout.write([`${severity}[${code}]`, why, ...shown, 'The build says:', `${indent(output)}\n`].join('\n\n'))
  return 0
}

function indent(text: string): string {
  return text.trimEnd().replace(/^(?=.)/gm, '  ')
}
