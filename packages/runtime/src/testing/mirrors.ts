/** Arguments that a tool wants mirrored in headers (2026-07-28 basic/transports/streamable-http, "Custom Headers"). */
import { isObject, type JsonObject, type JsonValue } from '../protocol/json.ts'

/** By the name of the header without its prefix. */
export type Mirrors = readonly { readonly header: string; readonly path: readonly string[] }[]

/** What `x-mcp-header` says in a tool's input schema, at any place that `properties` alone lead to. */
export function mirrorsOf(schema: JsonValue | undefined, path: readonly string[] = []): Mirrors {
  if (!isObject(schema)) return []
  const header = schema['x-mcp-header']
  const own = typeof header === 'string' ? [{ header, path }] : []
  const { properties } = schema
  const inner = isObject(properties) ? Object.entries(properties) : []
  return [...own, ...inner.flatMap(([name, property]) => mirrorsOf(property, [...path, name]))]
}

/** Values as text; what is absent, or no plain value, is not mirrored. */
export function mirroredValues(mirrors: Mirrors, args: JsonObject): [name: string, value: string][] {
  return mirrors.flatMap(({ header, path }) => {
    let value: JsonValue | undefined = args
    for (const name of path) value = isObject(value) ? value[name] : undefined
    return value === undefined || value === null || typeof value === 'object'
      ? []
      : [[`Mcp-Param-${header}`, `${value}`]]
  })
}
