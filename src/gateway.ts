import type { GraphQLSchema } from 'graphql'
import type { Logger } from 'pino'
import { createAgents } from './appstream/agents.ts'
import type { FinishedCall } from './appstream/calls/calls.ts'
import { describeCause } from './appstream/errors/cause.ts'
import { createTargets } from './appstream/targets.ts'
import { type Clock, roundMs, type Schedule, systemClock, systemSchedule } from './clock.ts'
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
    onRenewalFailed: (error) =>
      logger.warn({ cause: describeCause(error) }, 'could not renew role credentials; using the old ones'),
    onCall(call) {
      metrics.noteCall(call)
      logCall(call, logger)
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
    sessions: {
      ...config.sessions,
      onMissing: ({ target, fleet, inUse, found }) =>
        logger.warn(
          { sessions: { ...locate(target), fleet, inUse, found } },
          'fewer sessions found than the fleet reports in use; if this persists, set SESSIONS_BY_AUTHENTICATION_TYPE=true',
        ),
    },
    bookmarkIntervalMs: watch.bookmarkIntervalMs,
    maxQueuedEvents: watch.queueMaxEvents,
    slices,
    onWatch: ({ target, kind, outcome }) => {
      const watched = { kind, ...locate(target) }
      if (outcome === 'recovered') return logger.info({ watched }, 'polling recovered')
      if (outcome === 'stopped while failing')
        return logger.info({ watched }, 'polling stopped: no subscribers left')
      metrics.notePollFailure(watched)
      logger.warn({ watched, err: outcome.error, failures: outcome.failures }, 'poll failed')
    },
  })
  metrics.observe(inventorySources(inventory))
  const readiness = createReadiness(inventory, {
    probe: imageBuilderKind,
    clock,
    schedule,
    onFailure: (errors) => logger.warn({ errors: errors.map(String) }, 'not ready: no target is readable'),
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

/** Logs a failed call, even if the client got no error because a snapshot or another target supplied the data. */
function logCall(call: FinishedCall, logger: Logger): void {
  if (call.outcome === 'OK' || call.outcome === 'ABORTED') return
  // AWS rejects some requests, such as a read of the theme of a stack without one. Polls read existing resources only.
  const isExpected = call.outcome === 'UPSTREAM_REJECTED' && call.purpose !== 'poll'
  logger[isExpected ? 'debug' : 'warn'](
    { call: { ...call, durationMs: roundMs(call.durationMs) } },
    'AWS call failed',
  )
}
