/** What a test client has seen so far. */
import type { Failure } from '../features/options.ts'
import type { JsonRpcMessage, JsonRpcNotification } from '../protocol/jsonrpc.ts'
import type { CallOptions, LogMessage, Progress } from './types.ts'

export interface Seen {
  readonly notifications: JsonRpcNotification[]
  readonly progress: Progress[]
  readonly logs: LogMessage[]
  readonly failures: Failure[]
  /** @param method Of the request that the message belongs to. */
  take(message: JsonRpcMessage, method: string, onProgress: CallOptions['onProgress']): void
}

export function createSeen(onMessage?: (message: JsonRpcMessage, method: string) => void): Seen {
  const seen: Seen = {
    notifications: [],
    progress: [],
    logs: [],
    failures: [],
    take(message, method, onProgress) {
      onMessage?.(message, method)
      if (!('method' in message) || 'id' in message) return
      seen.notifications.push(message)
      const { params = {} } = message
      if (message.method === 'notifications/message') seen.logs.push(params as unknown as LogMessage)
      if (message.method !== 'notifications/progress') return
      const { progressToken: _, _meta, ...progress } = params
      seen.progress.push(progress as unknown as Progress)
      onProgress?.(progress as unknown as Progress)
    },
  }
  return seen
}
