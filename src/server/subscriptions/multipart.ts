import { textOf } from '../execution/serialized-results.ts'
import { type EventStreamFormat, plainErrors } from './event-stream.ts'

/**
 * Apollo's multipart protocol 1.0.
 * https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/multipart-protocol
 */
export const multipartFormat: EventStreamFormat = {
  contentType: 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0',
  // Clients deliver a part when they see the boundary after it, so each part ends with that boundary.
  start: '\r\n--graphql',
  heartbeat: part('{}'),
  event: (result) => part(`{"payload":${textOf(result)}}`),
  end: '--\r\n',
  failure: (errors) => `${part(JSON.stringify({ payload: null, errors: plainErrors(errors) }))}--\r\n`,
}

function part(message: string): string {
  return `\r\nContent-Type: application/json\r\n\r\n${message}\r\n--graphql`
}
