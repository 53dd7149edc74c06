/** Requests for other paths than the endpoint's, and what answers them needs. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Authentication } from '../auth/authentication.ts'
import type { Principal } from '../features/context.ts'
import type { RoutesDoor } from '../features/routes/create-routes.ts'
import type { HostRules } from '../http/hosts.ts'
import type { ResolvedConfig } from '../resolve-config.ts'
import type { Count } from './count.ts'

export interface Elsewhere {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  /** With its query. */
  readonly path: string
  readonly host: string | undefined
  readonly next: ((error?: unknown) => void) | undefined
}

/** Requests for other paths than the endpoint's. */
export interface Beside {
  handle(request: Elsewhere): void
  /** Answers 503 from now on. */
  refuse(): void
  /** Aborts the calls that still run: the server ends. */
  abort(): void
}

export interface RestOptions {
  readonly routes: RoutesDoor
  /** Undefined where the document is not served. */
  readonly openapi: (() => Promise<{ readonly document: string }>) | undefined
  readonly config: Pick<ResolvedConfig, 'path' | 'limits'>
  readonly hosts: HostRules
  readonly auth: Authentication | undefined
  /** Who makes every request, where that is settled: in a test. */
  readonly principal: Principal | undefined
  /** Answers that are due. */
  readonly open: Count
}
