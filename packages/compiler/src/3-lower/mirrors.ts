/** Arguments that clients mirror in headers, as the schema that they read says it, written or compiled. */

export interface Mirror {
  readonly header: string
  readonly path: readonly string[]
}

/** Through `properties` alone (2026-07-28 basic/transports/streamable-http, "Custom Headers from Tool Parameters"). */
export function mirrorsIn(schema: unknown, path: readonly string[] = []): Mirror[] {
  if (!isObject(schema)) return []
  const header = schema['x-mcp-header']
  const own = typeof header === 'string' && path.length > 0 ? [{ header, path }] : []
  const { properties } = schema
  const inner = isObject(properties) ? Object.entries(properties) : []
  return [...own, ...inner.flatMap(([name, value]) => mirrorsIn(value, [...path, name]))]
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
