/** The handshake (2025-11-25 basic/lifecycle, "Initialization"). */
import { isObject, type JsonObject } from '../../protocol/json.ts'
import { INVALID_PARAMS } from '../../protocol/jsonrpc.ts'
import type { Fault } from '../answer.ts'
import { capabilitiesOf } from '../capabilities.ts'
import type { Exchange } from '../era.ts'
import { clientInfoOf } from '../request.ts'
import type { Served } from '../served.ts'
import { createAwaited } from './awaited.ts'
import { negotiate } from './revisions.ts'
import type { Session } from './session.ts'
import { taskCapabilities } from './tasks.ts'

const TITLE_SINCE = '2025-06-18'
const ICONS_SINCE = '2025-11-25'

/** Characters that a session keeps of what its client says of itself. */
const MOST_KEPT = 64 * 1024

export function checkInitialize({ protocolVersion, capabilities, clientInfo }: JsonObject): Fault | undefined {
  if (typeof protocolVersion !== 'string') {
    return { code: INVALID_PARAMS, message: 'Invalid params: "protocolVersion" must be a string' }
  }
  if (JSON.stringify([capabilities, clientInfoOf(clientInfo)]).length <= MOST_KEPT) return undefined
  const what = `"capabilities" and "clientInfo" must take no more than ${MOST_KEPT} characters`
  return { code: INVALID_PARAMS, message: `Invalid params: ${what}` }
}

/** The session that an `initialize` opens. `checkInitialize` has passed. */
export function sessionOf(
  { protocolVersion, capabilities, clientInfo }: JsonObject,
  { asked }: Pick<Served, 'asked'>,
): Session {
  return newSession(negotiate(String(protocolVersion)), {
    client: clientInfoOf(clientInfo),
    capabilities: isObject(capabilities) ? capabilities : {},
    awaited: createAwaited(asked),
  })
}

/** A session of which no more is known than its revision; log messages are sent from `info` until the client sets a level. */
export function newSession(
  revision: string,
  { client, capabilities = {}, awaited = createAwaited() }: Partial<Session> = {},
): Session {
  return {
    revision,
    client,
    capabilities,
    calls: new Map(),
    awaited,
    subscriptions: new Set(),
    streams: undefined,
    connection: undefined,
    principal: undefined,
    ready: false,
    logLevel: 'info',
  }
}

/** JSON text of the `InitializeResult`. */
export function initializeResult(served: Served, { revision }: Session, { principal }: Exchange): string {
  const { info, icons, instructions } = served
  const { name, version, title } = info
  return JSON.stringify({
    protocolVersion: revision,
    capabilities: { ...capabilitiesOf(served), ...taskCapabilities(served, revision, principal) },
    serverInfo: {
      name,
      version,
      ...(title !== undefined && revision >= TITLE_SINCE && { title }),
      ...(icons !== undefined && revision >= ICONS_SINCE && { icons }),
    },
    instructions,
  })
}
