/** The smallest client that speaks to both generations of the protocol. */
import { type Connection, headerValue, type Listener } from './connection.ts'
import type { Endpoint } from './http.ts'
import { connectLegacy } from './legacy.ts'
import type { JsonObject, ToolEntry } from './message.ts'
import { connectModern } from './modern.ts'

export interface Client {
  listTools(): Promise<readonly ToolEntry[]>
  /** The result of `tools/call` as it came; of a call that becomes a task, once it has ended. */
  callTool(tool: ToolEntry, args: JsonObject): Promise<JsonObject>
  close(): Promise<void>
}

/** Connects as a modern client; to a server that does not know that revision, as a legacy one. */
export async function connect(endpoint: Endpoint, listener: Listener): Promise<Client> {
  const connection = (await connectModern(endpoint, listener)) ?? (await connectLegacy(endpoint, listener))
  return {
    listTools: () => listTools(connection),
    async callTool(tool, args) {
      const { name, inputSchema } = tool
      const params = { name, arguments: args, ...connection.taskParams(tool) }
      return connection.resultOf(await connection.request('tools/call', params, mirrored(inputSchema, args)))
    },
    close: connection.close,
  }
}

/** Every page of `tools/list`. */
async function listTools(connection: Connection): Promise<ToolEntry[]> {
  const tools: ToolEntry[] = []
  let cursor: unknown
  do {
    const page = await connection.request('tools/list', cursor === undefined ? {} : { cursor })
    tools.push(...((page['tools'] ?? []) as ToolEntry[]))
    cursor = page['nextCursor']
  } while (cursor !== undefined)
  return tools
}

/** Arguments that the schema wants repeated as `Mcp-Param-*` headers (`x-mcp-header`, 2026-07-28). */
function mirrored(schema: JsonObject, args: JsonObject): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, property] of Object.entries((schema['properties'] ?? {}) as Record<string, JsonObject>)) {
    const value = args[name]
    const header = property['x-mcp-header']
    if (typeof value === 'object' && value !== null) Object.assign(headers, mirrored(property, value as JsonObject))
    else if (typeof header === 'string' && value !== undefined && value !== null) {
      headers[`mcp-param-${header}`] = headerValue(String(value))
    }
  }
  return headers
}
