/** Whether a message may come in. */
import { INVALID_REQUEST } from '../../protocol/jsonrpc.ts'
import type { Fault } from '../answer.ts'
import type { Session } from './session.ts'

export type Admission = { readonly session: Session; readonly fault?: undefined } | Refusal

export interface Refusal {
  readonly fault: Fault
  readonly status: number
}

/** Never by a code of the modern era: a client that knows both would take the server for a modern one. */
export function refusal(status: number, message: string): Refusal {
  return { status, fault: { code: INVALID_REQUEST, message: `Invalid request: ${message}` } }
}
