/** tmcp with its zod adapter, on the fetch adapter that its guide names. */
import http from 'node:http'
import { createRequestListener } from '@remix-run/node-fetch-server'
import { ZodJsonSchemaAdapter } from '@tmcp/adapter-zod'
import { HttpTransport } from '@tmcp/transport-http'
import { McpServer } from 'tmcp'
import { tool } from 'tmcp/utils'
import { add, echo } from '../mcpgen/src/basics.ts'
import { search } from '../mcpgen/src/search.ts'
import { manyName, runMany } from '../workload.ts'
import * as schemas from './schemas.ts'
import { MANY, PORT, ready } from './settings.ts'

const server = new McpServer(
  { name: 'bench-server', version: '1.0.0', description: 'The server of the benchmark.' },
  { adapter: new ZodJsonSchemaAdapter(), capabilities: { tools: {} } },
)
const annotations = { readOnlyHint: true }

server.tool(
  {
    name: 'add',
    description: 'Add two numbers.',
    schema: schemas.addInput,
    outputSchema: schemas.addOutput,
    annotations,
  },
  async ({ a, b }) => structured(add(a, b)),
)
server.tool(
  { name: 'echo', description: 'Say the same text again.', schema: schemas.echoInput, annotations },
  async ({ text }) => tool.text(echo(text)),
)
server.tool(
  {
    name: 'search',
    description: 'Search the catalogue.',
    schema: schemas.searchInput,
    outputSchema: schemas.searchOutput,
    annotations,
  },
  async input => structured(search(input)),
)
server.tool(
  {
    name: 'stream',
    description: 'Take some steps and tell of each.',
    schema: schemas.streamInput,
    outputSchema: schemas.streamOutput,
    annotations,
  },
  async ({ steps }) => {
    for (let step = 1; step <= steps; step++) server.progress(step, steps)
    return structured({ steps })
  },
)
for (const index of MANY)
  server.tool(
    {
      name: manyName(index),
      description: `Does the work numbered ${index} on an order and says what came of it.`,
      schema: schemas.manyInput,
      outputSchema: schemas.manyOutput,
      annotations,
    },
    async args => structured(runMany(args)),
  )

const transport = new HttpTransport(server, { path: '/mcp' })
const listener = createRequestListener(
  async request => (await transport.respond(request)) ?? new Response(null, { status: 404 }),
)
http.createServer(listener).listen(PORT, '127.0.0.1', ready)

function structured<T extends object>(value: T) {
  return { content: [{ type: 'text' as const, text: JSON.stringify(value) }], structuredContent: value }
}
