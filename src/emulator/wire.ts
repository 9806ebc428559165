import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { AwsError, serializationError } from './errors.ts'
import { isJsonObject, type JsonObject } from './json.ts'

/** The largest request body that is read. */
export const maxBodyBytes = 1024 * 1024

/** Caller and region, from the Authorization header. */
export interface Caller {
  readonly accountId: string
  readonly region: string
}

/**
 * Reads the credential of an AWS Signature Version 4; there has to be a signature, which is not verified. The region is
 * that of the credential's scope. The account is the access key id where that is 12 digits (LocalStack's convention), so
 * that a client chooses its account by its key; any other key is of the default account.
 */
export function parseCaller(authorization: string | undefined, defaultAccountId: string): Caller {
  const [scheme, parameters] = splitOnce(authorization ?? '', ' ')
  const given = new Map(parameters.split(',').map((parameter) => splitOnce(parameter.trim(), '=')))
  const [, accessKeyId, region, service] = credentialPattern.exec(given.get('Credential') ?? '') ?? []
  const isSigned = scheme === 'AWS4-HMAC-SHA256' && given.get('SignedHeaders') && given.get('Signature')
  if (!isSigned || accessKeyId === undefined || region === undefined) {
    // AWS's page of common errors says 403, but services that speak AWS JSON are seen to answer 400.
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

/** The operation that an X-Amz-Target header names: the part after the service's prefix. */
export function parseTarget(target: string | undefined, targetPrefix: string): string {
  const [prefix, operation, ...rest] = target?.split('.') ?? []
  if (prefix !== targetPrefix || operation === undefined || rest.length > 0) {
    throw unknownOperation(`The X-Amz-Target header is not ${targetPrefix}.<Operation>.`)
  }
  return operation
}

/** The answer to an operation that the service does not have, or the emulator not yet. */
export function unknownOperation(message: string): AwsError {
  return new AwsError('UnknownOperationException', message)
}

/** Reads a body, refusing one that is larger than `maxBodyBytes`. */
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

/** Reads a body as the JSON object that AWS JSON wants; an empty body is an empty object. */
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

/** The answer of an operation that succeeded. */
export function outputReply(output: JsonObject): Reply {
  return { status: 200, body: JSON.stringify(withEpochSeconds(output)), contentType: awsJson }
}

/** An exception as AWS JSON 1.1 has it: HTTP 400 whatever status the model gives it, 5xx for faults of the service. */
export function errorReply({ type, message, status }: AwsError): Reply {
  return { status, body: JSON.stringify({ __type: type, Message: message }), contentType: awsJson }
}

/** Sends an answer under its request id. */
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

/** A new id for a request. */
export function newRequestId(): string {
  return randomUUID()
}

/** Timestamps go over the wire as epoch seconds, with milliseconds as the fraction. */
function withEpochSeconds(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000
  if (Array.isArray(value)) return value.map(withEpochSeconds)
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([member, item]) => [member, withEpochSeconds(item)]))
}
