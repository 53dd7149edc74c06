/** What is served beside the endpoint, on the same server: loaded with the first request for it. */
import type { Beside, RestOptions } from './elsewhere.ts'
import { writeError } from './stderr.ts'

/** @throws {Error} for a route at the endpoint's own path. */
export function createBeside(options: RestOptions): Beside {
  const { path } = options.config
  if (options.routes.paths.includes(path))
    throw new Error(`The route ${path} is at the path of the MCP endpoint: give one of them another path`)
  let rest: Beside | undefined
  let closing = false
  let loading: Promise<Beside> | undefined
  const load = async () => {
    const [{ createRest }, routes] = await Promise.all([import('./rest.ts'), options.routes.open()])
    rest = createRest(routes, options)
    if (closing) rest.refuse()
    return rest
  }
  return {
    handle(request) {
      if (rest !== undefined) return rest.handle(request)
      // The next to ask tries again.
      loading ??= load().catch((error: unknown) => {
        loading = undefined
        throw error
      })
      loading
        .then(loaded => loaded.handle(request))
        .catch(error => {
          writeError(error)
          if (!request.res.headersSent) request.res.writeHead(500).end()
        })
    },
    refuse() {
      closing = true
      rest?.refuse()
    },
    abort: () => rest?.abort(),
  }
}
