/** Errors that no caller may read: the log has them, under a reference that the caller is told. */
import type { Binding } from '../manifest.ts'
import type { FeaturesOptions } from './options.ts'

/** Whatever is the user's own code. */
type Sourced = Pick<Binding, 'source'>

export interface Internal {
  readonly kind: 'internal'
  readonly message: string
}

/** Reports an error under a new reference and returns what the caller may read of it. Never throws. */
export function internal(error: unknown, binding: Sourced, options: FeaturesOptions): Internal {
  const reference = newReference()
  try {
    options.report({ reference, source: binding.source, error })
  } catch {
    reportUnprintable(reference, binding, options)
  }
  const text = options.errors === 'shown' ? messageOf(error) : 'Internal error'
  return { kind: 'internal', message: `${text} (reference ${reference})` }
}

function messageOf(error: unknown): string {
  try {
    const text = error instanceof Error ? error.message : String(error)
    return typeof text === 'string' && text !== '' ? text : 'Internal error'
  } catch {
    return 'Internal error'
  }
}

function reportUnprintable(reference: string, binding: Sourced, options: FeaturesOptions): void {
  try {
    const error = new Error('A value was thrown that cannot be described')
    options.report({ reference, source: binding.source, error })
  } catch {
    // The log itself does not work: the caller still gets an answer.
  }
}

/** Eight letters and digits: enough to find a line in a log, and no secret. */
function newReference(): string {
  return Math.random().toString(36).slice(2, 10).padEnd(8, '0')
}
