/** The official SDK, second version, in its own way for 2026-07-28: a factory, called for each request. */
import http from 'node:http'
import { toNodeHandler } from '@modelcontextprotocol/node'
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { add, echo } from '../mcpgen/src/basics.ts'
import { search } from '../mcpgen/src/search.ts'
import { manyName, runMany } from '../workload.ts'
import * as schemas from './schemas.ts'
import { MANY, PORT, ready } from './settings.ts'

const READ_ONLY = { readOnlyHint: true }

const handler = toNodeHandler(createMcpHandler(createServer))
http.createServer((req, res) => void handler(req, res)).listen(PORT, '127.0.0.1', ready)

function createServer(): McpServer {
  const server = new McpServer({ name: 'bench-server', version: '1.0.0' })
  addBasics(server)
  addStream(server)
  for (const index of MANY) addMany(server, index)
  return server
}

function addBasics(server: McpServer): void {
  server.registerTool(
    'add',
    {
      description: 'Add two numbers.',
      inputSchema: schemas.addInput,
      outputSchema: schemas.addOutput,
      annotations: READ_ONLY,
    },
    ({ a, b }) => structured(add(a, b)),
  )
  server.registerTool(
    'echo',
    { description: 'Say the same text again.', inputSchema: schemas.echoInput, annotations: READ_ONLY },
    ({ text }) => ({ content: [{ type: 'text', text: echo(text) }] }),
  )
  server.registerTool(
    'search',
    {
      description: 'Search the catalogue.',
      inputSchema: schemas.searchInput,
      outputSchema: schemas.searchOutput,
      annotations: READ_ONLY,
    },
    input => structured(search(input)),
  )
}

function addStream(server: McpServer): void {
  server.registerTool(
    'stream',
    {
      description: 'Take some steps and tell of each.',
      inputSchema: schemas.streamInput,
      outputSchema: schemas.streamOutput,
      annotations: READ_ONLY,
    },
    async ({ steps }, { mcpReq }) => {
      const progressToken = mcpReq._meta?.progressToken
      for (let step = 1; progressToken !== undefined && step <= steps; step++)
        await mcpReq.notify({
          method: 'notifications/progress',
          params: { progressToken, progress: step, total: steps },
        })
      return structured({ steps })
    },
  )
}

function addMany(server: McpServer, index: number): void {
  server.registerTool(
    manyName(index),
    {
      description: `Does the work numbered ${index} on an order and says what came of it.`,
      inputSchema: schemas.manyInput,
      outputSchema: schemas.manyOutput,
      annotations: READ_ONLY,
    },
    args => structured(runMany(args)),
  )
}

function structured<T extends object>(value: T) {
  return {
    content: [{ type: 'text' as const, text: JSON.stringify(value) }],
    structuredContent: value as T & Record<string, unknown>,
  }
}
