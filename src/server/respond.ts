import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'

/** Answers with a JSON document. */
export function respondJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers: OutgoingHttpHeaders = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
  response.end(JSON.stringify(body))
}

/** Answers with an error in GraphQL's own form, so that a client has one form of error to read. */
export function respondError(
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
  headers: OutgoingHttpHeaders = {},
): void {
  respondJson(response, status, { errors: [{ message, extensions: { code } }] }, headers)
}
