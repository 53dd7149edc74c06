/** Skills (SEP-2640): what there is to choose from, and the files of each, read when they are asked for. */
import type { SkillBinding, SkillFile, SkillModule } from '../manifest.ts'
import type { JsonObject } from '../protocol/json.ts'
import type { Call, ResourceOutcome } from './call.ts'
import { excerpt, invalidParams, stringParam } from './params.ts'

export interface Skills {
  /** JSON texts of the entries of `skills/list`, in list order. */
  readonly entries: readonly string[]
  /** JSON texts of the entries of `resources/list`. */
  readonly resources: readonly string[]
  /**
   * `skills/get`: JSON text of an entry.
   *
   * @throws {RpcError} −32602 for what is no skill.
   */
  get(call: Call): string
  /**
   * `resources/directory/read`: JSON texts of what lies directly in a folder of a skill.
   *
   * @throws {RpcError} −32602 for what is no such folder.
   */
  readDirectory(call: Call): Promise<readonly string[]>
  /** The contents of a skill's file; undefined for another URI. */
  read(uri: string): Promise<ResourceOutcome> | undefined
}

/** What a skill holds changes with a deployment alone: five minutes. */
const CACHE = { ttlMs: 300_000, cacheScope: 'public' } as const

interface Place {
  readonly skill: SkillBinding
  /** Below the skill's folder; empty for the folder itself. */
  readonly path: string
}

/** Undefined for a server without skills. */
export function createSkills(bindings: readonly SkillBinding[] = []): Skills | undefined {
  if (bindings.length === 0) return undefined
  const byUri = new Map(bindings.map(skill => [skill.uri, skill]))
  const modules = new Map<SkillBinding, Promise<SkillModule>>()
  let places: { readonly files: Map<string, Place>; readonly folders: Map<string, Place> } | undefined

  const load = (skill: SkillBinding) => {
    const loading = modules.get(skill) ?? skill.load()
    modules.set(skill, loading)
    // The next to ask tries again.
    loading.catch(() => modules.delete(skill))
    return loading
  }
  const where = () => {
    places ??= placesOf(bindings)
    return places
  }
  return {
    entries: bindings.map(skill => skill.entry),
    resources: bindings.map(skill => skill.resource),
    get({ params }) {
      const uri = stringParam(params, 'uri')
      const skill = byUri.get(uri)
      if (skill === undefined) throw invalidParams(`Unknown skill: ${excerpt(uri)}`)
      return skill.entry
    },
    async readDirectory({ params }) {
      const uri = stringParam(params, 'uri')
      const place = where().folders.get(uri.replace(/\/$/, ''))
      if (place === undefined) throw invalidParams(`Not a folder of a skill: ${excerpt(uri)}`)
      return childrenOf(place, (await load(place.skill)).files)
    },
    read(uri) {
      const place = uri.startsWith('skill:') ? where().files.get(uri) : undefined
      return place && load(place.skill).then(({ files }) => contentsOf(uri, files[place.path]))
    },
  }
}

/** Every file and folder by its URI. A folder's has no slash at the end. */
function placesOf(bindings: readonly SkillBinding[]) {
  const files = new Map<string, Place>()
  const folders = new Map<string, Place>()
  for (const skill of bindings) {
    const root = skill.uri.slice(0, -'/SKILL.md'.length)
    folders.set(root, { skill, path: '' })
    const { resources } = JSON.parse(skill.entry) as { resources: { uri: string }[] }
    for (const { uri } of resources) {
      const segments = uri.slice(root.length + 1).split('/')
      files.set(uri, { skill, path: segments.map(decodeURIComponent).join('/') })
      for (let depth = 1; depth < segments.length; depth += 1) {
        const folder = segments.slice(0, depth)
        folders.set(`${root}/${folder.join('/')}`, { skill, path: folder.map(decodeURIComponent).join('/') })
      }
    }
  }
  return { files, folders }
}

function childrenOf({ skill, path }: Place, files: SkillModule['files']): string[] {
  const root = skill.uri.slice(0, -'/SKILL.md'.length)
  const above = path === '' ? '' : `${path}/`
  const children = new Map<string, string>()
  for (const [file, { mimeType }] of Object.entries(files)) {
    if (!file.startsWith(above)) continue
    const [name = '', ...deeper] = file.slice(above.length).split('/')
    const uri = `${root}/${`${above}${name}`.split('/').map(encodeURIComponent).join('/')}`
    children.set(name, JSON.stringify({ uri, name, mimeType: deeper.length > 0 ? 'inode/directory' : mimeType }))
  }
  return [...children.values()]
}

function contentsOf(uri: string, file: SkillFile | undefined): ResourceOutcome {
  if (file === undefined) throw new Error(`The generated module of a skill lacks ${uri}: run \`mcpgen build\``)
  const { mimeType, text, base64 } = file
  const contents: JsonObject = text === undefined ? { uri, mimeType, blob: base64 ?? '' } : { uri, mimeType, text }
  return { contents: [contents], ...CACHE }
}
