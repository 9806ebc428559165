import { GraphQLError } from 'graphql'
import { createSchema } from 'graphql-yoga'

/** A source of events that a test gives out, one by one. */
export interface TestSource {
  /** Gives the next event. */
  push(event: TestEvent): void
  /** Fails. */
  fail(error: Error): void
  /** Ends. */
  end(): void
  /** Events asked for so far. */
  readonly asked: () => number
  /** Resolves when the subscription has ended it. */
  readonly returned: Promise<void>
}

/** What an event holds, or which way it fails. */
export type TestEvent = { readonly text: string } | { readonly error: Error }

/** A schema whose subscription `event` is a source of the test's. */
export function createSourceSchema() {
  const waiting: ((settle: IteratorResult<TestEvent> | Error) => void)[] = []
  const ready: (IteratorResult<TestEvent> | Error)[] = []
  const returned = Promise.withResolvers<void>()
  let asked = 0
  let hasReturned = false

  function give(result: IteratorResult<TestEvent> | Error): void {
    const next = waiting.shift()
    if (next === undefined) ready.push(result)
    else next(result)
  }

  const source: TestSource = {
    push: (value) => give({ done: false, value }),
    fail: (error) => give(error),
    end: () => give({ done: true, value: undefined }),
    asked: () => asked,
    returned: returned.promise,
  }

  const events: AsyncIterableIterator<TestEvent> = {
    next() {
      asked++
      if (hasReturned) return Promise.resolve({ done: true, value: undefined })
      const { promise, resolve, reject } = Promise.withResolvers<IteratorResult<TestEvent>>()
      waiting.push((result) => (result instanceof Error ? reject(result) : resolve(result)))
      const first = ready.shift()
      if (first !== undefined) waiting.shift()?.(first)
      return promise
    },
    async return() {
      hasReturned = true
      returned.resolve()
      for (const next of waiting.splice(0)) next({ done: true, value: undefined })
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]: () => events,
  }

  const schema = createSchema({
    typeDefs: /* GraphQL */ `
      type Query {
        hello: String
      }
      type Subscription {
        event: Event!
        refused: Event!
        broken: Event!
      }
      type Event {
        text: String
      }
    `,
    resolvers: {
      Query: { hello: () => 'world' },
      Subscription: {
        event: { subscribe: () => events, resolve: (event: TestEvent) => event },
        refused: {
          subscribe: () => {
            throw new GraphQLError('first must be from 1 to 100', { extensions: { code: 'BAD_USER_INPUT' } })
          },
        },
        broken: {
          subscribe: () => {
            throw new Error('secret: connect ECONNREFUSED 10.0.0.1')
          },
        },
      },
      Event: {
        text: (event: TestEvent) => {
          if ('error' in event) throw event.error
          return event.text
        },
      },
    },
  })
  return { schema, source }
}
