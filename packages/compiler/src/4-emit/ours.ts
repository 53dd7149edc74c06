/** Which files of the generated folder the build made; all others are left alone, whatever they are called. */
import { fileName } from './file-name.ts'
import { BANNER } from './printer.ts'
import { SHARED_FOLDER } from './shared-types.ts'
import { isSkillFile, SKILLS_FOLDER } from './skills.ts'

export const ROOT_FILES: readonly string[] = [
  'app.d.mts',
  'app.mjs',
  'main.mjs',
  'manifest.json',
  'openapi.json',
  'openapi.mjs',
]

const ENTRIES: readonly string[] = ['tools', 'resources', 'prompts']
const FORMS = 'asks'
const VALIDATORS: readonly string[] = [
  'validators',
  'validators/resources',
  'validators/prompts',
  'validators/routes',
  SHARED_FOLDER,
]

/** Where the build puts files beside those of the root. */
export const OUR_FOLDERS: readonly string[] = [...ENTRIES, FORMS, ...VALIDATORS, SKILLS_FOLDER]

/** How a document of routes begins, and what only ours has. */
const OPENAPI = /^\{\r?\n {2}"openapi": "3\.1\.1"[\s\S]*"#\/components\/schemas\/Problem"/

/** How the schema of a form begins. */
const FORM = /^\{\r?\n {2}"type": "object",\r?\n {2}"properties": /

/**
 * Modules begin with the banner; the manifest names its contract; an entry stands in its folder under its own name. Looks
 * at the text and parses nothing, so that a file with the marks of a merge conflict is ours still.
 */
export function isOurs(path: string, text: string): boolean {
  if (path === 'manifest.json') return text.includes('"contract":')
  if (path === 'openapi.json') return OPENAPI.test(text)
  if (ROOT_FILES.includes(path)) return text.includes(BANNER)
  const slash = path.lastIndexOf('/')
  const [folder, name] = [path.slice(0, slash), path.slice(slash + 1)]
  if (VALIDATORS.includes(folder)) return name.endsWith('.mjs') && text.includes(BANNER)
  if (folder === SKILLS_FOLDER) return isSkillFile(name, text)
  if (folder === FORMS) return name.endsWith('.json') && FORM.test(text)
  return ENTRIES.includes(folder) && name.endsWith('.json') && isNamed(text, name.slice(0, -'.json'.length))
}

function isNamed(text: string, stem: string): boolean {
  const names = text.matchAll(/^ {2}"name": (".*"),?\r?$/gm)
  return [...names].some(([, json = '""']) => fileName(String(parse(json))) === stem)
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
