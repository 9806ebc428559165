import { GraphQLError } from 'graphql'
import { createSchema } from 'graphql-yoga'

/** Source of events that a test emits one by one. */
export interface TestSource {
  /** Emits the next event. */
  push(event: TestEvent): void
  /** Fails the source. */
  fail(error: Error): void
  /** Ends the source. */
  end(): void
  /** Number of events requested so far. */
  readonly asked: () => number
  /** Resolves when the subscription has ended the source. */
  readonly returned: Promise<void>
}

/** Text of an event, or its failure. */
export type TestEvent = { readonly text: string } | { readonly error: Error }

/** Creates a schema whose subscription `event` reads the test's source. */
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
        rejected: Event!
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
        rejected: {
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
