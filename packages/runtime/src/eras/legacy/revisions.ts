/** Legacy revisions that are served, newest first. They are dates, so that text compares as time. */
export const REVISIONS: readonly string[] = ['2025-11-25', '2025-06-18', '2025-03-26']

/** 2025-11-25 basic/transports, "Protocol Version Header": what is assumed where nothing is known. */
export const ASSUMED_REVISION = '2025-03-26'

/** The one revision that knows batches (2025-03-26 basic, "Batching"). */
export const BATCH_REVISION = '2025-03-26'

/** The one revision that tries out tasks (2025-11-25 basic/utilities/tasks). */
export const TASKS_IN = '2025-11-25'

/** The revision asked for, or the newest when it isn't served (basic/lifecycle, "Version Negotiation"). */
export function negotiate(requested: string): string {
  return REVISIONS.includes(requested) ? requested : (REVISIONS[0] ?? ASSUMED_REVISION)
}

/** From here on streams begin with an event without data, and may be closed before the answer ("Sending Messages to the Server"). */
export const POLLING_SINCE = '2025-11-25'
