import { serializationError, unknownOperation } from '../errors.ts'
import { isJsonObject, type JsonObject } from '../json.ts'
import { headerOf, type Protocol, pathOf } from './protocol.ts'

const contentType = 'application/x-amz-json-1.1'

/** Creates the protocol AWS JSON 1.1: POST / with the operation in X-Amz-Target, and timestamps as epoch seconds. */
export function awsJson(service: { readonly targetPrefix: string }): Protocol {
  return {
    claims: (request) => pathOf(request) === '/',
    parseOperation: (request) => parseTarget(headerOf(request, 'x-amz-target'), service.targetPrefix),
    parseBody: parseJson,
    outputReply: (output) => ({ status: 200, body: JSON.stringify(withEpochSeconds(output)), contentType }),
    // The status is 400 regardless of the service model, or 5xx for faults of the service.
    errorReply: ({ type, message, status = 400 }) => ({
      status,
      body: JSON.stringify({ __type: type, Message: message }),
      contentType,
    }),
  }
}

/** Parses a body as a JSON object; an empty body is an empty object. */
export function parseJson(body: Buffer): JsonObject {
  if (body.length === 0) return {}
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    throw serializationError('The body is not valid JSON.')
  }
  if (!isJsonObject(value)) throw serializationError('The body is not a JSON object.')
  return value
}

/** Returns the operation in an X-Amz-Target header: the part after the prefix of the service. */
function parseTarget(target: string | undefined, targetPrefix: string): string {
  const [prefix, operation, ...rest] = target?.split('.') ?? []
  if (prefix !== targetPrefix || operation === undefined || rest.length > 0) {
    throw unknownOperation(`The X-Amz-Target header is not ${targetPrefix}.<Operation>.`)
  }
  return operation
}

/** Converts timestamps to epoch seconds, with milliseconds as the fraction. */
function withEpochSeconds(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000
  if (Array.isArray(value)) return value.map(withEpochSeconds)
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([member, item]) => [member, withEpochSeconds(item)]))
}
