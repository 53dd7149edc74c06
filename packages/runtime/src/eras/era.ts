/** What a generation of the protocol must offer; `modern/` and `legacy/` each export one function that makes it. */
import type { McpRequest, Principal } from '../features/context.ts'
import type { JsonText } from '../protocol/json.ts'
import type { JsonRpcMessage, JsonRpcNotification, JsonRpcRequest } from '../protocol/jsonrpc.ts'

export type EraName = 'modern' | 'legacy'

export interface Era {
  readonly name: EraName
  /** Newest first. */
  readonly revisions: readonly string[]
  /**
   * Answers one message, or takes note of it. Everything the era's specification says of it happens in here, headers and
   * sessions too. Never throws and never rejects.
   */
  receive(message: JsonRpcMessage, exchange: Exchange): void
  /** Answers a JSON array of messages. Absent where the era knows no batches. */
  receiveBatch?(messages: readonly JsonRpcMessage[], exchange: Exchange): void
  /** Answers an HTTP request by another method than POST. Absence is 405. */
  readonly verbs: Readonly<Partial<Record<Verb, (exchange: Exchange) => void>>>
  /** Ends the streams of subscribers, which would never end by themselves. */
  endStreams(): void
  /** Ends what the era keeps: sessions, streams, calls that run. */
  close(): void
}

export type Verb = 'GET' | 'DELETE'

/**
 * One message's way back, offered by a transport. On HTTP it is the response to one POST; on stdio it writes lines.
 * Exactly one of `respond` and `accept` ends it; `send` before that opens a stream.
 */
export interface Exchange {
  readonly transport: 'http' | 'stdio'
  readonly principal: Principal | undefined
  readonly request: McpRequest | undefined
  /**
   * A request header's value, or undefined; always undefined on stdio. Names in lower case. A header that came twice is
   * `null`: it has no one value.
   */
  header(name: string): string | null | undefined
  /** Whether a stream may be opened: false when the client does not accept one, or in `mode: 'json'`. */
  readonly streams: boolean
  /** Sends a message ahead of the answer. Dropped when `streams` is false, or after the end. */
  send(message: JsonRpcNotification | JsonRpcRequest): void
  /** Whether the client reads too slowly for more messages than the answer. */
  isBackedUp(): boolean
  /**
   * Takes the response as an event stream of one's own; nothing else of the exchange is used after that. Undefined where
   * `streams` is false, when the client is gone, and on stdio.
   */
  stream(use: StreamUse): EventStream | undefined
  /** The way for messages that belong to no request: on stdio alone. */
  readonly connection: Connection | undefined
  /** Answers with JSON text of a whole JSON-RPC response. `status` counts only while no stream has been opened. */
  respond(json: JsonText, status?: number, headers?: Readonly<Record<string, string>>): void
  /**
   * Headers that ask the client for a token with these scopes: of a 403, or of a 401 to a caller without a name. Absent
   * where no token is known, as on stdio.
   */
  readonly challenge?: ((scopes: readonly string[]) => Readonly<Record<string, string>>) | undefined
  /** Ends without a body: 202 for an accepted notification. */
  accept(status?: number): void
  /** Runs when the client went away before the end; at once when it has. */
  onDisconnect(listener: () => void): void
}

/** What a stream is for: a call's messages and its answer, or what somebody listens to who asks for nothing more. */
export type StreamUse = 'call' | 'listening'

/** A response as events, for as long as the client stays; kept alive by comments, and cut when the client stops reading. */
export interface EventStream {
  /** Sends a message. */
  event(json: JsonText, id?: string): void
  /** Sends an event without data, for its id, and how many milliseconds a client waits before it comes back. */
  prime(id: string, retry: number | undefined): void
  /** Whether the client reads too slowly for more. */
  isBackedUp(): boolean
  /** Runs once, when there is room again. */
  onDrain(listener: () => void): void
  end(): void
  /** Closes the connection at once. */
  cut(): void
  /** Runs when the client went away before the end. */
  onDisconnect(listener: () => void): void
}

export interface Connection {
  send(message: JsonRpcNotification | JsonRpcRequest): void
  isBackedUp(): boolean
  onDrain(listener: () => void): void
}
