import { textOf } from '../execution/serialized-results.ts'
import { type EventStreamFormat, plainErrors } from './event-stream.ts'

const COMPLETE = 'event: complete\ndata:\n\n'

/**
 * GraphQL over server-sent events, distinct connections mode.
 * https://github.com/graphql/graphql-over-http/blob/main/rfcs/GraphQLOverSSE.md
 */
export const serverSentEventsFormat: EventStreamFormat = {
  contentType: 'text/event-stream',
  start: ':\n\n',
  heartbeat: ':\n\n',
  event: (result) => next(textOf(result)),
  end: COMPLETE,
  expired:
    ': TOKEN_EXPIRED. The subscription is not complete: connect again with a new token, after the last cursor.\n\n',
  failure: (errors) => next(JSON.stringify({ errors: plainErrors(errors) })) + COMPLETE,
}

function next(result: string): string {
  return `event: next\ndata: ${result}\n\n`
}
