/** What a client takes for an answer. */

export type Answers = 'either' | 'json' | 'stream' | 'none'

/**
 * Reads `Accept`. A client must take both JSON and an event stream (basic/transports/streamable-http); one that takes a
 * single kind gets it, and one that says nothing, or anything, gets either.
 */
export function acceptedAnswers(accept: string | undefined): Answers {
  if (accept === undefined || accept === BOTH) return 'either'
  const wanted = accept.split(',').filter(part => !REFUSED.test(part))
  const types = wanted.map(part => part.split(';', 1)[0]?.trim().toLowerCase())
  const json = types.some(type => type === 'application/json' || type === 'application/*' || type === '*/*')
  const stream = types.some(type => type === 'text/event-stream' || type === '*/*')
  if (json) return stream ? 'either' : 'json'
  return stream ? 'stream' : 'none'
}

/** RFC 9110 §12.4.2: "a value of 0 means 'not acceptable'". */
const REFUSED = /;\s*q=0(?:\.0{0,3})?\s*(?:;|$)/i

/** What the clients send. */
const BOTH = 'application/json, text/event-stream'

/** Whether a page is wanted rather than a stream or data. */
export function wantsPage(accept: string | undefined): boolean {
  return accept?.includes('text/html') === true
}

/** Whether a body says it is JSON; `charset` and the like may follow. */
export function isJson(contentType: string | undefined): boolean {
  return contentType === 'application/json' || /^application\/json\s*(?:;|$)/i.test(contentType?.trim() ?? '')
}

/** Whether a body is compressed: a small one could be a large one (RFC 9110 §8.4; §15.5.16 for the answer). */
export function isCoded(contentEncoding: string | undefined): boolean {
  return contentEncoding !== undefined && !/^(?:identity)?$/i.test(contentEncoding.trim())
}
