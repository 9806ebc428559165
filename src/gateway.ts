import type { Logger } from 'pino'
import { createAgents } from './appstream/agents.ts'
import { describeCause } from './appstream/cause.ts'
import { createTargets } from './appstream/targets.ts'
import type { Config } from './config.ts'
import { type Clock, type Schedule, systemClock, systemSchedule } from './inventory/clock.ts'
import { createInventory } from './inventory/inventory.ts'
import { createReadiness } from './inventory/readiness.ts'
import { createSlices } from './inventory/slices.ts'
import { createContextFactory, createKnownSizes, createSchema, createTurns } from './schema/index.ts'
import { createAgentFetch } from './server/auth/agent-fetch.ts'
import { createServer } from './server/http.ts'
import { inventorySources, locate } from './server/observability/metrics/inventory.ts'
import { createMetrics, type ProcessMetrics } from './server/observability/metrics/metrics.ts'
import { untracedSchedule } from './server/observability/tracing.ts'

/** A gateway: from configuration to a URL. */
export interface Gateway extends AsyncDisposable {
  /** Where GraphQL is served; with port 0, known once started. */
  readonly url: string
  /** Resolves when it listens. */
  start(): Promise<void>
  /** Fails readiness while serving on, so that load balancers send traffic elsewhere. */
  drain(): void
  /** Resolves when requests have stopped coming, within the grace and five seconds. */
  whenQuiet(): Promise<void>
  /** Reads from AWS once and returns the outcome; waits about ten seconds at most. */
  status(): Promise<GatewayStatus>
  /** Finishes requests in flight, within the grace that is configured, then releases everything. */
  stop(): Promise<void>
}

/** How a gateway found AWS. */
export interface GatewayStatus {
  /** Whether any target was read. */
  readonly isReady: boolean
  /** The URLs that AppStream is called at. */
  readonly endpoints: readonly string[]
  /** The last error of each target that failed. */
  readonly problems: readonly string[]
}

/** What a gateway does not read from its configuration. */
export interface GatewayDependencies {
  readonly logger: Logger
  readonly clock?: Clock
  readonly schedule?: Schedule
  /** The process's own metrics, for `/metrics` to tell with the gateway's. */
  readonly processMetrics?: ProcessMetrics
}

/** Puts the gateway together; nothing listens, and AWS is not called, before {@link Gateway.start}. */
export function createGateway(config: Config, dependencies: GatewayDependencies): Gateway {
  const { logger, clock = systemClock } = dependencies
  const schedule = untracedSchedule(dependencies.schedule ?? systemSchedule)
  const { upstream, freshness, watch } = config
  // Tokens expire by the time of day, which the monotonic clock may drift from.
  const wallClock: Clock = dependencies.clock ?? { now: Date.now }
  const metrics = createMetrics(dependencies.processMetrics)
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
    // No proxy leads to an emulator: a shell's variables are not for it.
    network: upstream.kind === 'emulator' ? {} : config.network,
    retry: { maxAttempts: upstream.maxAttempts, baseDelayMs: upstream.retryBaseMs },
    deadlines: { callMs: upstream.timeoutMs, listingMs: upstream.listingTimeoutMs },
    budget: upstream.budget,
    circuitBreaker: upstream.circuitBreaker,
    clock,
    schedule,
    onRenewalFailed: (error) =>
      logger.warn(
        { cause: describeCause(error) },
        'role credentials were not renewed, the old ones are used',
      ),
    onCall(call) {
      metrics.noteCall(call)
      // Also where a snapshot or another target answered, and nobody was told an error.
      if (call.outcome !== 'OK' && call.outcome !== 'ABORTED') logger.warn({ call }, 'a call to AWS failed')
    },
  })
  const slices = createSlices()
  const inventory = createInventory(targets.all, {
    ...freshness,
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
    bookmarkIntervalMs: watch.bookmarkIntervalMs,
    maxQueuedEvents: watch.queueMaxEvents,
    slices,
    onWatch: ({ target, kind, outcome }) => {
      const watched = { kind, ...locate(target) }
      if (outcome === 'recovered') return logger.info({ watched }, 'polling works again')
      if (outcome === 'stopped while failing')
        return logger.info({ watched }, 'polling stopped, nobody watches')
      metrics.notePollFailure(watched)
      logger.warn({ watched, err: outcome.error, failures: outcome.failures }, 'a poll failed')
    },
  })
  metrics.observe(inventorySources(inventory))
  const readiness = createReadiness(inventory, {
    clock,
    schedule,
    onFailure: (errors) => logger.warn({ errors: errors.map(String) }, 'not ready: no target can be read'),
  })
  const turns = createTurns()
  const createContext = createContextFactory({
    inventory,
    clock,
    turns,
    maxUpstreamCalls: config.limits.maxUpstreamCalls,
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
    clock: wallClock,
    schedule,
    schema: createSchema(),
    createContext: ({ logger: requestLogger, ...request }) =>
      createContext({ ...request, audit: (entry) => requestLogger.info({ audit: entry }, 'mutation') }),
    isReady: readiness.isReady,
    limits: config.limits,
    admission: config.admission,
    slices,
    turns,
    sizes: createKnownSizes(inventory),
    metrics,
    endSubscriptions: () => inventory.endFeeds(),
    logger,
  })

  async function stop(): Promise<void> {
    await server.stop()
    // Before AWS is cut off: what that breaks off is not a failure to log and count.
    readiness.close()
    inventory.close()
    targets.close()
    agents.httpAgent.destroy()
    agents.httpsAgent.destroy()
  }

  async function status(): Promise<GatewayStatus> {
    let isReady = await readiness.isReady()
    // While an attempt is under way, each question waits half a second for it.
    for (let asked = 1; asked < 20 && !isReady && isUnderWay(); asked++) isReady = await readiness.isReady()
    return {
      isReady,
      endpoints: [...new Set(targets.all.map(({ endpoint }) => endpoint))],
      problems: targets.all.flatMap(({ region, accountId, lastError }) =>
        lastError === undefined ? [] : `${accountId ?? 'own account'} / ${region}: ${lastError}`,
      ),
    }
  }

  function isUnderWay(): boolean {
    return targets.all.some(({ reachable }) => reachable === undefined)
  }

  return {
    status,
    get url() {
      return server.url
    },
    start: () => server.start(),
    drain: () => server.drain(),
    whenQuiet: () => server.whenQuiet(),
    stop,
    [Symbol.asyncDispose]: stop,
  }
}
