/** The server that stays while the application behind it is exchanged. */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Application } from '@mcpgen/runtime'
import type { Stage } from '@mcpgen/runtime/dev'
import { CommandError } from '../errors.ts'
import { openApplication } from './application.ts'
import { type Modules, trackModules } from './modules.ts'

export interface Play {
  readonly stage: Stage
  readonly modules: Modules
  /** Loads the application with all its modules, and shows it. */
  show(): Promise<Application>
}

const DOOR = '@mcpgen/runtime/dev'

/**
 * @param out The generated folder.
 * @throws {CommandError} when the project has no runtime.
 */
export async function openStage(out: string): Promise<Play> {
  const app = join(out, 'app.mjs')
  const modules = trackModules(out)
  const { createApp, createStage } = await importDoor(app)
  const stage = createStage()
  const open = openApplication({ app, createApp, modules })
  return {
    stage,
    modules,
    async show() {
      const application = await open()
      await application.load()
      stage.show(application)
      return application
    },
  }
}

/** The project's own copy: what its modules import. */
async function importDoor(app: string): Promise<typeof import('@mcpgen/runtime/dev')> {
  try {
    return await import(pathToFileURL(createRequire(app).resolve(DOOR)).href)
  } catch (cause) {
    throw new CommandError(`the project has no ${DOOR}`, { help: 'npm install @mcpgen/runtime', cause })
  }
}
