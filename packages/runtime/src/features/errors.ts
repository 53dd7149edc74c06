/** What a function may throw so that the caller reads it; any other error is hidden behind a reference. */
import type { JsonObject, JsonValue } from '../protocol/json.ts'
import { INTERNAL_ERROR } from '../protocol/jsonrpc.ts'
import { hasBrand, NOT_FOUND, RPC_ERROR, USER_ERROR } from './brand.ts'

/** An error for the caller: in band from a tool, a protocol error from a resource or a prompt, the status of a route. */
export class UserError extends Error {
  override readonly name: string = 'UserError'
  /** The status of a route's answer; 400 unless given. */
  readonly status: number

  constructor(message: string, options: { status?: number; cause?: unknown } = {}) {
    super(message, options)
    this.status = options.status ?? 400
  }

  /** @internal */
  get [USER_ERROR](): true {
    return true
  }
}

/** The resource, or a route's object, isn't there. */
export class NotFound extends UserError {
  override readonly name = 'NotFound'

  constructor(message = 'Not found', options: { cause?: unknown } = {}) {
    super(message, { ...options, status: 404 })
  }

  /** @internal */
  get [NOT_FOUND](): true {
    return true
  }
}

/** A protocol error in the thrower's own words: `code` outside −32768…−32000, which JSON-RPC and MCP reserve. */
export class RpcError extends Error {
  override readonly name = 'RpcError'
  readonly code: number
  readonly data: JsonValue | undefined

  constructor(code: number, message: string, data?: JsonValue) {
    super(message)
    this.code = code
    this.data = data
  }

  /** @internal */
  get [RPC_ERROR](): true {
    return true
  }
}

/** These three know the errors of another copy of this package, which `instanceof` does not. */
export function isUserError(thrown: unknown): thrown is UserError {
  return hasBrand(thrown, USER_ERROR)
}

export function isNotFound(thrown: unknown): thrown is NotFound {
  return hasBrand(thrown, NOT_FOUND)
}

export function isRpcError(thrown: unknown): thrown is RpcError {
  return hasBrand(thrown, RPC_ERROR)
}

/** No such resource: each era has its own code for it. Inside the runtime only. */
export class ResourceNotFound extends Error {
  override readonly name = 'ResourceNotFound'
  readonly uri: string

  constructor(uri: string) {
    super('Resource not found')
    this.uri = uri
  }
}

/** The caller sees what was named, and asks for it too often. Inside the runtime only. */
export class TooManyCalls extends RpcError {
  constructor() {
    super(INTERNAL_ERROR, 'Too many calls: try again in a moment')
  }
}

/** The caller can't be asked for what the function needs. Inside the runtime only. */
export class MissingCapability extends Error {
  override readonly name = 'MissingCapability'
  /** As a client would declare them. */
  readonly requiredCapabilities: JsonObject

  constructor(message: string, requiredCapabilities: JsonObject) {
    super(message)
    this.requiredCapabilities = requiredCapabilities
  }
}

/** The caller sees what was named, and needs a token with more scopes to use it. Inside the runtime only. */
export class MissingScopes extends Error {
  override readonly name = 'MissingScopes'
  /** All that it takes, those that the caller has among them. */
  readonly scopes: readonly string[]

  constructor(scopes: readonly string[]) {
    super(`This takes a token with the ${scopes.length === 1 ? 'scope' : 'scopes'} ${scopes.join(', ')}`)
    this.scopes = scopes
  }
}
