import { type Context, UserError } from '@mcpgen/runtime'
import { fileAt } from './files.ts'
import { git } from './git.ts'
import { GitError } from './process.ts'
import { commitAt } from './refs.ts'

/** Lines of one answer. */
const LINE_LIMIT = 1000

/** Lines that stand together and came with one commit. */
export interface Hunk {
  /**
   * The number of its first line in the file.
   * @integer
   * @minimum 1
   */
  line: number
  /** The hash of the commit that last changed these lines. */
  commit: string
  /** Who wrote that commit. */
  author: string
  /** When it was written: ISO 8601, UTC. */
  date: string
  /** The first line of its message. */
  subject: string
  /** The lines themselves. */
  lines: string[]
}

export interface Blame {
  /** The commit that was looked at. */
  commit: string
  /** In the order of the file. */
  hunks: Hunk[]
}

/**
 * Tell which commit last changed each line of a file.
 * @tool
 * @title Blame
 * @readOnly
 * @param path The file, from the top of the repository. {@minLength 1}
 * @param from The first line. {@integer} {@minimum 1}
 * @param to The last line, at most 1000 lines on; 200 lines unless given. {@integer} {@minimum 1}
 * @param ref The branch, tag or commit to look at.
 */
export async function blame(ctx: Context, path: string, from = 1, to?: number, ref = 'HEAD'): Promise<Blame> {
  const last = Math.min(to ?? from + 199, from + LINE_LIMIT - 1)
  if (last < from) throw new UserError(`The last line, ${last}, is before the first, ${from}.`)

  const commit = await commitAt(ref, ctx.signal)
  const file = await fileAt(commit, path, ctx.signal)
  const options = ['--line-porcelain', '--encoding=UTF-8', '--no-textconv', `-L${from},${last}`]
  const output = await git(['blame', ...options, commit, '--', file.path], ctx.signal).catch(cause => {
    if (!(cause instanceof GitError) || !cause.stderr.includes('has only')) throw cause
    throw new UserError(`${JSON.stringify(path)} has no line ${from} at ${commit.slice(0, 12)}.`, { cause })
  })
  return { commit, hunks: parseBlame(output.toString()) }
}

/**
 * Reads `--line-porcelain`. For each line of the file: `<hash> <old line> <line>`, then `<fact> <value>` lines, then the
 * line itself behind a tab.
 */
function parseBlame(output: string): Hunk[] {
  const hunks: Hunk[] = []
  let facts = new Map<string, string>()
  for (const row of output.split('\n').slice(0, -1)) {
    const [, commit, line] = /^([0-9a-f]{40,64}) \d+ (\d+)/.exec(row) ?? []
    if (row.startsWith('\t')) addLine(hunks, facts, row.slice(1))
    else if (commit && line) facts = new Map(Object.entries({ commit, line }))
    else facts.set(...split(row))
  }
  return hunks
}

/** Lines come in the order of the file, so those of one hunk follow each other. */
function addLine(hunks: Hunk[], facts: Map<string, string>, text: string): void {
  const said = (fact: string) => facts.get(fact) ?? ''
  const last = hunks.at(-1)
  if (last?.commit === said('commit')) {
    last.lines.push(text)
    return
  }
  const date = new Date(Number(said('author-time')) * 1000).toISOString()
  const about = { commit: said('commit'), author: said('author'), date, subject: said('summary') }
  hunks.push({ line: Number(said('line')), ...about, lines: [text] })
}

function split(row: string): [string, string] {
  const space = row.indexOf(' ')
  return space === -1 ? [row, ''] : [row.slice(0, space), row.slice(space + 1)]
}
