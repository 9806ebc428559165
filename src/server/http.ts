import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import type { Logger } from 'pino'
import { createPipelineGuard, hasTooManyHeaders, MAX_HEADERS } from './connection-guard.ts'
import { createDrain } from './drain.ts'
import { createGraphiQL } from './graphiql/page.ts'
import type { MetricsAccess } from './metrics/access.ts'
import type { Metrics } from './metrics/metrics.ts'
import { createRequestRecord, finishWhenSent } from './request-record.ts'
import { respondError } from './respond.ts'
import { createRoutes } from './routes.ts'
import { DEFAULT_TIMEOUTS, expectReading, type Timeouts } from './timeouts.ts'
import { serveWebSockets } from './websocket.ts'
import { createGraphQLHandler, type GraphQLHandlerOptions } from './yoga.ts'

export interface ServerOptions extends Omit<GraphQLHandlerOptions, 'timeouts'> {
  readonly host: string
  /** 0 takes any free one. */
  readonly port: number
  /** Whether browsers are served GraphiQL. */
  readonly graphiql: boolean
  /** How long requests in flight may take once {@link Server.stop} is called. */
  readonly shutdownGraceMs: number
  /** What `/readyz` tells. */
  readonly isReady: () => boolean | Promise<boolean>
  readonly logger: Logger
  /** What `/metrics` tells. */
  readonly metrics: Metrics
  /** Who may read `/metrics`. */
  readonly metricsAccess: MetricsAccess
  /** WebSocket connections at a time. */
  readonly maxConnections: number
  /** Operations at a time on one WebSocket. */
  readonly maxSubscriptions: number
  /** Milliseconds between pings on a WebSocket. */
  readonly keepAliveIntervalMs: number
  /** Completes every subscription, when the server stops. */
  readonly endSubscriptions: () => void
  /** What differs from {@link DEFAULT_TIMEOUTS}. */
  readonly timeouts?: Partial<Timeouts>
}

export interface Server {
  /** The GraphQL endpoint, for instance `http://127.0.0.1:4000/graphql`; with port 0, known once started. */
  readonly url: string
  /** Resolves when it listens. Rejects, saying what to change, when the address is taken or is not this machine's. */
  start(): Promise<void>
  /** Answers nothing new, waits for what is in flight, closes. Idempotent, and final. */
  stop(): Promise<void>
}

/** The gateway's edge: GraphQL, GraphiQL and health over HTTP. It does not listen before {@link Server.start}. */
export function createServer(options: ServerOptions): Server {
  const { host, isReady, metrics } = options
  const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts }
  const server = createHttpServer({
    requestTimeout: timeouts.requestMs,
    headersTimeout: timeouts.headersMs,
    connectionsCheckingInterval: timeouts.checkIntervalMs,
    keepAliveTimeout: timeouts.keepAliveMs,
    // Java's client asks for h2c with every first request, and takes HTTP/1.1 if it is not offered.
    shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
  })
  server.maxHeadersCount = MAX_HEADERS
  const mayServe = createPipelineGuard()
  const { isDraining, admit, drain, connections } = createDrain(server, options.shutdownGraceMs)
  const graphql = createGraphQLHandler({ ...options, timeouts })
  const page = options.graphiql ? createGraphiQL() : undefined
  const webSockets = serveWebSockets(server, {
    ...options,
    graphql,
    isDraining,
    timeouts,
  })
  metrics.observe({ connections, webSockets: webSockets.count })
  const route = createRoutes({
    graphql,
    graphiql:
      page &&
      ((request, response) => {
        expectReading(response, timeouts)
        return page(request, response)
      }),
    readiness: { isReady, isDraining },
    metrics,
    metricsAccess: options.metricsAccess,
  })

  server.on('request', (request, response) => {
    if (!mayServe(request, response)) return
    const record = createRequestRecord(request, options)
    response.setHeader('x-request-id', record.requestId)
    response.setHeader('x-content-type-options', 'nosniff')
    response.setHeader('referrer-policy', 'no-referrer')
    admit(response)
    finishWhenSent(record, response)
    if (hasTooManyHeaders(request)) {
      record.noteError('BAD_REQUEST')
      return respondError(response, 431, 'BAD_REQUEST', 'The request has too many headers.')
    }
    route(record, request, response).catch((error: unknown) => {
      record.logger.error({ err: error }, 'unexpected error')
      if (response.headersSent) response.destroy()
      else respondError(response, 500, 'INTERNAL_SERVER_ERROR', 'Unexpected error')
    })
  })

  return {
    get url() {
      const address = server.address()
      const port = address !== null && typeof address === 'object' ? address.port : options.port
      return `http://${host.includes(':') ? `[${host}]` : host}:${port}/graphql`
    },
    async start() {
      server.listen({ host, port: options.port })
      await once(server, 'listening').catch((error: unknown) => {
        throw explained(error, options)
      })
    },
    async stop() {
      const drained = drain()
      // Streams end only when told to; then they are responses like others.
      options.endSubscriptions()
      await webSockets.close()
      await drained
      await graphql.dispose()
    },
  }
}

/** What to change, for the reasons that a setting can mend. */
function explained(error: unknown, { host, port }: ServerOptions): Error {
  const advice: Readonly<Record<string, string>> = {
    EADDRINUSE: `port ${port} on ${host} is in use: set PORT to another one (0 takes any free one)`,
    EADDRNOTAVAIL: `${host} is no address of this machine: set HOST to another one`,
    ENOTFOUND: `the name ${host} is not known: set HOST to another one`,
    EACCES: `port ${port} needs privileges that this process lacks: set PORT to 1024 or above`,
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return new Error(`Cannot listen: ${advice[code] ?? String(error)}.`, { cause: error })
}
