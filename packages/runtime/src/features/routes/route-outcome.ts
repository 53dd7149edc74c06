/** What a route's function returned or threw, as an answer to a request. */
import type { RouteBinding } from '../../manifest.ts'
import { NotFound } from '../errors.ts'
import type { Verdict } from '../failures.ts'
import type { GivenState } from '../given-state.ts'
import type { Kind } from '../invoke.ts'
import { dataText, notDeclared } from '../output.ts'

export type RouteOutcome = Answer | Refusal

export interface Answer {
  readonly kind: 'answer'
  readonly status: 200 | 204
  readonly mimeType?: string
  readonly body?: string | Uint8Array
}

export interface Refusal {
  readonly kind: 'refusal'
  readonly status: number
  readonly detail: string
  readonly more?: Readonly<Record<string, unknown>>
}

const NOTHING: Answer = { kind: 'answer', status: 204 }

export const ROUTE: Kind<RouteBinding, RouteOutcome> = { outcome, failure }

export function refusal(status: number, detail: string, more?: Refusal['more']): Refusal {
  return { kind: 'refusal', status, detail, ...(more !== undefined && { more }) }
}

/** @throws {Error} when the value is not what the declaration promised. */
function outcome(value: unknown, { loaded }: GivenState<RouteBinding>): Answer {
  const { result, mimeType } = loaded.binding
  if (result === 'none') return NOTHING
  if (result === 'data') return answer(dataText(value, loaded), 'application/json')
  if (value === undefined && result === 'mixed') throw new NotFound()
  if (typeof value === 'string') return answer(value, mimeType ?? 'text/plain; charset=utf-8')
  if (value instanceof Uint8Array) return answer(value, mimeType ?? 'application/octet-stream')
  if (result !== 'mixed') throw notDeclared(value, result === 'text' ? 'text' : 'a Uint8Array')
  return answer(dataText(value, loaded), 'application/json')
}

function answer(body: string | Uint8Array, mimeType: string): Answer {
  return { kind: 'answer', status: 200, mimeType, body }
}

function failure(verdict: Verdict): Refusal {
  switch (verdict.kind) {
    case 'user':
      return refusal(isErrorStatus(verdict.status) ? verdict.status : 400, verdict.message)
    case 'not-found':
      return refusal(404, verdict.message)
    case 'protocol': {
      const { code, message, data } = verdict.error
      return refusal(400, message, { code, ...(data !== undefined && { data }) })
    }
    case 'aborted':
      return refusal(503, verdict.message)
    case 'internal':
      return refusal(500, verdict.message)
  }
}

function isErrorStatus(status: unknown): boolean {
  return Number.isInteger(status) && Number(status) >= 400 && Number(status) <= 599
}
