import type { GraphQLSchema } from 'graphql'
import type { Logger } from 'pino'
import { createAgents } from './appstream/agents.ts'
import { createTargets } from './appstream/targets.ts'
import { type Clock, type Schedule, systemClock, systemSchedule } from './clock.ts'
import type { Config } from './config.ts'
import { type GatewayStatus, readStatus } from './gateway-status.ts'
import { createInventory } from './inventory/inventory.ts'
import { createReadiness } from './inventory/readiness.ts'
import { createSlices } from './inventory/slices.ts'
import {
  createContextFactory,
  createKnownSizes,
  createSchema,
  createTurns,
  imageBuilderKind,
} from './schema/index.ts'
import { createAgentFetch } from './server/auth/agent-fetch.ts'
import { createServer } from './server/http.ts'
import { createGatewayLog } from './server/observability/gateway-log.ts'
import { inventorySources, locate } from './server/observability/metrics/inventory.ts'
import { createMetrics, type ProcessMetrics } from './server/observability/metrics/metrics.ts'
import { untracedSchedule } from './server/observability/tracing.ts'
import type { CreateShared } from './shared/load.ts'
import { createSharedState } from './shared-state.ts'

/** Gateway from configuration to URL. */
export interface Gateway extends AsyncDisposable {
  /** GraphQL endpoint. With port 0, complete only once started. */
  readonly url: string
  /** Starts listening. */
  start(): Promise<void>
  /** Fails readiness but keeps serving, so that load balancers route traffic elsewhere. */
  drain(): void
  /** Resolves after a second without requests, or after 5 seconds or the grace period, whichever is shorter. */
  whenQuiet(): Promise<void>
  /** URLs of the AppStream endpoints in use. */
  readonly endpoints: readonly string[]
  /** Reads from AWS once and returns the outcome. Waits about 10 seconds at most. */
  status(): Promise<GatewayStatus>
  /** Finishes requests in flight within the configured grace period, then releases all resources. */
  stop(): Promise<void>
}

/** Dependencies that do not come from the configuration. */
export interface GatewayDependencies {
  readonly logger: Logger
  readonly clock?: Clock
  readonly schedule?: Schedule
  /** Metrics of the process, served on `/metrics` with those of the gateway. */
  readonly processMetrics?: ProcessMetrics
  /** Schema to share between gateways in one process, since building it dominates startup. Default: a new one. */
  readonly schema?: GraphQLSchema
  /** Creates the state that replicas share; required if it is configured. Default: that of a single process. */
  readonly createShared?: CreateShared | undefined
}

/** Assembles the gateway. Neither listens nor calls AWS before {@link Gateway.start}. */
export function createGateway(config: Config, dependencies: GatewayDependencies): Gateway {
  const { logger, clock = systemClock } = dependencies
  const schedule = untracedSchedule(dependencies.schedule ?? systemSchedule)
  const { upstream, freshness, watch } = config
  // Token expiry is wall-clock time, from which a monotonic clock drifts.
  const wallClock: Clock = dependencies.clock ?? { now: Date.now }
  const log = createGatewayLog(logger)
  const metrics = createMetrics(dependencies.processMetrics)
  const shared = createSharedState(config, dependencies, { clock, schedule, metrics })
  const targets = createTargets({
    kind: upstream.kind,
    regions: upstream.regions,
    roleArns: upstream.roleArns,
    operateRoleArns: upstream.operateRoleArns,
    sessionTags: upstream.sessionTags,
    ...(upstream.accountId !== undefined && { accountId: upstream.accountId }),
    ...(upstream.endpoint !== undefined && { endpoint: upstream.endpoint }),
    ...(upstream.stsEndpoint !== undefined && { stsEndpoint: upstream.stsEndpoint }),
    ...(upstream.externalId !== undefined && { externalId: upstream.externalId }),
    fips: upstream.fips,
    dualstack: upstream.dualstack,
    // The emulator is local: proxy variables of the shell do not apply to it.
    network: upstream.kind === 'emulator' ? {} : config.network,
    retry: { maxAttempts: upstream.maxAttempts, baseDelayMs: upstream.retryBaseMs },
    deadlines: { callMs: upstream.timeoutMs, listingMs: upstream.listingTimeoutMs },
    budget: upstream.budget,
    sharedBuckets: shared.peers?.buckets,
    circuitBreaker: upstream.circuitBreaker,
    clock,
    schedule,
    onRenewalFailed: log.renewalFailed,
    onCall(call) {
      metrics.noteCall(call)
      log.callFinished(call)
    },
  })
  const slices = createSlices()
  const inventory = createInventory(targets.all, {
    kinds: [imageBuilderKind],
    ...freshness,
    shared,
    clock,
    schedule,
    watchIntervals: {
      activeMs: watch.activeIntervalMs,
      idleMs: watch.idleIntervalMs,
      lingerMs: watch.lingerMs,
    },
    logBounds: {
      maxEntries: watch.logMaxEntries,
      maxBytes: watch.logMaxBytes,
      maxAgeMs: watch.logMaxAgeMs,
    },
    sessions: { ...config.sessions, onMissing: log.sessionsMissing },
    bookmarkIntervalMs: watch.bookmarkIntervalMs,
    maxQueuedEvents: watch.queueMaxEvents,
    slices,
    onWatch(watched) {
      const { target, kind, outcome } = watched
      if (typeof outcome === 'object') metrics.notePollFailure({ kind, ...locate(target) })
      log.watched(watched)
    },
  })
  metrics.observe(inventorySources(inventory))
  const readiness = createReadiness(inventory, {
    probe: imageBuilderKind,
    clock,
    schedule,
    onFailure: log.notReady,
  })
  const turns = createTurns()
  const createContext = createContextFactory({
    inventory,
    clock,
    turns,
    maxUpstreamCalls: config.limits.maxUpstreamCalls,
    fleetStartOverdueMs: config.findings.fleetStartOverdueMs,
    shared,
    coordination: shared.peers && {
      store: shared.peers.tokens,
      settleMs: upstream.timeoutMs,
      schedule,
    },
  })
  const agents = createAgents(config.network)
  const server = createServer({
    ...config.server,
    ...config.browser,
    auth: {
      ...config.auth,
      ...(config.auth.tokens !== undefined && {
        tokens: { ...config.auth.tokens, fetchKeys: createAgentFetch(agents) },
      }),
    },
    callerLimits: config.callerLimits,
    // The end of a window must not depend on adjustments of the wall clock.
    rateSharing: shared.peers && { counts: shared.peers.counts, clock, schedule },
    clock: wallClock,
    schedule,
    schema: dependencies.schema ?? createSchema(),
    createContext: ({ record, ...request }) =>
      createContext({
        ...request,
        audit(entry) {
          metrics.noteMutation(entry)
          record.logger.info({ audit: entry }, 'mutation')
        },
      }),
    isReady: readiness.isReady,
    hasRead: readiness.hasRead,
    sharedStatus: shared.status,
    limits: config.limits,
    admission: config.admission,
    answerCacheBytes: config.answerCacheBytes,
    slices,
    turns,
    sizes: createKnownSizes(inventory),
    metrics,
    endSubscriptions: () => inventory.endFeeds(),
    logger,
  })

  async function stop(): Promise<void> {
    await server.stop()
    // Closed before the targets, so that calls aborted by the shutdown are not logged as failures.
    readiness.close()
    inventory.close()
    targets.close()
    await shared.stop()
    agents.httpAgent.destroy()
    agents.httpsAgent.destroy()
  }

  return {
    endpoints: [...new Set(targets.all.map(({ endpoint }) => endpoint))],
    status: () => readStatus(targets.all, readiness),
    get url() {
      return server.url
    },
    async start() {
      await shared.start()
      await server.start()
    },
    drain: () => server.drain(),
    whenQuiet: () => server.whenQuiet(),
    stop,
    [Symbol.asyncDispose]: stop,
  }
}
