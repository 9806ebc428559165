import {
  type IncomingMessage,
  type OutgoingHttpHeader,
  type OutgoingHttpHeaders,
  ServerResponse,
} from 'node:http'
import type { RequestRecord } from './observability/request-record.ts'

/** Headers of every response, as names and values. */
const COMMON_HEADERS = [
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'no-referrer'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['x-frame-options', 'DENY'],
] as const
const COMMON_LIST = COMMON_HEADERS.flat()

/** Response with the headers that every response of the gateway has. It adds them when it writes its head. */
export class GatewayResponse<
  Request extends IncomingMessage = IncomingMessage,
> extends ServerResponse<Request> {
  /** Provides the request id. */
  record: Pick<RequestRecord, 'requestId'> | undefined
  /** True to add `vary: accept`. */
  variesByAccept = false

  override writeHead(
    statusCode: number,
    statusMessage?: string,
    headers?: OutgoingHttpHeaders | OutgoingHttpHeader[],
  ): this
  override writeHead(statusCode: number, headers?: OutgoingHttpHeaders | OutgoingHttpHeader[]): this
  override writeHead(
    statusCode: number,
    message?: string | OutgoingHttpHeaders | OutgoingHttpHeader[],
    others?: OutgoingHttpHeaders | OutgoingHttpHeader[],
  ): this {
    const given = typeof message === 'string' ? others : message
    const headers = Array.isArray(given) || this.getHeaderNames().length > 0 ? given : this.#listOf(given)
    if (headers === given) this.#setCommonHeaders()
    return typeof message === 'string'
      ? super.writeHead(statusCode, message, headers)
      : super.writeHead(statusCode, headers)
  }

  /** Returns all headers as a list, which Node writes faster than headers that were set before. */
  #listOf(headers: OutgoingHttpHeaders = {}): OutgoingHttpHeader[] {
    const list: OutgoingHttpHeader[] = [...COMMON_LIST]
    if (this.record !== undefined) list.push('x-request-id', this.record.requestId)
    if (this.variesByAccept) list.push('vary', 'accept')
    for (const name of Object.keys(headers)) {
      const value = headers[name]
      if (value !== undefined) list.push(name, value)
    }
    return list
  }

  #setCommonHeaders(): void {
    if (this.headersSent) return
    for (const [name, value] of COMMON_HEADERS) this.setHeader(name, value)
    if (this.record !== undefined) this.setHeader('x-request-id', this.record.requestId)
    if (this.variesByAccept) this.appendHeader('vary', 'accept')
  }
}
