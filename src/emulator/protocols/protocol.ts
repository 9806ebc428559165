import type { IncomingMessage } from 'node:http'
import type { AwsError } from '../errors.ts'
import type { JsonObject } from '../json.ts'

/** HTTP response in a protocol of AWS. */
export interface Reply {
  readonly status: number
  readonly body: string | Uint8Array
  readonly contentType: string
  /** Header that names the protocol, if it has one. */
  readonly smithyProtocol?: string
}

/** Wire protocol of AWS. Operations, faults and the call log are independent of it. */
export interface Protocol {
  /** Returns true if a request uses this protocol. */
  claims(request: IncomingMessage): boolean
  /** Returns the name of the operation. @throws AwsError if the request names no operation of the service */
  parseOperation(request: IncomingMessage): string
  /** Parses a body; an empty one is an empty input. @throws AwsError if it is malformed */
  parseBody(body: Buffer, request: IncomingMessage): JsonObject
  /** Returns the response of a successful operation. */
  outputReply(output: JsonObject): Reply
  /** Returns the response of an exception. */
  errorReply(error: AwsError): Reply
}

/** Returns the first value of a header. */
export function headerOf({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value[0] : value
}

/** Returns the path of a request, without its query. */
export function pathOf({ url }: IncomingMessage): string {
  return url?.split('?')[0] ?? '/'
}
