/** Which generation of the protocol a message belongs to (2026-07-28 basic/versioning); asked once, at the door. */
import type { JsonRpcMessage } from '../protocol/jsonrpc.ts'
import type { EraName } from './era.ts'

/** The key of `params._meta` that makes a message modern. */
export const PROTOCOL_VERSION = 'io.modelcontextprotocol/protocolVersion'

/**
 * A message that names its version in `_meta` is modern, whatever it names. One that does not is legacy, unless its
 * header names a modern revision: then it is modern with a broken envelope, and answered so. A header never turns a
 * message that makes the claim into a legacy one.
 *
 * @param header The value of `MCP-Protocol-Version`.
 */
export function classify(
  message: JsonRpcMessage,
  header: string | null | undefined,
  modern: readonly string[],
): EraName {
  if (claimsVersion(message)) return 'modern'
  return typeof header === 'string' && modern.includes(header) ? 'modern' : 'legacy'
}

/** Whether the key is present, well-formed value or not. */
function claimsVersion(message: JsonRpcMessage): boolean {
  const meta = 'method' in message ? message.params?.['_meta'] : undefined
  return typeof meta === 'object' && meta !== null && Object.hasOwn(meta, PROTOCOL_VERSION)
}
