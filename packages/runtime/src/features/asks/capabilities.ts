/** What a caller can be asked for (basic/index, "Capabilities"; client/elicitation, "Capabilities"). */
import type { JsonObject } from '../../protocol/json.ts'
import type { Call } from '../call.ts'
import { isRecord } from '../content.ts'
import { MissingCapability } from '../errors.ts'
import type { Askable } from './asks.ts'

type Asked = Pick<Call, 'clientCapabilities' | 'cannotAsk'>

export function canAsk({ clientCapabilities, cannotAsk }: Asked, what: Askable): boolean {
  return cannotAsk === undefined && DECLARED[what]?.(clientCapabilities) === true
}

/** @throws {MissingCapability} naming all that the caller did not declare. */
export function requireCapabilities(call: Asked, wanted: readonly Askable[]): void {
  const missing = wanted.filter(what => !canAsk(call, what))
  if (missing.length === 0) return
  throw new MissingCapability(messageOf(missing, call), requiredCapabilities(missing))
}

const DECLARED: Readonly<Record<Askable, (declared: JsonObject) => boolean>> = {
  // An empty object means forms alone.
  elicitation: ({ elicitation }) => isRecord(elicitation) && ('form' in elicitation || !('url' in elicitation)),
  'elicitation.url': ({ elicitation }) => isRecord(elicitation) && isRecord(elicitation['url']),
  sampling: ({ sampling }) => isRecord(sampling),
  'sampling.tools': ({ sampling }) => isRecord(sampling) && isRecord(sampling['tools']),
  roots: ({ roots }) => isRecord(roots),
}

/** As a client would declare them. */
function requiredCapabilities(missing: readonly Askable[]): JsonObject {
  const required: Record<string, JsonObject> = {}
  for (const what of missing) {
    const [name = what, part] = what.split('.')
    required[name] = { ...required[name], ...(part !== undefined && { [part]: {} }) }
  }
  return required
}

function messageOf(missing: readonly Askable[], { cannotAsk }: Asked): string {
  const needs = missing.map(what => `"${what}"`).join(' and ')
  return `This needs the client capability ${needs}, ${cannotAsk ?? 'which the client has not declared'}`
}
