/** Skills as a client is told of them, and modules with what their files hold. */
import type { ProjectFacts } from '../ir/declaration.ts'
import type { Skill, SkillFile } from '../ir/skill.ts'
import { fileName, moduleUrl } from './file-name.ts'
import { guardKeys } from './guards.ts'
import { prettyJson } from './json.ts'
import { key, quoted, strings, UNCHECKED_BANNER } from './printer.ts'

export const SKILLS_FOLDER = 'skills'

/** For each skill its entry, which people read, and a module with its files. */
export function skillFiles(skills: readonly Skill[] = []): [path: string, text: string][] {
  return skills.flatMap((skill): [string, string][] => [
    [`${skillPath(skill)}.json`, prettyJson(skillEntry(skill))],
    [`${skillPath(skill)}.mjs`, printFiles(skill)],
  ])
}

/** Whether a file of the folder of skills is one that the build made. */
export function isSkillFile(name: string, text: string): boolean {
  const stem = name.replace(/\.(?:json|mjs)$/, '')
  if (name === `${stem}.mjs`) return text.startsWith(UNCHECKED_BANNER.slice(0, UNCHECKED_BANNER.indexOf('\n')))
  const [, uri = ''] = /^ {2}"uri": "skill:\/\/(.*)\/SKILL\.md",?\r?$/m.exec(text) ?? []
  return name === `${stem}.json` && fileName(decodeURIComponent(uri)) === stem
}

/** The binding of a skill in `app.mjs`. */
export function printSkill(skill: Skill, project: ProjectFacts): string {
  const guards = guardKeys({ guards: [] }, project)
  const members = [
    `name: ${quoted(skill.name)}`,
    `uri: ${quoted(uriOf(skill, 'SKILL.md'))}`,
    ...(guards.length > 0 ? [`guards: ${strings(guards)}`] : []),
    `load: () => import(${quoted(moduleUrl('', `${skillPath(skill)}.mjs`))})`,
    `entry: ${quoted(JSON.stringify(skillEntry(skill)))}`,
    `resource: ${quoted(JSON.stringify(resourceEntry(skill)))}`,
  ]
  return `{ ${members.join(', ')} }`
}

/** An entry of `skills/list` (SEP-2640). */
function skillEntry(skill: Skill): object {
  const resources = skill.files.map(({ path, digest, size }) => ({ uri: uriOf(skill, path), digest, size }))
  return { uri: uriOf(skill, 'SKILL.md'), frontmatter: skill.frontMatter, resources }
}

/** An entry of `resources/list`. */
function resourceEntry(skill: Skill): object {
  const { name, description } = skill
  return { uri: uriOf(skill, 'SKILL.md'), name, description, mimeType: 'text/markdown' }
}

function uriOf(skill: Skill, file: string): string {
  return `skill://${`${skill.path}/${file}`.split('/').map(encodeURIComponent).join('/')}`
}

function skillPath(skill: Skill): string {
  return `${SKILLS_FOLDER}/${fileName(skill.path)}`
}

function printFiles({ files }: Skill): string {
  const lines = files.map(
    file => `  ${key(file.path)}: { mimeType: ${quoted(file.mimeType)}, ${printContent(file)} },\n`,
  )
  return `${UNCHECKED_BANNER}\nexport const files = {\n${lines.join('')}}\n`
}

function printContent(file: SkillFile): string {
  return 'text' in file ? `text: ${quoted(file.text)}` : `base64: ${quoted(file.base64)}`
}
