/** How a task's run ends, in what a store keeps. */
import { INTERNAL_ERROR } from '../../protocol/jsonrpc.ts'
import { isRound, type Round } from '../asks/round.ts'
import type { ToolOutcome } from '../call.ts'
import { isRpcError } from '../errors.ts'
import { errorOutcome } from '../tool-outcome.ts'
import type { TaskEnding } from './store.ts'

/** Of a task whose process died, or lost it. */
export const LAPSED: TaskEnding = {
  error: { code: INTERNAL_ERROR, message: 'Outcome unknown: the process that worked on the task is gone' },
}

/** Of a task that was running when the server was closed. */
export const SHUT_DOWN: TaskEnding = {
  error: { code: INTERNAL_ERROR, message: 'Outcome unknown: the server was shut down before the task ended' },
}

/** @param most Bytes that a result may take. */
export async function endingOf(
  run: Promise<ToolOutcome | Round>,
  most: number,
): Promise<TaskEnding | { readonly round: Round }> {
  try {
    const outcome = await run
    return isRound(outcome) ? { round: outcome } : { outcome: bounded(outcome, most) }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    if (!isRpcError(error)) return { error: { code: INTERNAL_ERROR, message: error.message } }
    const { code, message, data } = error
    return { error: { code, message, ...(data !== undefined && { data }) } }
  }
}

function bounded(outcome: ToolOutcome, most: number): ToolOutcome {
  const { content, structuredContent = '', meta = {} } = outcome
  const size = Buffer.byteLength(content) + Buffer.byteLength(structuredContent) + JSON.stringify(meta).length
  return size <= most ? outcome : errorOutcome(`The result takes ${size} bytes, and a task keeps at most ${most}`)
}
