/** The official SDK, first version, with JSON answers where it can: without sessions, or with `--sessions`. */
import { randomUUID } from 'node:crypto'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { createServer } from './sdk-tools.ts'
import { PORT, ready, SESSIONS } from './settings.ts'

const enableJsonResponse = !process.argv.includes('--sse')
const sessions = new Map<string, StreamableHTTPServerTransport>()

http.createServer(SESSIONS ? serveSession : serveRequest).listen(PORT, '127.0.0.1', ready)

/** A server and a transport for each request, as the SDK's own example without sessions does it. */
async function serveRequest(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const server = createServer()
  const transport = new StreamableHTTPServerTransport({ enableJsonResponse })
  res.on('close', () => {
    void transport.close()
    void server.close()
  })
  await server.connect(transport as Parameters<typeof server.connect>[0])
  await transport.handleRequest(req, res)
}

async function serveSession(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const known = sessions.get(String(req.headers['mcp-session-id']))
  await (known ?? (await openSession())).handleRequest(req, res)
}

async function openSession(): Promise<StreamableHTTPServerTransport> {
  const transport = new StreamableHTTPServerTransport({
    enableJsonResponse,
    sessionIdGenerator: randomUUID,
    onsessioninitialized: id => void sessions.set(id, transport),
  })
  const server = createServer()
  await server.connect(transport as Parameters<typeof server.connect>[0])
  return transport
}
