import { diagnose } from '../diagnostics/catalogue.ts'
import type { Part } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'

/** No route takes a path that the server answers by itself. */
export function reservedPath({ declarations, project }: Part): Diagnostic[] {
  const { path: endpoint = '/mcp' } = project
  return declarations.flatMap(declaration => {
    if (declaration.kind !== 'route') return []
    const { path, span } = declaration
    const what = takenBy(path, endpoint)
    return what === undefined ? [] : [diagnose('reserved-path', { span }, { path, what })]
  })
}

function takenBy(path: string, endpoint: string): string | undefined {
  if (path === endpoint) return 'the MCP endpoint'
  if (path === '/openapi.json') return 'the OpenAPI document of the routes'
  // RFC 8615: clients of OAuth look for metadata there.
  return path === '/.well-known' || path.startsWith('/.well-known/') ? "the server's own metadata" : undefined
}
