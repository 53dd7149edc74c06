/** The front matter of a `SKILL.md`: YAML between two lines of dashes (Agent Skills, "Frontmatter"). */
import { type Document, isMap, parseDocument } from 'yaml'
import { diagnose } from '../../diagnostics/catalogue.ts'
import type { Skill } from '../../ir/skill.ts'
import type { Span } from '../../ir/span.ts'
import type { Findings } from '../findings.ts'

/** Where the text stands, and the path of its skill. */
interface Place {
  readonly file: string
  readonly path: string
}

type Matter = Pick<Skill, 'name' | 'description' | 'frontMatter'>

interface Problem {
  readonly problem: string
  readonly label: string
  readonly help: string
  /** The key whose value is marked; without one the first line is. */
  readonly key?: string
}

const BLOCK = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/

/** Agent Skills: small letters and digits in groups, joined by single hyphens. */
const NAME = /^(?!.*--)[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/
const MAX_DESCRIPTION = 1024

/** Keys of `metadata` that are the protocol's own (SEP-2640). */
const RESERVED = 'io.modelcontextprotocol/'

/** Undefined where something is wrong with it, which is added to the findings. */
export function readFrontMatter(text: string, place: Place, findings: Findings): Matter | undefined {
  const block = BLOCK.exec(text)
  const start = block === null ? 0 : text.indexOf('\n') + 1
  const report = ({ problem, label, help }: Problem, from: number, to: number) => {
    const span: Span = { file: place.file, start: from, end: Math.max(to, from + 1) }
    findings.sources.set(place.file, text)
    findings.diagnostics.push(diagnose('bad-front-matter', { span }, { problem, label, help }))
  }
  if (block === null) {
    report(NO_BLOCK, 0, text.search(/[\r\n]|$/))
    return undefined
  }
  const yaml = parseDocument(block[1] ?? '', { version: '1.2', schema: 'core', prettyErrors: false })
  const [syntax] = yaml.errors
  if (syntax !== undefined) {
    const help = 'correct the YAML between the two lines of dashes'
    report(
      { problem: `it is not YAML: ${syntax.message}`, label: 'here', help },
      start + syntax.pos[0],
      start + syntax.pos[1],
    )
    return undefined
  }
  const matter: unknown = yaml.toJS()
  const problem = problemOf(matter, place.path)
  if (problem === undefined) return matterOf(matter as Record<string, unknown>)
  const [from, to] = rangeOf(yaml, problem.key) ?? [-start, text.search(/[\r\n]|$/) - start]
  report(problem, start + from, start + to)
  return undefined
}

const NO_BLOCK: Problem = {
  problem: 'it does not begin with front matter',
  label: 'no `---`',
  help: 'begin with a line `---`, then `name: …` and `description: …`, then another line `---`',
}

function matterOf(matter: Record<string, unknown>): Matter {
  return { name: String(matter['name']), description: String(matter['description']), frontMatter: matter }
}

/** What the Agent Skills specification and SEP-2640 want of it. */
function problemOf(matter: unknown, path: string): Problem | undefined {
  if (typeof matter !== 'object' || matter === null || Array.isArray(matter)) {
    return { problem: 'the front matter has no keys', label: 'here', help: 'write `name: …` and `description: …`' }
  }
  const { name, description, metadata } = matter as Record<string, unknown>
  const folder = path.slice(path.lastIndexOf('/') + 1)
  return nameProblem(name, folder) ?? descriptionProblem(description) ?? metadataProblem(metadata)
}

function nameProblem(name: unknown, folder: string): Problem | undefined {
  const help = `write \`name: ${folder}\``
  if (typeof name !== 'string' || name === '') return { problem: 'the skill has no name', label: 'no `name`', help }
  if (!NAME.test(name)) {
    const help = 'write up to 64 small letters and digits, joined by single hyphens, and name the folder so'
    return { problem: `\`${name}\` cannot be the name of a skill`, label: 'not a name', help, key: 'name' }
  }
  if (name === folder) return undefined
  const problem = `the skill in the folder \`${folder}\` calls itself \`${name}\``
  return { problem, label: 'another name', help: `${help}, or rename the folder`, key: 'name' }
}

function descriptionProblem(description: unknown): Problem | undefined {
  const help = 'say what the skill does and when to use it'
  if (typeof description !== 'string' || description.trim() === '') {
    return { problem: 'the skill has no description', label: 'no `description`', help }
  }
  if ([...description].length <= MAX_DESCRIPTION) return undefined
  const problem = `the description is longer than ${MAX_DESCRIPTION} characters`
  return { problem, label: 'too long', help: 'leave the rest to the text below', key: 'description' }
}

function metadataProblem(metadata: unknown): Problem | undefined {
  const key = Object.keys((metadata ?? {}) as object).find(key => key.startsWith(RESERVED))
  if (key === undefined) return undefined
  const help = 'use a prefix of your own'
  return { problem: `\`${key}\` is reserved for the protocol`, label: 'reserved', help, key: 'metadata' }
}

function rangeOf(yaml: Document, key: string | undefined): readonly [number, number] | undefined {
  if (key === undefined || !isMap(yaml.contents)) return undefined
  const value = yaml.get(key, true) as { range?: [number, number, number] } | undefined
  return value?.range === undefined ? undefined : [value.range[0], value.range[1]]
}
