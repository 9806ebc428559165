import type { ServerResponse } from 'node:http'
import { setReadTimeout, type Timeouts } from '../connections/timeouts.ts'
import type { RequestRecord } from '../observability/request-record.ts'
import type { Answer } from './answer.ts'

/** Sends a kept answer, and records the operation as if it had been executed. */
export function sendAnswer(
  { contentType, body, operation, cost }: Answer,
  record: RequestRecord,
  response: ServerResponse,
  timeouts: Timeouts,
): void {
  record.operation = operation
  if (cost !== undefined) record.cost = cost
  record.trace?.end(record)
  response.writeHead(200, {
    'content-type': contentType,
    'content-length': body.length,
    'cache-control': 'no-store',
  })
  // In Latin-1, Node writes a text and the headers at once.
  response.end(body, 'latin1')
  const { socket } = response
  if (socket !== null && socket.writableLength > 0) setReadTimeout(response, timeouts)
}
