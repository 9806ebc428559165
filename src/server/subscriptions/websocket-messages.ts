import { randomUUID } from 'node:crypto'
import { MessageType, type SubscribePayload, validateMessage } from 'graphql-ws'

/** Converts the messages of one connection for graphql-ws. */
export interface WebSocketMessages {
  /**
   * Returns the text to pass to graphql-ws in place of the client's.
   * @throws {MessageRejected} if the message is invalid.
   */
  toHandle(text: string): string
  /** Returns and removes the client's payload of a message that was passed to graphql-ws. */
  payloadOf(handled: SubscribePayload): SubscribePayload
  /** Returns an object to send in place of this JSON text; {@link toSend} restores the text. */
  referTo(json: string): { readonly reference: string }
  /** Returns the text to send in place of the one from graphql-ws. */
  toSend(text: string): string
}

/** Thrown for a message that closes its connection with 4400. */
export class MessageRejected extends Error {
  override readonly name = 'MessageRejected'
}

/** Smaller messages are passed to graphql-ws with their payload. */
const DETACHED_FROM_CHARACTERS = 512
/** The id is repeated in every message about the operation. */
const MAX_ID_LENGTH = 256

/**
 * Creates the converter of one connection. graphql-ws retains each message while its operation runs, as text and
 * parsed, so it gets large messages with a reference in place of the payload.
 */
export function createWebSocketMessages(): WebSocketMessages {
  const payloads = new Map<string, SubscribePayload>()
  const references = new Map<string, string>()
  return {
    toHandle(text) {
      if (text.length < DETACHED_FROM_CHARACTERS) return withQuery(text)
      const message = parsed(withQuery(text))
      if (message?.type !== MessageType.Subscribe) return text
      if (message.id.length > MAX_ID_LENGTH) {
        throw new MessageRejected(`The operation id has more than ${MAX_ID_LENGTH} characters`)
      }
      const query = randomUUID()
      payloads.set(query, message.payload)
      return JSON.stringify({ id: message.id, type: message.type, payload: { query } })
    },
    payloadOf(handled) {
      const payload = payloads.get(handled.query) ?? handled
      payloads.delete(handled.query)
      return payload
    },
    referTo(json) {
      // Random, so that clients cannot put it into their own strings.
      const reference = randomUUID()
      references.set(JSON.stringify({ reference }), json)
      return { reference }
    },
    toSend(text) {
      for (const [reference, json] of references) {
        const [before, after] = text.split(reference)
        if (before === undefined || after === undefined) continue
        references.delete(reference)
        return `${before}${json}${after}`
      }
      return text
    },
  }
}

/** Returns the parsed message; undefined if it is invalid, which graphql-ws reports. */
function parsed(text: string) {
  try {
    return validateMessage(JSON.parse(text))
  } catch {
    return undefined
  }
}

/**
 * Adds an empty `query` to a message that identifies its document by hash or id. Without it, graphql-ws would close the
 * connection with all its operations. Returns other messages unchanged, without parsing them.
 */
export function withQuery(text: string): string {
  if (!text.includes('"subscribe"') || /"query"\s*:\s*"/.test(text)) return text
  try {
    const message: unknown = JSON.parse(text)
    if (!isRecord(message) || !isRecord(message['payload'])) return text
    const { query, documentId, extensions } = message['payload']
    if (query != null || (documentId == null && extensions == null)) return text
    return JSON.stringify({ ...message, payload: { ...message['payload'], query: '' } })
  } catch {
    // Not JSON, or too deeply nested to be printed; graphql-ws reports the error.
    return text
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
