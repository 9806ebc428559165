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
  event: next,
  end: COMPLETE,
  failure: (errors) => next({ errors: plainErrors(errors) }) + COMPLETE,
}

function next(result: object): string {
  return `event: next\ndata: ${JSON.stringify(result)}\n\n`
}
