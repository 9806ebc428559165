import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { AwsError } from './errors.ts'
import type { Reply } from './protocols/protocol.ts'

/** Maximum size of a request body. */
export const maxBodyBytes = 1024 * 1024

/** Caller and region of a request. */
export interface Caller {
  readonly accountId: string
  readonly region: string
}

/**
 * Parses the credential of an AWS Signature Version 4. A signature is required but not verified. The credential scope
 * contains the region. An access key id of 12 digits is the account (LocalStack's convention); other keys belong to the
 * default account.
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

/** Sends a response with its request id. */
export function sendReply(
  response: ServerResponse,
  { status, body, contentType, smithyProtocol }: Reply,
  requestId: string,
): void {
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    'x-amzn-RequestId': requestId,
    ...(smithyProtocol !== undefined && { 'smithy-protocol': smithyProtocol }),
  })
  response.end(body)
}

/** Returns a new request id. */
export function newRequestId(): string {
  return randomUUID()
}
