import { createSchema } from 'graphql-yoga'
import { expect, test } from 'vitest'
import { subscribe } from '../../../support/subscription.ts'
import { startServer } from '../support.ts'

const UNEXPECTED = { message: 'Unexpected error', extensions: { code: 'INTERNAL_SERVER_ERROR' } }

const schema = createSchema({
  typeDefs: /* GraphQL */ `
    type Query {
      hello: String
    }
    type Subscription {
      breaking: String
    }
  `,
  resolvers: {
    Subscription: {
      breaking: {
        async *subscribe() {
          yield { breaking: 'first' }
          throw new Error('secret')
        },
      },
    },
  },
})

test('masks a broken stream with the request id of its log line', async () => {
  await using server = await startServer({ schema })
  await using events = subscribe(server.url, 'subscription Break { event: breaking }')
  expect(await events.next()).toBe('first')

  await expect(events.next()).rejects.toMatchObject([UNEXPECTED])
  expect(server.logs).toContainEqual(
    expect.objectContaining({ msg: 'unexpected error', err: expect.objectContaining({ message: 'secret' }) }),
  )
})

test('fails and masks only the operation whose context fails', async () => {
  let isBroken = true
  await using server = await startServer({
    schema,
    createContext() {
      if (isBroken) throw new Error('secret')
      return {}
    },
  })
  await using failing = subscribe(server.url, '{ event: hello }')
  await expect(failing.next()).rejects.toMatchObject([UNEXPECTED])

  isBroken = false
  await using answered = subscribe(server.url, '{ event: hello }')
  expect(await answered.next()).toBeNull()
})

test('rejects an operation missing in its document with its code', async () => {
  await using server = await startServer({ schema })
  await using events = subscribe(server.url, 'query One { hello } query Two { hello }')

  await expect(events.next()).rejects.toMatchObject([
    { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } },
  ])
})
