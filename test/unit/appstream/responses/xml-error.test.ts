import { expect, test } from 'vitest'
import { xmlErrorAsJson } from '../../../../src/appstream/responses/xml-error.ts'

function translate(text: string): unknown {
  const body = xmlErrorAsJson(Buffer.from(text))
  return body && JSON.parse(Buffer.from(body).toString())
}

test.each([
  [
    'the query protocol',
    '<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code><Message>A &amp; B</Message></Error></ErrorResponse>',
    { __type: 'Throttling', message: 'A & B' },
  ],
  [
    'EC2',
    '<?xml version="1.0"?>\n<Response><Errors><Error><Code>Client.AuthFailure</Code></Error></Errors></Response>',
    { __type: 'Client.AuthFailure', message: '' },
  ],
  ['a root element', '<UnknownOperationException/>', { __type: 'UnknownOperationException', message: '' }],
])('names the error of %s', (_protocol, text, error) => {
  expect(translate(text)).toEqual(error)
})

test.each([
  ['a page', '<html><body>Forbidden</body></html>'],
  ['JSON', '{"__type":"<Code>Throttling</Code>"}'],
  ['nothing', ''],
  ['a page too large to be an error', `<html><Code>Throttling</Code>${' '.repeat(70_000)}</html>`],
])('reports no error for %s', (_what, text) => {
  expect(translate(text)).toBeUndefined()
})
