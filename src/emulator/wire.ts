import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { AwsError, serializationError } from './errors.ts'
import { isJsonObject, type JsonObject } from './json.ts'

/** Maximum size of a request body. */
export const maxBodyBytes = 1024 * 1024

/** Caller and region of a request. */
export interface Caller {
  readonly accountId: string
  readonly region: string
}

/**
 * Parses the credential of an AWS Signature Version 4. A signature is required but not verified. The region is that of
 * the credential scope. The account is the access key id if that has 12 digits (LocalStack's convention), so that
 * clients choose their account by their key; other keys belong to the default account.
 */
export function parseCaller(authorization: string | undefined, defaultAccountId: string): Caller {
  const [scheme, parameters] = splitOnce(authorization ?? '', ' ')
  const given = new Map(parameters.split(',').map((parameter) => splitOnce(parameter.trim(), '=')))
  const [, accessKeyId, region, service] = credentialPattern.exec(given.get('Credential') ?? '') ?? []
  const isSigned = scheme === 'AWS4-HMAC-SHA256' && given.get('SignedHeaders') && given.get('Signature')
  if (!isSigned || accessKeyId === undefined || region === undefined) {
    // AWS documents 403, but services with AWS JSON return 400.
    throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token')
  }
  if (service !== 'appstream') {
    throw new AwsError(
      'InvalidSignatureException',
      `Credential should be scoped to correct service: 'appstream', not '${service}'.`,
    )
  }
  return { accountId: /^\d{12}$/.test(accessKeyId) ? accessKeyId : defaultAccountId, region }
}

const credentialPattern = /^([^/\s]+)\/\d{8}\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request$/

function splitOnce(text: string, separator: string): [before: string, after: string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

/** Returns the operation in an X-Amz-Target header: the part after the prefix of the service. */
export function parseTarget(target: string | undefined, targetPrefix: string): string {
  const [prefix, operation, ...rest] = target?.split('.') ?? []
  if (prefix !== targetPrefix || operation === undefined || rest.length > 0) {
    throw unknownOperation(`The X-Amz-Target header is not ${targetPrefix}.<Operation>.`)
  }
  return operation
}

/** Creates the exception for an operation that the service does not have, or the emulator does not implement. */
export function unknownOperation(message: string): AwsError {
  return new AwsError('UnknownOperationException', message)
}

/** Reads a body. Rejects one that is larger than `maxBodyBytes`. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > maxBodyBytes) {
      throw new AwsError(
        'RequestEntityTooLargeException',
        `The body is larger than ${maxBodyBytes} bytes.`,
        413,
      )
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Parses a body as a JSON object; an empty body is an empty object. */
export function parseBody(body: Buffer): JsonObject {
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

/** Response to an AWS JSON client. */
export interface Reply {
  readonly status: number
  readonly body: string
  readonly contentType: string
}

const awsJson = 'application/x-amz-json-1.1'

/** Returns the response of a successful operation. */
export function outputReply(output: JsonObject): Reply {
  return { status: 200, body: JSON.stringify(withEpochSeconds(output)), contentType: awsJson }
}

/**
 * Returns the response of an exception in AWS JSON 1.1: HTTP 400 regardless of the model, 5xx for faults of the
 * service.
 */
export function errorReply({ type, message, status }: AwsError): Reply {
  return { status, body: JSON.stringify({ __type: type, Message: message }), contentType: awsJson }
}

/** Sends a response with its request id. */
export function sendReply(
  response: ServerResponse,
  { status, body, contentType }: Reply,
  requestId: string,
): void {
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    'x-amzn-RequestId': requestId,
  })
  response.end(body)
}

/** Returns a new request id. */
export function newRequestId(): string {
  return randomUUID()
}

/** Timestamps are sent as epoch seconds, with milliseconds as the fraction. */
function withEpochSeconds(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000
  if (Array.isArray(value)) return value.map(withEpochSeconds)
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([member, item]) => [member, withEpochSeconds(item)]))
}
