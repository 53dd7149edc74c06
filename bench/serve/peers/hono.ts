/** @hono/mcp on @hono/node-server: a server and a transport for each request. */
import { StreamableHTTPTransport } from '@hono/mcp'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { createServer } from './sdk-tools.ts'
import { PORT, ready } from './settings.ts'

const enableJsonResponse = !process.argv.includes('--sse')
const app = new Hono()

app.all('/mcp', async context => {
  const transport = new StreamableHTTPTransport({ enableJsonResponse })
  await createServer().connect(transport)
  return transport.handleRequest(context)
})

serve({ fetch: app.fetch, port: PORT, hostname: '127.0.0.1' }, ready)
