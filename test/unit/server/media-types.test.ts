import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { createAcceptNormalizer, errorMediaType, isAcceptable } from '../../../src/server/media-types.ts'

const RESPONSE = 'application/graphql-response+json'

const normalize = createAcceptNormalizer()

function normalized(accept: string | undefined): string | undefined {
  const request = { headers: { ...(accept !== undefined && { accept }) } }
  normalize(request as IncomingMessage)
  return request.headers.accept
}

test.for<[given: string | undefined, accept: string | undefined, error: string]>([
  [undefined, undefined, 'application/json'],
  ['', '*/*', 'application/json'],
  [' , ', '*/*', 'application/json'],
  ['*/*;q=0.1', '*/*', 'application/json'],
  ['application/*', 'application/*', 'application/json'],
  [`application/json;q=0.5, ${RESPONSE}`, `${RESPONSE}, application/json`, RESPONSE],
  [`${RESPONSE};q=0, application/json`, 'application/json', 'application/json'],
  [`${RESPONSE}; charset="UTF-8"`, RESPONSE, RESPONSE],
  ['Application/JSON; charset=iso-8859-1', 'application/json', 'application/json'],
  [
    `multipart/mixed;subscriptionSpec="1.0"; q=0.9, ${RESPONSE}`,
    `${RESPONSE}, multipart/mixed;subscriptionSpec="1.0"`,
    RESPONSE,
  ],
  ['text/event-stream', 'text/event-stream', 'application/json'],
  ['application/json;q=high', 'application/json', 'application/json'],
])('reads Accept: %s as %s, with errors as %s', ([given, accept, error]) => {
  expect(normalized(given)).toBe(accept)
  expect(isAcceptable(accept)).toBe(true)
  expect(errorMediaType(accept)).toBe(error)
})

test.for(['image/png', 'application/json;q=0', '*/*;q=0.0'])(
  'accepts no media type for Accept: %s',
  (given) => {
    expect(isAcceptable(normalized(given))).toBe(false)
  },
)
