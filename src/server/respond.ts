import { type OutgoingHttpHeaders, type ServerResponse, STATUS_CODES } from 'node:http'
import { errorBody } from './coded-error.ts'
import { setReadTimeout, type Timeouts } from './connections/timeouts.ts'
import { errorMediaType } from './media-types.ts'

/** `Cache-Control` of every result that is not a stream. */
export const NO_STORE = 'no-store'

/** Sends a JSON document. */
export function respondJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers: OutgoingHttpHeaders = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
  response.end(JSON.stringify(body))
}

/** Sends a GraphQL error in the media type that the client negotiated. */
export function respondError(
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
  headers: OutgoingHttpHeaders = {},
): void {
  const contentType = `${errorMediaType(response.req.headers.accept)}; charset=utf-8`
  respondJson(response, status, errorBody(code, message), { 'content-type': contentType, ...headers })
}

/** Renders an HTTP response with one error and `Connection: close`, for sockets without a response object. */
export function renderError(status: number, code: string, message: string): string {
  const body = JSON.stringify(errorBody(code, message))
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ]
  return `${head.join('\r\n')}\r\n\r\n${body}`
}

/**
 * Sends the result of an operation. Caches must not store it: it is current data, and may contain secrets.
 * @param body text with ASCII characters only, or bytes.
 */
export function respondResult(
  response: ServerResponse,
  status: number,
  headers: OutgoingHttpHeaders,
  body: string | Buffer,
  timeouts: Timeouts,
): void {
  response.writeHead(status, { ...headers, 'content-length': body.length, 'cache-control': NO_STORE })
  // In Latin-1, Node writes a text and the headers at once.
  response.end(body, 'latin1')
  const { socket } = response
  // A client that has read everything cannot stall. A pipelined response has no socket before the earlier ones are sent.
  if (socket === null || socket.writableLength > 0) setReadTimeout(response, timeouts)
}
