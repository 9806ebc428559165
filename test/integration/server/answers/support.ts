import { GraphQLError } from 'graphql'
import { createSchema } from 'graphql-yoga'
import { systemClock } from '../../../../src/clock.ts'
import type { Dependency } from '../../../../src/inventory/cache/reads.ts'
import { createReads, type Reads } from '../../../../src/schema/reads.ts'
import type { ServerOptions } from '../../../../src/server/http.ts'
import { scrape } from '../../../support/metrics.ts'
import { startServer, type TestServer } from '../support.ts'

/** Data that resolvers read, which changes only on request. */
export interface TestData {
  /** Number of executions of `value`. */
  readonly executions: () => number
  /** Changes the value that `value` returns. */
  change(): void
}

export interface AnsweringServer extends TestServer {
  readonly data: TestData
  /** Returns the number of answers by outcome. */
  outcomes(): Promise<Readonly<Record<string, number>>>
}

interface TestContext {
  readonly reads: Reads
}

const typeDefs = /* GraphQL */ `
  type Query {
    value(of: String): String
    slow: String
    long(length: Int!): String
    partial: String
    failing: String
    unrepeatable: String
    unread: String
    changing: String
  }
  type Mutation {
    change: String
  }
  type Subscription {
    values: String
  }
`

/** Starts the edge around a schema whose fields depend on {@link TestData}. `slow` waits for the gate. */
export async function startAnswering(options: Partial<ServerOptions> = {}): Promise<AnsweringServer> {
  let version = 1
  let executions = 0
  let stamp = createStamp()
  const reached = Promise.withResolvers<void>()
  const opened = Promise.withResolvers<void>()
  function change(): string {
    version++
    stamp.outdate()
    stamp = createStamp()
    return String(version)
  }
  function read({ reads }: TestContext): string {
    executions++
    reads.note(stamp)
    return `value ${version}`
  }
  const server = await startServer({
    schema: createSchema<TestContext>({
      typeDefs,
      resolvers: {
        Query: {
          value: (_parent, { of }: { of?: string }, context) =>
            of === undefined ? read(context) : `${read(context)} of ${of}`,
          async slow(_parent, _args, context) {
            const value = read(context)
            reached.resolve()
            await opened.promise
            return value
          },
          long: (_parent, { length }: { length: number }, context) => read(context).padEnd(length),
          partial(_parent, _args, context) {
            read(context)
            throw new GraphQLError('not available', { extensions: { code: 'UPSTREAM_UNAVAILABLE' } })
          },
          failing() {
            executions++
            throw new Error('secret')
          },
          unrepeatable(_parent, _args, context) {
            context.reads.note(undefined)
            return read(context)
          },
          unread() {
            executions++
            return 'nothing'
          },
          changing(_parent, _args, context) {
            const value = read(context)
            change()
            return value
          },
        },
        Mutation: {
          change(_parent, _args, context) {
            read(context)
            return change()
          },
        },
        Subscription: {
          values: {
            async *subscribe(_parent, _args, context) {
              yield { values: read(context) }
            },
          },
        },
      },
    }),
    createContext: ({ noCache, upstreamInfo }) => ({
      reads: createReads(systemClock),
      responseExtensions: () => (noCache || upstreamInfo ? { noCache, upstreamInfo } : undefined),
      deferredErrors: [],
    }),
    ...options,
  })
  return {
    ...server,
    // A getter, which the spread would evaluate.
    url: server.url,
    gate: { reached: reached.promise, open: opened.resolve },
    data: { executions: () => executions, change },
    outcomes: () => gatewayOutcomes(server),
  }
}

/** Returns the number of answers of a gateway by outcome. */
export async function gatewayOutcomes({
  url,
}: Pick<TestServer, 'url'>): Promise<Readonly<Record<string, number>>> {
  const samples = await scrape(url, 'answers_total')
  return Object.fromEntries(samples.map(({ labels, value }) => [labels['outcome'] ?? '', value]))
}

/** Headers that differ between equal requests. */
const OWN_HEADERS = ['date', 'x-request-id']

/** Sends a query and returns its response without the headers that differ between equal requests. */
export async function read(
  server: AnsweringServer,
  query: string,
  init: Parameters<AnsweringServer['query']>[1] = {},
) {
  const response = await server.query(query, init)
  const headers = Object.fromEntries([...response.headers].filter(([name]) => !OWN_HEADERS.includes(name)))
  return { status: response.status, headers, text: await response.text() }
}

function createStamp(): Dependency & { outdate(): void } {
  let isCurrent = true
  return {
    isCurrent: () => isCurrent,
    outdate() {
      isCurrent = false
    },
  }
}
