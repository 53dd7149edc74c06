/** Where a build leaves notes for the next one. They are never needed: what cannot be read or written is not there. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hashOf } from '../files/trace.ts'

export interface Store {
  /** What was kept under a name by the same key; undefined for everything else, also what was damaged. */
  read(name: string): unknown
  keep(name: string, value: unknown): void
}

/** @param folder Made when something is kept, out of version control. */
export function openStore(folder: string, key: string): Store {
  return {
    read(name) {
      try {
        const text = readFileSync(`${folder}/${name}.json`, 'utf8')
        const [mark, json] = [text.slice(0, text.indexOf('\n')), text.slice(text.indexOf('\n') + 1)]
        return mark === markOf(key, json) ? JSON.parse(json) : undefined
      } catch {
        return undefined
      }
    },
    keep(name, value) {
      const file = `${folder}/${name}.json`
      const temporary = `${file}.${Math.random().toString(36).slice(2)}`
      const json = JSON.stringify(value)
      try {
        mkdirSync(folder, { recursive: true })
        writeFileSync(`${folder}/.gitignore`, '*\n')
        writeFileSync(temporary, `${markOf(key, json)}\n${json}`)
        renameSync(temporary, file)
      } catch {
        discard(temporary)
      }
    },
  }
}

function discard(file: string): void {
  try {
    rmSync(file, { force: true })
  } catch {
    // It is where nothing can be written, so it is not there.
  }
}

/** Says who wrote the text, and that it is whole. */
function markOf(key: string, json: string): string {
  return hashOf(`${key}\n${json}`)
}
