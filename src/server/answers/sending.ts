import type { ServerResponse } from 'node:http'
import type { Timeouts } from '../connections/timeouts.ts'
import type { RequestRecord } from '../observability/request-record.ts'
import { respondResult } from '../respond.ts'
import type { Answer } from './answer.ts'

/** Sends a cached answer, and records the operation as if it had been executed. */
export function sendAnswer(
  { contentType, body, operation, cost }: Answer,
  record: RequestRecord,
  response: ServerResponse,
  timeouts: Timeouts,
): void {
  record.operation = operation
  if (cost !== undefined) record.cost = cost
  record.trace?.end(record)
  respondResult(response, 200, { 'content-type': contentType }, body, timeouts)
}
