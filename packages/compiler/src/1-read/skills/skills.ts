/** Reads the folder of skills: which there are, what they hold, and whether a client could take them. */
import { createHash } from 'node:crypto'
import { diagnose } from '../../diagnostics/catalogue.ts'
import type { Files } from '../../files/files.ts'
import type { Skill, SkillFile } from '../../ir/skill.ts'
import type { Findings } from '../findings.ts'
import { readFrontMatter } from './front-matter.ts'
import { mimeTypeOf } from './mime-type.ts'

/** SEP-2640, "Limits". */
const MAX_FILES = 512
const MAX_BYTES = 16 * 1024 * 1024

const FILE = 'SKILL.md'

/**
 * A folder that holds a `SKILL.md` is a skill, at any depth; what lies in it belongs to it. Adds to the findings.
 *
 * @param root The project's root, absolute.
 * @param folder Below the root.
 */
export function readSkills(files: Files, root: string, folder: string, findings: Findings): Skill[] {
  const tree = files.tree(`${root}/${folder}`)
  if (tree === undefined) {
    findings.diagnostics.push(diagnose('no-skills-folder', {}, { folder }))
    return []
  }
  const skills: Skill[] = []
  for (const [path, contents] of skillFolders(tree)) {
    const skill = readSkill({ folder, path, contents }, findings)
    if (skill !== undefined) skills.push(skill)
  }
  return skills
}

type Contents = ReadonlyMap<string, Buffer>

/** The files of each skill, by their paths in it. A folder at the top without a skill is one that lacks its `SKILL.md`. */
function skillFolders(tree: Contents): Map<string, Contents> {
  const folders = [...tree.keys()]
    .filter(path => path.endsWith(`/${FILE}`))
    .map(path => path.slice(0, -FILE.length - 1))
  const skills = folders.filter(folder => !folders.some(other => folder.startsWith(`${other}/`)))
  const found = new Map<string, Map<string, Buffer>>()
  for (const [path, bytes] of tree) {
    if (!path.includes('/')) continue
    const skill = skills.find(skill => path.startsWith(`${skill}/`))
    const top = path.slice(0, path.indexOf('/'))
    if (skill === undefined && skills.some(skill => skill.startsWith(`${top}/`))) continue
    const folder = skill ?? top
    const files = found.get(folder) ?? new Map<string, Buffer>()
    found.set(folder, files.set(path.slice(folder.length + 1), bytes))
  }
  return found
}

interface Folder {
  readonly folder: string
  readonly path: string
  readonly contents: Contents
}

function readSkill({ folder, path, contents }: Folder, findings: Findings): Skill | undefined {
  const problem = problemOf(contents)
  if (problem !== undefined) {
    findings.diagnostics.push(diagnose('bad-skill', {}, { skill: `${folder}/${path}`, ...problem }))
    return undefined
  }
  const place = { file: `${folder}/${path}/${FILE}`, path }
  const matter = readFrontMatter(contents.get(FILE)?.toString('utf8') ?? '', place, findings)
  if (matter === undefined) return undefined
  return { path, ...matter, files: [...contents].map(([file, bytes]) => fileOf(file, bytes)) }
}

function problemOf(contents: Contents): { problem: string; help: string } | undefined {
  if (!contents.has(FILE)) {
    return { problem: `has no ${FILE}`, help: `write a ${FILE} that begins with its name and description` }
  }
  if (contents.size > MAX_FILES) {
    const problem = `has ${contents.size} files, more than ${MAX_FILES}`
    return { problem, help: 'split it, or leave out what it does not need' }
  }
  const size = [...contents.values()].reduce((sum, bytes) => sum + bytes.length, 0)
  if (size <= MAX_BYTES) return undefined
  return { problem: `has ${size} bytes, more than 16 MiB`, help: 'leave out what it does not need' }
}

function fileOf(path: string, bytes: Buffer): SkillFile {
  const text = textOf(bytes)
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
  const shared = { path, mimeType: mimeTypeOf(path, text !== undefined), size: bytes.length, digest }
  return text === undefined ? { ...shared, base64: bytes.toString('base64') } : { ...shared, text }
}

/** Bytes that are text: UTF-8, so that the very same bytes can be made of it again. */
function textOf(bytes: Buffer): string | undefined {
  const text = bytes.toString('utf8')
  return bytes.includes(0) || !Buffer.from(text).equals(bytes) ? undefined : text
}
