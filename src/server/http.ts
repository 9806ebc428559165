import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import type { Logger } from 'pino'
import type { Schedule } from '../inventory/clock.ts'
import { createSlices, type Slices } from '../inventory/slices.ts'
import { type AuthOptions, createAuthenticator } from './auth/authenticator.ts'
import type { ExpiryOptions } from './auth/expiry.ts'
import { createHostCheck } from './browser/hosts.ts'
import { createOriginPolicy } from './browser/origins.ts'
import { answerClientErrors } from './connections/client-errors.ts'
import { createPipelineGuard, hasTooManyHeaders, MAX_HEADERS } from './connections/connection-guard.ts'
import { createDrain } from './connections/drain.ts'
import { DEFAULT_TIMEOUTS, expectReading, type Timeouts } from './connections/timeouts.ts'
import { type AdmissionLimits, createAdmission } from './execution/admission.ts'
import { createGate } from './gate.ts'
import { createGraphiQL } from './graphiql/page.ts'
import { type CallerLimitOptions, createCallerLimits } from './limits/per-caller.ts'
import type { MetricsAccess } from './observability/metrics/access.ts'
import type { Metrics } from './observability/metrics/metrics.ts'
import { createRequestRecord, finishWhenSent } from './observability/request-record.ts'
import { respondError } from './respond.ts'
import { createRoutes } from './routes.ts'
import { type CallbackOptions, createCallbacks } from './subscriptions/callback.ts'
import { createEventStreams } from './subscriptions/event-streams.ts'
import { serveWebSockets } from './subscriptions/websocket.ts'
import { createGraphQLHandler, type GraphQLHandlerOptions } from './yoga.ts'

export interface ServerOptions
  extends Omit<
      GraphQLHandlerOptions,
      | 'authenticator'
      | 'callerLimits'
      | 'admission'
      | 'admissionLimits'
      | 'slices'
      | 'timeouts'
      | 'longestSilenceMs'
    >,
    ExpiryOptions {
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
  /** Who is let in. */
  readonly auth: AuthOptions
  /** Origins of pages that may send requests, beside the gateway's own. */
  readonly corsOrigins: readonly string[]
  /** Request headers that those pages may send, beside the usual ones. */
  readonly corsHeaders: readonly string[]
  /** Bytes that the request line and the headers of a request may have together. */
  readonly maxHeaderBytes: number
  /** The names that the gateway answers to, beside those of this machine. */
  readonly allowedHosts: readonly string[]
  readonly callerLimits: CallerLimitOptions
  readonly admission: AdmissionLimits
  /** Lets work for many subscribers yield to the event loop; its own unless given. */
  readonly slices?: Slices
  /** Who may read `/metrics`. */
  readonly metricsAccess: MetricsAccess
  /** WebSocket connections at a time. */
  readonly maxConnections: number
  /** WebSockets without `connection_init`, in all and of one address; 0 means no limit. */
  readonly maxUninitialized: number
  readonly addressMaxUninitialized: number
  /** Bytes that may wait for the client of one WebSocket; 0 means no limit. */
  readonly webSocketUnsentBytes: number
  /** Operations at a time on one WebSocket. */
  readonly maxSubscriptions: number
  /** Milliseconds between pings on a WebSocket, and between heartbeats of server-sent events. */
  readonly keepAliveIntervalMs: number
  /** Milliseconds between heartbeats of a subscription over multipart HTTP. */
  readonly heartbeatIntervalMs: number
  readonly callbacks: CallbackOptions['callbacks']
  readonly schedule: Schedule
  /** Ends the source of every subscription, once the server has closed them all. */
  readonly endSubscriptions: () => void
  /** What differs from {@link DEFAULT_TIMEOUTS}. */
  readonly timeouts?: Partial<Timeouts>
}

export interface Server {
  /** The GraphQL endpoint, for instance `http://127.0.0.1:4000/graphql`; with port 0, known once started. */
  readonly url: string
  /** Resolves when it listens. Rejects, saying what to change, when the address is taken or is not this machine's. */
  start(): Promise<void>
  /** Fails readiness while serving on, and keeps no connection alive, so that load balancers send traffic elsewhere. */
  drain(): void
  /** Resolves when requests have stopped coming, within the grace and five seconds. */
  whenQuiet(): Promise<void>
  /** Serves nothing new, breaks subscriptions off, waits for requests in flight, and closes. Idempotent, and final. */
  stop(): Promise<void>
}

/** The gateway's edge: GraphQL, GraphiQL and health over HTTP. It does not listen before {@link Server.start}. */
export function createServer(options: ServerOptions): Server {
  const { host, isReady, logger, metrics, slices = createSlices() } = options
  const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts }
  const server = createHttpServer({
    maxHeaderSize: options.maxHeaderBytes,
    requestTimeout: timeouts.requestMs,
    headersTimeout: timeouts.headersMs,
    connectionsCheckingInterval: timeouts.checkIntervalMs,
    keepAliveTimeout: timeouts.keepAliveMs,
    // Java's client asks for h2c with every first request, and takes HTTP/1.1 if it is not offered.
    shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
  })
  server.maxHeadersCount = MAX_HEADERS
  answerClientErrors(server, {
    ...options,
    onAnswer(code) {
      metrics.noteError(code)
      logger.info({ errorCodes: [code] }, 'request refused before it was read')
    },
  })
  const mayServe = createPipelineGuard()
  const drain = createDrain(server, { ...options, graceMs: options.shutdownGraceMs })
  const { isDraining, isStopping } = drain
  const authenticator = createAuthenticator(options.auth, {
    clock: options.clock,
    maxTokenLength: options.maxHeaderBytes,
  })
  const callerLimits = createCallerLimits(options.callerLimits)
  const admission = createAdmission(options.admission)
  const gate = createGate({
    authenticator,
    callerLimits,
    isHostAllowed: createHostCheck(options.allowedHosts, authenticator.isRequired),
    origins: createOriginPolicy(options),
  })
  const eventStreams = createEventStreams({ ...options, admission })
  const callbacks = createCallbacks({ ...options, admission })
  const longestSilenceMs = Math.max(options.heartbeatIntervalMs, options.keepAliveIntervalMs)
  const graphql = createGraphQLHandler(
    {
      ...options,
      slices,
      authenticator,
      callerLimits,
      admission,
      admissionLimits: options.admission,
      timeouts,
      longestSilenceMs,
    },
    [eventStreams.plugin, callbacks.plugin],
  )
  const page = options.graphiql
    ? createGraphiQL({ needsToken: options.auth.tokens !== undefined })
    : undefined
  const webSockets = serveWebSockets(server, {
    ...options,
    slices,
    admission,
    maxUnsentBytes: options.webSocketUnsentBytes,
    graphql,
    isStopping,
    gate,
    authenticator,
    callerLimits,
    timeouts,
  })
  metrics.observe({
    connections: drain.connections,
    webSockets: webSockets.count,
    executions: admission.load,
  })
  const route = createRoutes({
    graphql,
    graphiql:
      page &&
      ((request, response) => {
        expectReading(response, timeouts)
        return page(request, response)
      }),
    readiness: { isReady, isDraining },
    isStopping,
    metrics,
    metricsAccess: options.metricsAccess,
    gate,
  })

  server.on('request', (request, response) => {
    if (!mayServe(request, response)) return
    const record = createRequestRecord(request, options)
    response.setHeader('x-request-id', record.requestId)
    response.setHeader('x-content-type-options', 'nosniff')
    response.setHeader('referrer-policy', 'no-referrer')
    response.setHeader('cross-origin-resource-policy', 'same-origin')
    response.setHeader('x-frame-options', 'DENY')
    drain.admit(response)
    finishWhenSent(record, response)
    if (hasTooManyHeaders(request)) {
      record.noteError('BAD_REQUEST')
      return respondError(
        response,
        431,
        'BAD_REQUEST',
        `The request has too many headers: up to ${MAX_HEADERS - 1} are read.`,
      )
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
    drain: drain.begin,
    whenQuiet: drain.whenQuiet,
    async stop() {
      const stopped = drain.stop()
      eventStreams.close()
      await Promise.all([webSockets.close(), callbacks.close()])
      // Only now: while a transport is open, the end of its source would tell clients that they are through.
      options.endSubscriptions()
      await stopped
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
