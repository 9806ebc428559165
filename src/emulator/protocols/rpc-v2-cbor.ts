import type { IncomingMessage } from 'node:http'
import { type DecodeOptions, decode, encode, type Tag } from 'cbor2'
import { AwsError, serializationError, unknownOperation } from '../errors.ts'
import { isJsonObject, type JsonObject } from '../json.ts'
import type { ServiceModel } from '../model.ts'
import { headerOf, type Protocol, pathOf } from './protocol.ts'

// Smithy RPC v2 CBOR, https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html: the SDKs for Go and .NET
// use it. Unlike in AWS JSON 1.1, the type of an exception has a namespace, and the service model defines its HTTP
// status.

const smithyProtocol = 'rpc-v2-cbor'
const contentType = 'application/cbor'
const namespace = 'com.amazonaws.appstream'

/** Exceptions whose `httpError` trait is not 400. The compact model lacks the traits. */
const modelledStatus: Readonly<Record<string, number>> = {
  DryRunOperationException: 412,
  ResourceNotFoundException: 404,
}

const decodeOptions: DecodeOptions = {
  // Bounds the nesting, because nested generators make the decoder slow.
  maxDepth: 32,
  rejectDuplicateKeys: true,
  convertUnsafeIntsToFloat: true,
  // Timestamps are the only Smithy type of this service that needs a tag.
  ignoreGlobalTags: true,
  tags: new Map([[1, ({ contents }) => toDate(contents)]]),
}

/**
 * Creates the protocol Smithy RPC v2 CBOR: POST /service/<Service>/operation/<Operation>, and timestamps with tag 1.
 */
export function rpcV2Cbor(service: Pick<ServiceModel, 'targetPrefix' | 'operations'>): Protocol {
  const { targetPrefix } = service
  const services = [targetPrefix, `${namespace}.${targetPrefix}`]
  const modelled = new Set(Object.values(service.operations).flatMap(({ errors }) => errors))

  function parseOperation(request: IncomingMessage): string {
    if (headerOf(request, 'smithy-protocol') !== smithyProtocol) {
      throw unknownOperation(`The smithy-protocol header is not ${smithyProtocol}.`)
    }
    // Otherwise, a proxy could authorize the operation in the header while the service runs the one in the path.
    if (request.headers['x-amz-target'] !== undefined || request.headers['x-amzn-target'] !== undefined) {
      throw serializationError(`A request in ${smithyProtocol} must not have an X-Amz-Target header.`)
    }
    const [, name = '', operation] = pathPattern.exec(pathOf(request)) ?? []
    if (operation === undefined || !services.includes(name)) {
      throw unknownOperation(`The path is not /service/${targetPrefix}/operation/<Operation>.`)
    }
    return operation
  }

  return {
    claims: (request) =>
      pathOf(request).startsWith('/service/') || headerOf(request, 'smithy-protocol') === smithyProtocol,
    parseOperation,
    parseBody: parseCbor,
    outputReply: (output) => reply(200, output),
    errorReply: ({ type, message, status = modelledStatus[type] ?? 400 }) =>
      reply(
        status,
        // Exceptions without a shape have no namespace. SDKs classify them by the complete type.
        modelled.has(type) ? { __type: `${namespace}#${type}`, Message: message } : { __type: type, message },
      ),
  }
}

/** Returns the last four path segments, since the endpoint of a client may have a path. */
const pathPattern = /\/service\/([^/]+)\/operation\/([^/]+)$/

function reply(status: number, body: JsonObject) {
  // Not all clients read half-precision floats.
  return { status, body: encode(withoutAbsent(body), { float64: true }), contentType, smithyProtocol }
}

/** Parses a body as a CBOR map of text; an empty body is an empty map. */
function parseCbor(body: Buffer, request: IncomingMessage): JsonObject {
  if (body.length === 0) return {}
  if (headerOf(request, 'content-type')?.split(';')[0]?.trim().toLowerCase() !== contentType) {
    throw new AwsError('UnsupportedMediaTypeException', `The content type is not ${contentType}.`, 415)
  }
  let value: unknown
  try {
    value = toInput(decode(body, decodeOptions))
  } catch (error) {
    if (error instanceof AwsError) throw error
    throw serializationError('The body is not valid CBOR.')
  }
  if (!isJsonObject(value)) throw serializationError('The body is not a CBOR map.')
  return value
}

/**
 * Returns a decoded value as input of an operation: JSON values, dates and bytes. `undefined` is null in this protocol.
 */
function toInput(value: unknown): unknown {
  if (value === undefined) return null
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Date || value instanceof Uint8Array) return value
  if (Array.isArray(value)) return value.map(toInput)
  if (Object.getPrototypeOf(value) !== Object.prototype) {
    // The decoder returns its own classes for these.
    throw serializationError(
      'The body has an unknown tag, an unknown simple value, or a key that is not text.',
    )
  }
  return Object.fromEntries(Object.entries(value).map(([member, item]) => [member, toInput(item)]))
}

function toDate(seconds: Tag['contents']): Date {
  const date = new Date(typeof seconds === 'number' ? seconds * 1000 : Number.NaN)
  if (Number.isNaN(date.getTime()))
    throw serializationError('A timestamp with tag 1 is not a number of seconds.')
  return date
}

/** Returns a value without members that are null or undefined, which this protocol omits. */
function withoutAbsent(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutAbsent)
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([member, item]) =>
      (item ?? undefined) === undefined ? [] : [[member, withoutAbsent(item)]],
    ),
  )
}
