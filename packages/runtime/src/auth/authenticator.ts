/** The contract of what says who is calling. */
import type { IncomingMessage } from 'node:http'
import type { Principal } from '../features/context.ts'
import type { BearerToken } from './credentials.ts'

/** Says of each request who makes it. One of them, or a list that is asked in order, is the config's `auth`. */
export interface Authenticator {
  /** Called once for each application. */
  open(site: Site): Opened
}

/** What an authenticator knows of the server around it. */
export interface Site {
  /** The configured URL of the server; undefined for `http://localhost:<port><path>`. */
  readonly url: string | undefined
  /** The server's canonical URL (RFC 8707 §2), never from the `Host` header. */
  urlOf(req: IncomingMessage): string
  /** The endpoint's own path, where a proxy gives the public URL another one. */
  readonly path: string
  /** What people call the server. */
  readonly name: string
  /** Scopes that clients are told to begin with. */
  readonly scopes: readonly string[]
  /** Whether a caller was granted all of these, in other words or in these; undefined where nothing is demanded. */
  demandsOf(scopes: readonly string[]): ((caller: Caller) => boolean) | undefined
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Takes an error that no caller may read. */
  readonly report: (error: unknown) => void
}

export type Caller = Principal | undefined

export interface Opened {
  /**
   * Who makes the request, or undefined for nobody who is known here; a promise only where that takes time.
   *
   * @throws {Refusal} for a credential of its own kind that is no good.
   */
  identify(token: BearerToken | undefined, req: IncomingMessage): Caller | Promise<Caller>
  /** The header that credentials come in, in lower case; undefined where that is the host's business. */
  readonly header: string | undefined
  /** Set where this server is an OAuth 2.1 resource server. */
  readonly resource?: ProtectedResource
}

export interface ProtectedResource {
  /** Instead of the server's own URL. */
  readonly identifier: string | undefined
  readonly authorizationServers: readonly string[]
  /** What clients are told to ask for, instead of the server's own beginning. */
  readonly scopes: readonly string[] | undefined
  /** Nobody calls without a token. */
  readonly required: boolean
  /** A page about the server, for developers. */
  readonly documentation: string | undefined
}
