/** Runs one method for one request and sends what comes of it, by the era's policy. */
import type { Around, AroundRequest } from '../features/around.ts'
import { isRpcError, MissingCapability, MissingScopes, ResourceNotFound } from '../features/errors.ts'
import { INTERNAL_ERROR, INVALID_REQUEST, type RequestId } from '../protocol/jsonrpc.ts'
import { errorAnswer, type Fault, type Result, resultAnswer } from './answer.ts'
import type { CallsById, OpenCall } from './calls.ts'
import type { Exchange } from './era.ts'

/** Answers a request; throws an `RpcError` or a `ResourceNotFound` where the answer is a protocol error. */
export type Method<Scope = void> = (call: OpenCall, scope: Scope) => Result | Promise<Result>

/** Every method that an era answers. Absence is the error −32601. */
export type Methods<Scope = void> = Readonly<Record<string, Method<Scope>>>

/** Where the eras mean different things by the same event. */
export interface Policy {
  /** The error code of a resource that isn't there. */
  readonly resourceNotFound: number
  /** The error code of a call that needs what the client can't be asked for. */
  readonly missingCapability: number
  /** HTTP statuses of error codes; 200 for what isn't named. */
  readonly statuses: Readonly<Record<number, number>>
  /** Whether a connection that closes cancels the call it carried. */
  readonly disconnectCancels: boolean
  /** The id of the session that a request names. */
  readonly sessionOf: (exchange: Exchange) => string | undefined
}

export interface Dispatcher {
  run<Scope>(method: Method<Scope>, work: Work, scope: Scope): void
  fail(exchange: Exchange, id: RequestId | undefined, fault: Fault, status?: number): void
  /** Aborts every running call. */
  close(): void
}

export interface Work {
  readonly id: RequestId
  /** The method's name. */
  readonly name: string
  readonly revision: string
  readonly call: OpenCall
  readonly exchange: Exchange
  /** Where the call can be cancelled by its id; undefined when it can't. */
  readonly calls: CallsById | undefined
}

/** A table of methods that inherits none: `constructor` and `__proto__` are no methods. */
export function methodTable<Scope>(methods: Methods<Scope>): Methods<Scope> {
  return Object.assign(Object.create(null), methods)
}

export interface DispatcherOptions {
  readonly around: Around | undefined
  readonly report: (error: unknown) => void
}

export function createDispatcher(policy: Policy, { around, report }: DispatcherOptions): Dispatcher {
  const running = new Set<OpenCall>()

  const fail: Dispatcher['fail'] = (exchange, id, fault, status) =>
    exchange.respond(errorAnswer(id, fault), status ?? policy.statuses[fault.code] ?? 200)

  const failed = ({ id, call, exchange }: Work, error: unknown) => {
    if (call.hasEnded()) return
    call.end()
    if (error instanceof MissingScopes) demandScopes(exchange, id, error)
    else fail(exchange, id, faultOf(error, policy, report))
  }

  const succeeded = ({ id, call, exchange }: Work, result: Result) => {
    if (call.hasEnded()) return
    call.end()
    exchange.respond(resultAnswer(id, result))
  }

  return {
    fail,
    run(method, work, scope) {
      let result: Result | Promise<Result>
      try {
        result =
          around === undefined
            ? method(work.call, scope)
            : around.request(seen(work, policy), () => method(work.call, scope))
      } catch (error) {
        return failed(work, error)
      }
      if (!(result instanceof Promise)) return succeeded(work, result)
      const release = watch(work, policy, running)
      result
        .finally(release)
        .then(value => succeeded(work, value))
        .catch(error => failed(work, error))
        .catch(report)
    },
    close() {
      for (const call of running) call.abort('shutdown')
    },
  }
}

/** A request as what goes around it sees it. */
function seen({ id, name, revision, call, exchange }: Work, policy: Policy): AroundRequest {
  return {
    id,
    method: name,
    params: call.params,
    revision,
    transport: exchange.transport,
    session: policy.sessionOf(exchange),
    http: exchange.request,
    toolFailed: () => call.toolFailed,
    codeOf: error => codeOf(error, policy) ?? INTERNAL_ERROR,
  }
}

/** basic/authorization, "Scope Challenge Handling": all that the operation takes, in one challenge. */
function demandScopes(exchange: Exchange, id: RequestId, { message, scopes }: MissingScopes): void {
  const challenge = exchange.challenge?.(scopes)
  const status = challenge === undefined || exchange.principal !== undefined ? 403 : 401
  exchange.respond(errorAnswer(id, { code: INVALID_REQUEST, message }), status, challenge)
}

/** Keeps a call that did not end at once where it can be cancelled; returns what forgets it. */
function watch({ id, call, exchange, calls }: Work, policy: Policy, running: Set<OpenCall>): () => void {
  const cancel = () => {
    call.abort('cancelled')
    call.abandon()
    exchange.accept()
  }
  running.add(call)
  calls?.set(id, cancel)
  if (policy.disconnectCancels) {
    exchange.onDisconnect(() => {
      call.abort('disconnected')
      call.abandon()
    })
  }
  return () => {
    running.delete(call)
    if (calls?.get(id) === cancel) calls.delete(id)
  }
}

function faultOf(error: unknown, policy: Policy, report: (error: unknown) => void): Fault {
  const code = codeOf(error, policy)
  if (code === undefined) {
    report(error)
    return { code: INTERNAL_ERROR, message: 'Internal error' }
  }
  const { message } = error as Error
  return { code, message, data: dataOf(error) }
}

/** Undefined for an error that no caller may read. */
function codeOf(error: unknown, { resourceNotFound, missingCapability }: Policy): number | undefined {
  if (error instanceof ResourceNotFound) return resourceNotFound
  if (error instanceof MissingCapability) return missingCapability
  return isRpcError(error) ? error.code : undefined
}

function dataOf(error: unknown): Fault['data'] {
  if (error instanceof ResourceNotFound) return { uri: error.uri }
  if (error instanceof MissingCapability) return { requiredCapabilities: error.requiredCapabilities }
  return isRpcError(error) ? error.data : undefined
}
