import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import type { Logger } from 'pino'
import type { Schedule } from '../clock.ts'
import { createSlices, type Slices } from '../inventory/slices.ts'
import type { SharedStatus } from '../shared/shared.ts'
import { type AuthOptions, createAuthenticator } from './auth/authenticator.ts'
import type { ExpiryOptions } from './auth/expiry.ts'
import { createHostCheck } from './browser/hosts.ts'
import { createOriginPolicy } from './browser/origins.ts'
import { respondToClientErrors } from './connections/client-errors.ts'
import { MAX_HEADERS } from './connections/connection-guard.ts'
import { createDrain } from './connections/drain.ts'
import { explainListenError } from './connections/listen-error.ts'
import { DEFAULT_TIMEOUTS, setReadTimeout, type Timeouts } from './connections/timeouts.ts'
import { type AdmissionLimits, createAdmission } from './execution/admission.ts'
import { GatewayResponse } from './gateway-response.ts'
import { createGraphiQL } from './graphiql/page.ts'
import { type CallerLimitOptions, createCallerLimits, type Sharing } from './limits/per-caller.ts'
import type { MetricsAccess } from './observability/metrics/access.ts'
import type { Metrics } from './observability/metrics/metrics.ts'
import { createGate } from './request-checks.ts'
import { createRequestListener } from './request-listener.ts'
import { createRoutes } from './routes.ts'
import { type CallbackOptions, createCallbacks } from './subscriptions/callback.ts'
import { createEventStreams } from './subscriptions/event-streams.ts'
import { serveWebSockets } from './subscriptions/websocket.ts'
import { createGraphQLHandler, type GraphQLHandlerOptions } from './yoga.ts'

/** Options of {@link createServer}. */
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
  /** 0 picks a free port. */
  readonly port: number
  /** True to serve GraphiQL to browsers. */
  readonly graphiql: boolean
  /** Time for requests in flight to finish after {@link Server.stop}, in milliseconds. */
  readonly shutdownGraceMs: number
  /** Returns the readiness that `/readyz` reports. */
  readonly isReady: () => boolean | Promise<boolean>
  /** Returns true once the gateway can answer, without an attempt to read AWS, for metrics. */
  readonly hasRead: () => boolean
  /** Returns the status of the state shared with other replicas, which `/readyz` reports. Default: a single process. */
  readonly sharedStatus?: () => SharedStatus
  readonly logger: Logger
  /** Metrics served on `/metrics`. */
  readonly metrics: Metrics
  /** Authentication of callers. */
  readonly auth: AuthOptions
  /** Origins of pages that may send requests, in addition to the gateway's own. */
  readonly corsOrigins: readonly string[]
  /** Request headers that those pages may send, in addition to the default ones. */
  readonly corsHeaders: readonly string[]
  /** Maximum size of request line and headers together, in bytes. */
  readonly maxHeaderBytes: number
  /** Host names to accept in addition to loopback names. */
  readonly allowedHosts: readonly string[]
  readonly callerLimits: CallerLimitOptions
  /** Counts that the rate limit of callers shares with other replicas. Default: it counts in this process. */
  readonly rateSharing?: Sharing | undefined
  readonly admission: AdmissionLimits
  /** Time slicer that yields to the event loop between subscribers. Default: a new instance. */
  readonly slices?: Slices
  /** Access to `/metrics`. */
  readonly metricsAccess: MetricsAccess
  /** Maximum number of concurrent WebSocket connections. */
  readonly maxConnections: number
  /** Maximum number of WebSockets before `connection_init`, in total and per address; 0: no limit. */
  readonly maxUninitialized: number
  readonly addressMaxUninitialized: number
  /** Maximum unsent bytes of one WebSocket; 0: no limit. */
  readonly webSocketUnsentBytes: number
  /** Maximum number of concurrent operations on one WebSocket. */
  readonly maxSubscriptions: number
  /** Milliseconds between WebSocket pings, and between heartbeats of server-sent events. */
  readonly keepAliveIntervalMs: number
  /** Milliseconds between heartbeats of a subscription over multipart HTTP. */
  readonly heartbeatIntervalMs: number
  readonly callbacks: CallbackOptions['callbacks']
  readonly schedule: Schedule
  /** Ends the source of every subscription. Called after the server has closed all of them. */
  readonly endSubscriptions: () => void
  /** Overrides of {@link DEFAULT_TIMEOUTS}. */
  readonly timeouts?: Partial<Timeouts>
}

/** HTTP server of a gateway. */
export interface Server {
  /** GraphQL endpoint, for example `http://127.0.0.1:4000/graphql`. With port 0, complete only once started. */
  readonly url: string
  /** Starts listening. Rejects with advice if the address is in use or does not belong to this machine. */
  start(): Promise<void>
  /** Fails readiness and ends keep-alive, but keeps serving, so that load balancers route traffic elsewhere. */
  drain(): void
  /** Resolves after a second without requests, or after 5 seconds or the grace period, whichever is shorter. */
  whenQuiet(): Promise<void>
  /** Rejects new requests, ends subscriptions, waits for requests in flight, and closes. Idempotent and final. */
  stop(): Promise<void>
}

/** Creates the HTTP server: GraphQL, GraphiQL, health and metrics. It does not listen before {@link Server.start}. */
export function createServer(options: ServerOptions): Server {
  const { host, isReady, logger, metrics, slices = createSlices() } = options
  const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts }
  const server = createHttpServer({
    ServerResponse: GatewayResponse,
    maxHeaderSize: options.maxHeaderBytes,
    requestTimeout: timeouts.requestMs,
    headersTimeout: timeouts.headersMs,
    connectionsCheckingInterval: timeouts.checkIntervalMs,
    keepAliveTimeout: timeouts.keepAliveMs,
    // Java's HTTP client offers an upgrade to h2c in its first request. Ignoring it makes the client use HTTP/1.1.
    shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
  })
  server.maxHeadersCount = MAX_HEADERS
  respondToClientErrors(server, {
    ...options,
    onRespond(code) {
      metrics.noteError(code)
      logger.info({ errorCodes: [code] }, 'request rejected before it was read')
    },
  })
  const drain = createDrain(server, { ...options, graceMs: options.shutdownGraceMs })
  const { isDraining, isStopping } = drain
  const authenticator = createAuthenticator(options.auth, {
    clock: options.clock,
    maxTokenLength: options.maxHeaderBytes,
  })
  const callerLimits = createCallerLimits(options.callerLimits, options.rateSharing)
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
  const page = options.graphiql ? createGraphiQL({ identityProvider: options.auth.tokens }) : undefined
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
    isReady: () => !isDraining() && options.hasRead(),
    connections: drain.connections,
    webSockets: webSockets.count,
    executions: admission.load,
    answerBytes: graphql.answerBytes,
  })
  const route = createRoutes({
    graphql,
    graphiql:
      page &&
      ((request, response) => {
        setReadTimeout(response, timeouts)
        return page(request, response)
      }),
    readiness: { isReady, isDraining, sharedStatus: options.sharedStatus },
    isStopping,
    metrics,
    metricsAccess: options.metricsAccess,
    gate,
  })

  server.on('request', createRequestListener({ drain, route, logger, metrics }))

  return {
    get url() {
      const address = server.address()
      const port = address !== null && typeof address === 'object' ? address.port : options.port
      return `http://${host.includes(':') ? `[${host}]` : host}:${port}/graphql`
    },
    async start() {
      server.listen({ host, port: options.port })
      await once(server, 'listening').catch((error: unknown) => {
        throw explainListenError(error, options)
      })
    },
    drain: drain.begin,
    whenQuiet: drain.whenQuiet,
    async stop() {
      const stopped = drain.stop()
      eventStreams.close()
      await Promise.all([webSockets.close(), callbacks.close()])
      // Ended last: while a transport is open, clients would take the end of the source for a regular completion.
      options.endSubscriptions()
      await stopped
      await graphql.dispose()
    },
  }
}
