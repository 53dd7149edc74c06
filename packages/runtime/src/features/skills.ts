/** Skills (SEP-2640): what there is to choose from, and the files of each, read when they are asked for. */
import type { SkillBinding, SkillFile, SkillModule } from '../manifest.ts'
import type { JsonObject } from '../protocol/json.ts'
import type { Call, ResourceOutcome } from './call.ts'
import { type Gate, type Gates, pass } from './gate.ts'
import { excerpt, invalidParams, stringParam } from './params.ts'
import { type List, type Listed, listOf } from './visibility.ts'

export interface Skills {
  /** The entries of `skills/list`. */
  readonly list: List
  /** The entries of `resources/list`, and their gates. */
  readonly resources: readonly Listed[]
  /**
   * `skills/get`: JSON text of an entry.
   *
   * @throws {RpcError} −32602 for what is no skill.
   */
  get(call: Call): string | Promise<string>
  /**
   * `resources/directory/read`: JSON texts of what lies directly in a folder of a skill.
   *
   * @throws {RpcError} −32602 for what is no such folder.
   */
  readDirectory(call: Call): Promise<readonly string[]>
  /** A skill's file; undefined for another URI. */
  at(uri: string): Gated | undefined
}

/** A file, and who may see and read it. */
export interface Gated {
  readonly gate: Gate | undefined
  read(): Promise<ResourceOutcome>
}

/** What a skill holds changes with a deployment alone: five minutes. */
const TTL_MS = 300_000

/** A skill, and who may see and use it. */
interface Kept {
  readonly skill: SkillBinding
  readonly gate: Gate | undefined
}

interface Place extends Kept {
  /** Below the skill's folder; empty for the folder itself. */
  readonly path: string
}

/** Undefined for a server without skills. */
export function createSkills(bindings: readonly SkillBinding[] = [], gates: Gates): Skills | undefined {
  if (bindings.length === 0) return undefined
  const all = bindings.map((skill): Kept => ({ skill, gate: gates.of(skill) }))
  const byUri = new Map(all.map(kept => [kept.skill.uri, kept]))
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
    places ??= placesOf(all)
    return places
  }
  return {
    list: listOf(all.map(({ skill, gate }) => ({ entry: skill.entry, gate }))),
    resources: all.map(({ skill, gate }) => ({ entry: skill.resource, gate })),
    get(call) {
      const uri = stringParam(call.params, 'uri')
      return ifSeen(byUri.get(uri), call, kept => {
        if (kept === undefined) throw invalidParams(`Unknown skill: ${excerpt(uri)}`)
        return kept.skill.entry
      })
    },
    async readDirectory(call) {
      const uri = stringParam(call.params, 'uri')
      return ifSeen(where().folders.get(uri.replace(/\/$/, '')), call, async place => {
        if (place === undefined) throw invalidParams(`Not a folder of a skill: ${excerpt(uri)}`)
        return childrenOf(place, (await load(place.skill)).files)
      })
    },
    at(uri) {
      const place = uri.startsWith('skill:') ? where().files.get(uri) : undefined
      if (place === undefined) return undefined
      const cacheScope = place.gate === undefined ? 'public' : 'private'
      return {
        gate: place.gate,
        read: () =>
          load(place.skill).then(({ files }) => ({
            contents: [contentsOf(uri, files[place.path])],
            ttlMs: TTL_MS,
            cacheScope,
          })),
      }
    },
  }
}

function ifSeen<T extends Kept, R>(
  kept: T | undefined,
  call: Call,
  next: (kept: T | undefined) => R | Promise<R>,
): R | Promise<R> {
  return kept?.gate === undefined ? next(kept) : pass(kept.gate, call, visible => next(visible ? kept : undefined))
}

/** Every file and folder by its URI. A folder's has no slash at the end. */
function placesOf(all: readonly Kept[]) {
  const files = new Map<string, Place>()
  const folders = new Map<string, Place>()
  for (const kept of all) {
    const { skill } = kept
    const root = skill.uri.slice(0, -'/SKILL.md'.length)
    folders.set(root, { ...kept, path: '' })
    const { resources } = JSON.parse(skill.entry) as { resources: { uri: string }[] }
    for (const { uri } of resources) {
      const segments = uri.slice(root.length + 1).split('/')
      files.set(uri, { ...kept, path: segments.map(decodeURIComponent).join('/') })
      for (let depth = 1; depth < segments.length; depth += 1) {
        const folder = segments.slice(0, depth)
        folders.set(`${root}/${folder.join('/')}`, { ...kept, path: folder.map(decodeURIComponent).join('/') })
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

function contentsOf(uri: string, file: SkillFile | undefined): JsonObject {
  if (file === undefined) throw new Error(`The generated module of a skill lacks ${uri}: run \`mcpgen build\``)
  const { mimeType, text, base64 } = file
  return text === undefined ? { uri, mimeType, blob: base64 ?? '' } : { uri, mimeType, text }
}
