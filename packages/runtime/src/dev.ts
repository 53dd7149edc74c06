/** For `mcpgen dev`, whose applications follow each other behind one listener, and `mcpgen call`. Not for programs to import. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  type Application,
  createApp as createPlainApp,
  type Listening,
  REMAKE,
  type Remade,
  type Remake,
} from './app.ts'
import { type PrincipalInit, principalFrom } from './features/principal.ts'
import { type Bounds, type Listener, listen } from './http/listener.ts'
import type { AppDefinition } from './manifest.ts'

/** What the stage must know of an application's config, which the application keeps to itself. */
interface Address {
  readonly port: number
  readonly path: string
  readonly limits: Bounds
}

const addresses = new WeakMap<Application, Address>()

/** Stands in for `createApp` in generated code: callers are shown what goes wrong, since they are the author. */
export function createApp(definition: AppDefinition): Application {
  const { config = {} } = definition
  const app = createPlainApp({ ...definition, config: { ...config, errors: 'shown' } })
  addresses.set(app, { port: config.port ?? 3000, path: config.path ?? '/mcp', limits: config.limits ?? {} })
  return app
}

/**
 * The application as one principal calls it: whoever reaches the handler is that one, so let nobody else reach it.
 *
 * @throws {TypeError} for what is no principal.
 */
export function actAs(app: Application, said: PrincipalInit): Remade {
  const principal = principalFrom(said)
  const { [REMAKE]: remake } = app as { [REMAKE]?: Remake }
  if (remake === undefined) throw new TypeError('the application was built by another version of mcpgen')
  return remake({ principal })
}

export interface Stage {
  /** Serves this application from now on. Calls that run end on the one before, which is closed after the last of them. */
  show(app: Application): void
  /**
   * Listens on loopback, where an application is on show.
   *
   * @throws {Error} for a port in use.
   */
  listen(port?: number): Promise<Listening>
  close(): Promise<void>
}

interface Shown {
  readonly app: Application
  /** Requests that are not answered yet. */
  open: number
}

export function createStage(): Stage {
  const all = new Set<Shown>()
  let current: Shown | undefined
  let listener: Listener | undefined

  /** Only what is no longer shown: its sessions end, and nothing of it runs on. */
  const retire = (shown: Shown) => {
    if (shown === current || shown.open > 0 || !all.delete(shown)) return
    void shown.app.close()
  }

  const handler = (req: IncomingMessage, res: ServerResponse) => {
    const shown = current
    if (shown === undefined) return void res.writeHead(503).end()
    shown.open++
    res.once('close', () => {
      shown.open--
      retire(shown)
    })
    shown.app.handler(req, res)
  }

  return {
    show(app) {
      const before = current
      current = { app, open: 0 }
      all.add(current)
      if (before !== undefined) retire(before)
    },
    async listen(wanted) {
      const { path = '/mcp', port = 3000, limits } = (current && addresses.get(current.app)) ?? {}
      listener = await listen(handler, { host: undefined, port: wanted ?? port }, limits)
      return { url: `http://localhost:${listener.port}${path}`, port: listener.port, path }
    },
    async close() {
      const stopped = listener?.stop()
      await Promise.all([...all].map(shown => shown.app.close()))
      listener?.destroy()
      await stopped
    },
  }
}
