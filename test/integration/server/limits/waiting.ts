import { createSchema, Repeater } from 'graphql-yoga'
import { loadConfig } from '../../../../src/config.ts'
import { createTestTime } from '../../../support/gateway.ts'
import { startServer } from '../support.ts'

/** Waiting field. */
export interface Field {
  /** Signal of the operation's context. */
  readonly signal: AbortSignal
  readonly settle: (outcome: string) => void
  readonly fail: (error: Error) => void
}

/** Starts a server whose fields wait until the test releases them, with a manual time for its deadlines. */
export async function startWaiting(env: Readonly<Record<string, string>> = {}) {
  const time = createTestTime()
  const fields: Field[] = []
  const events = Promise.withResolvers<(event: object) => unknown>()
  let taken = 0
  let begun = Promise.withResolvers<void>()
  const wait = (_root: unknown, _args: unknown, { signal }: { signal: AbortSignal }) =>
    new Promise((settle, fail) => {
      fields.push({ signal, settle, fail })
      begun.resolve()
      begun = Promise.withResolvers()
    })
  const server = await startServer({
    schedule: time.schedule,
    limits: loadConfig(env).limits,
    createContext: ({ signal }) => ({
      signal,
      sharingKey: 'anonymous',
      renewed: (ofEvent: AbortSignal) => ({ signal: ofEvent }),
    }),
    schema: createSchema({
      typeDefs: /* GraphQL */ `
        type Query {
          wait: String
          now: String
        }
        type Mutation {
          wait: String
          after: String
        }
        type Subscription {
          event: Event
        }
        type Event {
          wait: String
        }
      `,
      resolvers: {
        Query: { wait, now: () => 'now' },
        Mutation: { wait, after: wait },
        Event: { wait },
        Subscription: {
          event: {
            subscribe: () => new Repeater(async (push) => events.resolve(push)),
            resolve: (event: object) => event,
          },
        },
      },
    }),
  })
  return {
    ...server,
    url: server.url,
    time,
    fields,
    /** Emits an event. */
    async happen() {
      const push = await events.promise
      push({})
    },
    /** Resolves with the next field that waits. */
    async nextField(): Promise<Field> {
      let field = fields[taken]
      while (field === undefined) {
        await begun.promise
        field = fields[taken]
      }
      taken += 1
      return field
    },
    [Symbol.asyncDispose]: server.stop,
  }
}
