/** fastmcp, without sessions. */
import { FastMCP } from 'fastmcp'
import { add, echo } from '../mcpgen/src/basics.ts'
import { search } from '../mcpgen/src/search.ts'
import { manyName, runMany } from '../workload.ts'
import * as schemas from './schemas.ts'
import { MANY, PORT, ready } from './settings.ts'

const server = new FastMCP({ name: 'bench-server', version: '1.0.0' })
const annotations = { readOnlyHint: true }

server.addTool({
  name: 'add',
  description: 'Add two numbers.',
  parameters: schemas.addInput,
  outputSchema: schemas.addOutput,
  annotations,
  execute: async ({ a, b }) => add(a, b),
})
server.addTool({
  name: 'echo',
  description: 'Say the same text again.',
  parameters: schemas.echoInput,
  annotations,
  execute: async ({ text }) => echo(text),
})
server.addTool({
  name: 'search',
  description: 'Search the catalogue.',
  parameters: schemas.searchInput,
  outputSchema: schemas.searchOutput,
  annotations,
  execute: async input => search(input),
})
server.addTool({
  name: 'stream',
  description: 'Take some steps and tell of each.',
  parameters: schemas.streamInput,
  outputSchema: schemas.streamOutput,
  annotations,
  execute: async ({ steps }, { reportProgress }) => {
    for (let step = 1; step <= steps; step++) await reportProgress({ progress: step, total: steps })
    return { steps }
  },
})
for (const index of MANY)
  server.addTool({
    name: manyName(index),
    description: `Does the work numbered ${index} on an order and says what came of it.`,
    parameters: schemas.manyInput,
    outputSchema: schemas.manyOutput,
    annotations,
    execute: async args => runMany(args),
  })

await server.start({
  transportType: 'httpStream',
  httpStream: {
    port: PORT,
    host: '127.0.0.1',
    stateless: true,
    enableJsonResponse: !process.argv.includes('--sse'),
  },
})
ready()
