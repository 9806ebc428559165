import { Writable } from 'node:stream'
import { GraphQLError } from 'graphql'
import { createSchema } from 'graphql-yoga'
import { UpstreamError } from '../../../src/appstream/errors/exceptions.ts'
import { systemSchedule } from '../../../src/clock.ts'
import { loadConfig } from '../../../src/config.ts'
import { createLogger } from '../../../src/logger.ts'
import { createTurns } from '../../../src/schema/index.ts'
import { createServer, type Server, type ServerOptions } from '../../../src/server/http.ts'
import { createMetrics } from '../../../src/server/observability/metrics/metrics.ts'
import type { ResultAdditions } from '../../../src/server/result-additions.ts'
import type { ContextRequest } from '../../../src/server/yoga.ts'
import { sizesOf } from '../../support/sizes.ts'

/** Gate for a resolver: `reached` resolves when one waits, `open` releases it. */
export interface Gate {
  readonly reached: Promise<void>
  readonly open: () => void
}

export interface TestServer extends Server, AsyncDisposable {
  /** Log lines so far. */
  readonly logs: readonly Readonly<Record<string, unknown>>[]
  /** Requests from which contexts were created. */
  readonly contexts: readonly ContextRequest[]
  /** Gate of the field `gated`. */
  readonly gate: Gate
  /** POSTs an operation. */
  query(query: string, init?: QueryInit): Promise<Response>
}

export interface QueryInit {
  readonly headers?: Readonly<Record<string, string>>
  readonly variables?: unknown
  readonly extensions?: unknown
}

/** Starts the edge around a small schema, on a free port. */
export async function startServer(options: Partial<ServerOptions> = {}): Promise<TestServer> {
  const logs: Record<string, unknown>[] = []
  const contexts: ContextRequest[] = []
  const reached = Promise.withResolvers<void>()
  const opened = Promise.withResolvers<void>()
  const server = createServer({
    host: '127.0.0.1',
    port: 0,
    graphiql: true,
    shutdownGraceMs: 5000,
    metrics: createMetrics(),
    metricsAccess: 'open',
    maxConnections: 10,
    maxSubscriptions: 10,
    maxUninitialized: 0,
    addressMaxUninitialized: 0,
    webSocketUnsentBytes: 0,
    keepAliveIntervalMs: 12_000,
    heartbeatIntervalMs: 5000,
    callbacks: { urls: [], maxSubscriptions: 10, timeoutMs: 5000 },
    endSubscriptions: () => {},
    auth: {},
    corsOrigins: [],
    corsHeaders: [],
    maxHeaderBytes: 16_384,
    allowedHosts: [],
    callerLimits: loadConfig({}).callerLimits,
    clock: { now: Date.now },
    schedule: systemSchedule,
    schema: createTestSchema(() => {
      reached.resolve()
      return opened.promise
    }),
    createContext: (request): ResultAdditions => {
      contexts.push(request)
      return {
        responseExtensions: () => (request.noCache ? { fresh: true } : undefined),
        deferredErrors: [],
      }
    },
    isReady: () => true,
    hasRead: () => true,
    logger: createLogger('trace', lines(logs)),
    limits: loadConfig({}).limits,
    admission: loadConfig({}).admission,
    answerCacheBytes: loadConfig({}).answerCacheBytes,
    turns: createTurns(),
    sizes: sizesOf(),
    ...options,
  })
  await server.start()
  return {
    get url() {
      return server.url
    },
    start: server.start,
    drain: server.drain,
    whenQuiet: server.whenQuiet,
    stop: server.stop,
    [Symbol.asyncDispose]: server.stop,
    logs,
    contexts,
    gate: { reached: reached.promise, open: opened.resolve },
    query: (query, { headers, ...params } = {}) =>
      fetch(server.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, ...params }),
      }),
  }
}

/** Response body of GraphQL over HTTP. */
export interface Body {
  readonly data?: unknown
  readonly errors?: readonly {
    readonly message: string
    readonly path?: readonly unknown[]
    readonly extensions: Readonly<Record<string, unknown>>
  }[]
  readonly extensions?: Readonly<Record<string, unknown>>
}

/** Parses a body as JSON; fails with its text if that is impossible. */
export async function bodyOf(response: Response): Promise<Body> {
  const text = await response.text()
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Error(`not JSON (${response.status}): ${text}`, { cause })
  }
}

function lines(into: Record<string, unknown>[]): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      into.push(JSON.parse(String(chunk)))
      done()
    },
  })
}

function createTestSchema(pass: () => Promise<void>) {
  return createSchema({
    typeDefs: /* GraphQL */ `
      enum Colour {
        RED
      }
      type Query {
        hello(name: String! = "world"): String!
        gated: String
        broken: String
        brokenNonNull: String!
        brokenEnum: Colour
        rejected: String
        throttled: [Item]
      }
      type Item {
        name: String
      }
      type Mutation {
        change: String
      }
    `,
    resolvers: {
      Query: {
        hello: (_parent, { name }) => `hello ${name}`,
        gated: () => pass().then(() => 'passed'),
        broken: () => {
          throw new Error('secret: connect ECONNREFUSED 10.0.0.1')
        },
        brokenNonNull: () => {
          throw new Error('secret')
        },
        brokenEnum: () => 'secret colour',
        rejected: () => {
          throw new GraphQLError('first must be from 1 to 100', {
            extensions: { code: 'BAD_USER_INPUT', argument: 'first' },
          })
        },
        throttled: () => [{}, {}],
      },
      Item: {
        name: (_parent, _args, context: { failure?: UpstreamError }) => {
          context.failure ??= new UpstreamError('DescribeImages', throttling())
          throw context.failure
        },
      },
      Mutation: { change: () => 'changed' },
    },
  })
}

function throttling(): Error {
  const error = new Error('secret: Rate exceeded for account 123456789012')
  error.name = 'ThrottlingException'
  return Object.assign(error, { $metadata: { requestId: 'aws-request-1', httpStatusCode: 400 } })
}
