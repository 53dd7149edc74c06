/** Trace context in `params._meta` (SEP-414): W3C Trace Context and W3C Baggage. What is malformed is not there. */
import {
  type Baggage,
  type BaggageEntry,
  baggageEntryMetadataFromString,
  createTraceState,
  isSpanContextValid,
  propagation,
  type SpanContext,
} from '@opentelemetry/api'

/** W3C Trace Context §3.2: later versions may say more, behind another dash. */
const TRACEPARENT = /^(?!ff)([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/

/** Where a caller is in its own trace. */
export function remoteSpan({ traceparent, tracestate }: Readonly<Record<string, unknown>>): SpanContext | undefined {
  if (typeof traceparent !== 'string') return undefined
  const [, version, traceId = '', spanId = '', flags = '', more] = TRACEPARENT.exec(traceparent) ?? []
  if (version === '00' && more !== undefined) return undefined
  const span: SpanContext = {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16) & 1,
    isRemote: true,
    ...(typeof tracestate === 'string' && { traceState: createTraceState(tracestate) }),
  }
  return isSpanContextValid(span) ? span : undefined
}

/** W3C Baggage §3.3: what a list may hold at least is what it may hold here. */
const MAX_CHARACTERS = 8192
const MAX_MEMBERS = 64

const MEMBER = /^\s*([!#$%&'*+.^_`|~\w-]+)\s*=\s*([\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*)\s*(?:;(.*))?$/

/** What a caller says along the way. It is as little to be trusted as its arguments are. */
export function remoteBaggage({ baggage }: Readonly<Record<string, unknown>>): Baggage | undefined {
  if (typeof baggage !== 'string' || baggage.length > MAX_CHARACTERS) return undefined
  const entries: Record<string, BaggageEntry> = {}
  for (const text of baggage.split(',').slice(0, MAX_MEMBERS)) {
    const [, name, encoded = '', properties] = MEMBER.exec(text) ?? []
    const value = decoded(encoded)
    if (name === undefined || value === undefined) continue
    entries[name] = {
      value,
      ...(properties !== undefined && { metadata: baggageEntryMetadataFromString(properties.trim()) }),
    }
  }
  return Object.keys(entries).length > 0 ? propagation.createBaggage(entries) : undefined
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
