/** 2025-03-26 basic, "Batching": many messages in one, many answers in one. */
import { wholeText } from '../../protocol/json.ts'
import { INVALID_REQUEST, type JsonRpcMessage } from '../../protocol/jsonrpc.ts'
import type { Fault } from '../answer.ts'
import type { Exchange } from '../era.ts'
import { BATCH_REVISION } from './revisions.ts'

/** 2025-03-26 basic/lifecycle: `initialize` is never part of a batch. Later revisions have none. */
export function checkBatch(messages: readonly JsonRpcMessage[], revision: string, limit: number): Fault | undefined {
  const refuse = (message: string) => ({ code: INVALID_REQUEST, message: `Invalid request: ${message}` })
  if (revision !== BATCH_REVISION) return refuse(`${revision} has no batches`)
  if (messages.length > limit) return refuse(`a batch has at most ${limit} messages`)
  const initializes = messages.some(message => 'method' in message && message.method === 'initialize')
  return initializes ? refuse('"initialize" cannot be part of a batch') : undefined
}

/**
 * Receives every message of a batch and answers when the last has been: with an array, or without a body when none was a
 * request. What a call would send ahead of its answer is dropped.
 */
export function receiveEach(
  messages: readonly JsonRpcMessage[],
  exchange: Exchange,
  receive: (message: JsonRpcMessage, exchange: Exchange) => void,
): void {
  const answers: string[] = []
  let open = messages.length
  const ended = () => {
    open -= 1
    if (open > 0) return
    if (answers.length === 0) exchange.accept()
    else exchange.respond(`[${answers.join(',')}]`)
  }
  const each: Exchange = {
    transport: exchange.transport,
    principal: exchange.principal,
    request: exchange.request,
    challenge: exchange.challenge,
    header: exchange.header,
    streams: false,
    send() {},
    isBackedUp: () => false,
    stream: () => undefined,
    connection: exchange.connection,
    respond(json) {
      answers.push(wholeText(json))
      ended()
    },
    accept: ended,
    onDisconnect: exchange.onDisconnect,
  }
  for (const message of messages) receive(message, each)
}
