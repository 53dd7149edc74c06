/** A server of our own, on loopback's both addresses or on the host that was asked for. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isLoopback } from './hosts.ts'

export interface Listener {
  readonly port: number
  /** Stops accepting; resolves when every connection has ended. */
  stop(): Promise<void>
  /** Closes connections that carry no request now. */
  closeIdle(): void
  /** Closes all connections. */
  destroy(): void
}

/** What clients may take of a server before anything of theirs is known; what is not said is as Node has it. */
export interface Bounds {
  readonly connections?: number
  /** Milliseconds in which the headers of a request must have come. */
  readonly headersTimeout?: number
  /** Milliseconds in which a request must have come whole. */
  readonly requestTimeout?: number
}

interface Address {
  /** Undefined for both loopback addresses. */
  readonly host: string | undefined
  readonly port: number
}

type Handler = (req: IncomingMessage, res: ServerResponse) => void

const LOOPBACK_4 = '127.0.0.1'
const LOOPBACK_6 = '::1'

/**
 * Listens. `localhost` may mean either loopback address, so without a host both are taken; where the machine has no
 * IPv6, one is enough.
 *
 * @throws {Error} that says what to do, when the port is taken or the host is not this machine's.
 */
export async function listen(handler: Handler, { host, port }: Address, bounds: Bounds = {}): Promise<Listener> {
  const openAt = (host: string, port: number) => open(createServer(handler, bounds), host, port)
  if (host !== undefined && host !== 'localhost') return listenerOf([await openAt(host, port)])
  const first = await openAt(LOOPBACK_4, port)
  try {
    return listenerOf([first, await openAt(LOOPBACK_6, portOf(first))])
  } catch (error) {
    if (hasCode(error, 'EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL')) return listenerOf([first])
    await stopped(first)
    // The system chose a port that is free on one address alone.
    if (port === 0 && hasCode(error, 'EADDRINUSE')) return listen(handler, { host, port }, bounds)
    throw error
  }
}

/** Whether a host to listen on is reached from this machine alone. */
export function isLoopbackHost(host: string | undefined): boolean {
  return host === undefined || host === LOOPBACK_6 || isLoopback(host)
}

/** How often Node looks for who is too slow: a quarter of the time they get, so that it is never much more. */
const LOOKS = 4

function createServer(
  handler: Handler,
  { connections = Number.POSITIVE_INFINITY, headersTimeout = 60_000, requestTimeout = 300_000 }: Bounds,
): Server {
  // An ESM import of node:http would load the whole of undici: its namespace reads the lazy WebSocket and its like.
  const { createServer } = process.getBuiltinModule('node:http')
  // Node takes no longer a time for a part than for the whole.
  const least = Math.min(headersTimeout, requestTimeout)
  const server = createServer(
    {
      headersTimeout: least,
      requestTimeout,
      connectionsCheckingInterval: Math.ceil(least / LOOKS),
      keepAliveTimeout: 65_000,
    },
    handler,
  )
  server.maxConnections = connections
  return server
}

function open(server: Server, host: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', error => reject(explained(error, host, port)))
    server.listen({ host, port }, () => {
      server.removeAllListeners('error')
      // A connection that can't be accepted (EMFILE) is no reason to end the process.
      server.on('error', error => process.emitWarning(error))
      resolve(server)
    })
  })
}

function explained(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const { code, cause = error } = error
  if (code === 'EADDRINUSE') {
    const message = `Port ${port} is in use on ${host}. Stop what listens there, or choose another port (--port, or "port" in the config).`
    return Object.assign(new Error(message, { cause }), { code })
  }
  if (code === 'EACCES') {
    return Object.assign(new Error(`Port ${port} needs more rights. Choose one above 1023.`, { cause }), { code })
  }
  if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL') {
    return Object.assign(new Error(`"${host}" is no address of this machine.`, { cause }), { code })
  }
  return error
}

function listenerOf(servers: readonly [Server, ...Server[]]): Listener {
  return {
    port: portOf(servers[0]),
    stop: async () => void (await Promise.all(servers.map(stopped))),
    closeIdle() {
      for (const server of servers) server.closeIdleConnections()
    },
    destroy() {
      for (const server of servers) server.closeAllConnections()
    },
  }
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}

function stopped(server: Server): Promise<void> {
  return new Promise(resolve => server.close(() => resolve()))
}

function hasCode(error: unknown, ...codes: string[]): boolean {
  return codes.includes(String((error as NodeJS.ErrnoException).code))
}
