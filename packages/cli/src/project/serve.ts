/** The project's application on a free loopback port, for a call from this very process. */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Application, PrincipalInit } from '@mcpgen/runtime'
import { UsageError } from '../errors.ts'

export interface Served {
  readonly url: string
  /** What every request must have. */
  readonly headers: Readonly<Record<string, string>>
  close(): Promise<void>
}

export async function serve(app: Application): Promise<Served> {
  const { port, path } = await app.listen({ host: 'localhost', port: 0 })
  return { url: `http://localhost:${port}${path}`, headers: {}, close: () => app.close() }
}

/**
 * An id, or JSON that says more of the principal.
 *
 * @throws {UsageError} for anything else.
 */
export function readPrincipal(text: string): PrincipalInit {
  if (!text.trimStart().startsWith('{')) return { id: text }
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError(`--as takes an id, or JSON such as {"id":"ada","permissions":["read"]}, not '${text}'`)
  }
}

const SECRET_HEADER = 'x-mcpgen-call'

/** Everybody on this machine reaches a loopback port: only who has the secret is taken for the principal. */
export async function serveAs(app: Application, principal: PrincipalInit): Promise<Served> {
  const { actAs } = await import('@mcpgen/runtime/dev')
  const { handler, path, close } = made(() => actAs(app, principal))
  const secret = randomBytes(32)
  const server = process.getBuiltinModule('node:http').createServer((req, res) => {
    const sent = Buffer.from(String(req.headers[SECRET_HEADER]), 'base64url')
    delete req.headers[SECRET_HEADER]
    if (sent.length === secret.length && timingSafeEqual(sent, secret)) return handler(req, res)
    res.writeHead(403).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    headers: { [SECRET_HEADER]: secret.toString('base64url') },
    async close() {
      await close()
      server.close()
      server.closeAllConnections()
    },
  }
}

function made<T>(make: () => T): T {
  try {
    return make()
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(`--as: ${error.message}`) : error
  }
}
