import { expect, test } from 'vitest'
import { get, openRaw } from '../../../support/clients/raw-connection.ts'
import { startServer } from '../support.ts'

const host = 'Host: localhost'

/** Sends bytes and reads the response until the server closes. */
async function answerTo(url: string, bytes: string) {
  const { socket, closed } = await openRaw(url)
  socket.write(bytes)
  const [head = '', body = ''] = (await closed).toString().split('\r\n\r\n')
  return { status: Number(head.split(' ')[1]), body: JSON.parse(body) }
}

test.for([16_384, 65_536])('names MAX_HEADER_BYTES and its value %i in a 431', async (maxHeaderBytes) => {
  await using server = await startServer({ maxHeaderBytes })
  const within = await fetch(server.url, { headers: { 'x-token': 'x'.repeat(maxHeaderBytes - 1000) } })
  expect(within.status).toBe(400)
  const beyond = get('GET /graphql HTTP/1.1', [host, `X-Token: ${'x'.repeat(4 * maxHeaderBytes)}`])
  const { status, body } = await answerTo(server.url, beyond)
  expect(status).toBe(431)
  expect(body.errors[0]).toMatchObject({
    message: expect.stringContaining(`exceed ${maxHeaderBytes} bytes (MAX_HEADER_BYTES)`),
    extensions: { code: 'HEADERS_TOO_LARGE' },
  })
  expect(server.logs).toContainEqual(expect.objectContaining({ errorCodes: ['HEADERS_TOO_LARGE'] }))
})

test('answers malformed HTTP with an error in the standard form', async () => {
  await using server = await startServer()
  const { status, body } = await answerTo(server.url, 'HELLO\r\n\r\n')
  expect(status).toBe(400)
  expect(body.errors[0].extensions.code).toBe('BAD_REQUEST')
})
