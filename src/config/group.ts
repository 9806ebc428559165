import type { z } from 'zod'
import type { BudgetOptions } from '../appstream/calls/budget.ts'
import type { TrustedDocuments } from '../trusted-documents.ts'
import type { environment } from './environment.ts'
import type { Config } from './shape.ts'

type Variables = z.output<typeof environment>

/**
 * Duration of overlays for AWS, which is eventually consistent: after a change, a describe call may still return the
 * old state. Changing a resource back takes AWS minutes, so no such change falls within this time.
 */
export const AWS_OVERLAY_MS = 30_000

/** Contents of the PEM files that variables name. */
export interface Certificates {
  readonly upstream: string | undefined
  readonly sharedState: string | undefined
}

/** Groups validated variables into a frozen configuration. */
export function groupVariables(
  env: Variables,
  trustedDocuments: TrustedDocuments | undefined,
  certificates: Certificates,
): Config {
  const { AWS_ACCOUNT_ID: accountId, AWS_ROLE_EXTERNAL_ID: externalId } = env
  const { endpoint, stsEndpoint } = endpointsOf(env)
  // AWS_REGION is often set in a shell for other programs, so AWS_REGIONS takes precedence. The emulator ignores
  // AWS_REGION: its sample data is in us-east-1.
  const single = env.UPSTREAM === 'emulator' ? undefined : env.AWS_REGION
  const regions = env.AWS_REGIONS ?? [single ?? 'us-east-1']
  return Object.freeze({
    upstream: Object.freeze({
      kind: env.UPSTREAM,
      regions: Object.freeze(regions),
      roleArns: Object.freeze(env.AWS_ROLE_ARNS ?? []),
      operateRoleArns: Object.freeze(env.AWS_OPERATE_ROLE_ARNS ?? []),
      sessionTags: env.AWS_SESSION_TAGS === 'true',
      ...(accountId === undefined ? {} : { accountId }),
      ...(externalId === undefined ? {} : { externalId }),
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(stsEndpoint === undefined ? {} : { stsEndpoint }),
      fips: env.UPSTREAM === 'aws' && env.AWS_USE_FIPS_ENDPOINT === true,
      dualstack: env.UPSTREAM === 'aws' && env.AWS_USE_DUALSTACK_ENDPOINT === true,
      timeoutMs: env.UPSTREAM_TIMEOUT_MS,
      listingTimeoutMs: env.UPSTREAM_LISTING_TIMEOUT_MS,
      maxAttempts: env.UPSTREAM_MAX_ATTEMPTS,
      retryBaseMs: env.UPSTREAM_RETRY_BASE_MS,
      budget: budgetOf(env),
      circuitBreaker: Object.freeze({
        failures: env.UPSTREAM_BREAKER_FAILURES,
        pauseMs: env.UPSTREAM_BREAKER_PAUSE_MS,
      }),
    }),
    network: Object.freeze({
      proxies: Object.freeze({
        ...(env.HTTP_PROXY !== undefined && { HTTP_PROXY: env.HTTP_PROXY }),
        ...(env.HTTPS_PROXY !== undefined && { HTTPS_PROXY: env.HTTPS_PROXY }),
        ...(env.NO_PROXY !== undefined && { NO_PROXY: env.NO_PROXY }),
      }),
      ...(certificates.upstream !== undefined && { trustedCertificates: certificates.upstream }),
    }),
    freshness: Object.freeze({
      maxStalenessMs: env.MAX_STALENESS_MS,
      staleIfErrorMs: env.STALE_IF_ERROR_MS,
      readPatienceMs: env.READ_PATIENCE_MS,
      // The emulator is consistent, and its resources can return to an earlier state within seconds.
      overlayMs: env.UPSTREAM === 'emulator' ? 0 : AWS_OVERLAY_MS,
      publicImagesStalenessMs: env.PUBLIC_IMAGES_STALENESS_MS,
      detailsStalenessMs: env.DETAILS_STALENESS_MS,
      detailsConcurrency: env.DETAILS_CONCURRENCY,
      sessionsStalenessMs: env.SESSIONS_STALENESS_MS,
    }),
    sessions: Object.freeze({ byAuthenticationType: env.SESSIONS_BY_AUTHENTICATION_TYPE === 'true' }),
    findings: Object.freeze({ fleetStartOverdueMs: env.FLEET_START_OVERDUE_MS }),
    watch: Object.freeze({
      activeIntervalMs: env.WATCH_ACTIVE_INTERVAL_MS,
      idleIntervalMs: env.WATCH_IDLE_INTERVAL_MS,
      lingerMs: env.WATCH_LINGER_MS,
      bookmarkIntervalMs: env.WATCH_BOOKMARK_INTERVAL_MS,
      logMaxEntries: env.WATCH_LOG_MAX_ENTRIES,
      logMaxBytes: env.WATCH_LOG_MAX_BYTES,
      logMaxAgeMs: env.WATCH_LOG_MAX_AGE_MS,
      queueMaxEvents: env.WATCH_QUEUE_MAX_EVENTS,
    }),
    server: Object.freeze({
      host: env.HOST,
      port: env.PORT,
      graphiql: env.GRAPHIQL === 'true',
      shutdownDelayMs: env.SHUTDOWN_DELAY_MS,
      shutdownGraceMs: env.SHUTDOWN_GRACE_MS,
      maxHeaderBytes: env.MAX_HEADER_BYTES,
      maxConnections: env.WS_MAX_CONNECTIONS,
      maxSubscriptions: env.WS_MAX_SUBSCRIPTIONS,
      maxUninitialized: env.WS_MAX_UNINITIALIZED,
      addressMaxUninitialized: env.WS_MAX_UNINITIALIZED_PER_ADDRESS,
      webSocketUnsentBytes: env.WS_MAX_UNSENT_BYTES,
      keepAliveIntervalMs: env.KEEP_ALIVE_INTERVAL_MS,
      heartbeatIntervalMs: env.MULTIPART_HEARTBEAT_INTERVAL_MS,
      metricsAccess: metricsAccessOf(env),
      callbacks: Object.freeze({
        urls: Object.freeze(env.SUBSCRIPTION_CALLBACK_URLS),
        maxSubscriptions: env.SUBSCRIPTION_CALLBACK_MAX,
        timeoutMs: env.SUBSCRIPTION_CALLBACK_TIMEOUT_MS,
      }),
    }),
    auth: Object.freeze({
      ...(env.AUTH_ISSUER !== undefined &&
        env.AUTH_AUDIENCE !== undefined &&
        env.AUTH_JWKS_URL !== undefined && {
          tokens: Object.freeze({
            issuer: env.AUTH_ISSUER,
            audience: env.AUTH_AUDIENCE,
            jwksUrl: env.AUTH_JWKS_URL,
            targetsClaim: env.AUTH_TARGETS_CLAIM,
          }),
        }),
      ...(env.ROUTER_HMAC_SECRET !== undefined && { routerSecret: env.ROUTER_HMAC_SECRET }),
    }),
    browser: Object.freeze({
      corsOrigins: Object.freeze(env.CORS_ORIGINS ?? []),
      corsHeaders: Object.freeze(env.CORS_HEADERS?.map((name) => name.toLowerCase()) ?? []),
      allowedHosts: Object.freeze(env.ALLOWED_HOSTS ?? []),
    }),
    callerLimits: Object.freeze({
      operationsPerMinute: env.RATE_LIMIT_PER_MINUTE,
      connections: env.CALLER_MAX_CONNECTIONS,
      subscriptions: env.CALLER_MAX_SUBSCRIPTIONS,
      subscriptionBytes: env.CALLER_MAX_SUBSCRIPTION_BYTES,
      totalSubscriptionBytes: env.MAX_SUBSCRIPTION_BYTES,
    }),
    limits: Object.freeze({
      maxBodyBytes: env.MAX_BODY_BYTES,
      maxTokens: env.MAX_TOKENS,
      maxNesting: env.MAX_NESTING,
      maxDepth: env.MAX_DEPTH,
      maxAliases: env.MAX_ALIASES,
      maxRootFields: env.MAX_ROOT_FIELDS,
      maxDirectives: env.MAX_DIRECTIVES,
      maxCost: env.MAX_COST,
      maxUpstreamCalls: env.MAX_UPSTREAM_CALLS,
      maxResponseBytes: env.MAX_RESPONSE_BYTES,
      maxListItems: env.MAX_LIST_ITEMS,
      maxStringLength: env.MAX_STRING_LENGTH,
      maxFieldComparisons: env.MAX_FIELD_COMPARISONS,
      queryTimeoutMs: env.QUERY_TIMEOUT_MS,
      mutationTimeoutMs: env.MUTATION_TIMEOUT_MS,
      introspection: env.INTROSPECTION === 'true',
      ...(trustedDocuments && { trustedDocuments }),
    }),
    admission: Object.freeze({
      maxRunningCost: env.MAX_RUNNING_COST,
      callerRunningCost: env.CALLER_MAX_RUNNING_COST,
      maxUnsentBytes: env.MAX_UNSENT_BYTES,
      callerUnsentBytes: env.CALLER_MAX_UNSENT_BYTES,
      maxQueued: env.MAX_QUEUED_OPERATIONS,
      callerQueued: env.CALLER_MAX_QUEUED_OPERATIONS,
    }),
    answerCacheBytes: env.ANSWER_CACHE_BYTES,
    ...(env.SHARED_STATE_URL !== undefined && {
      sharedState: Object.freeze({
        url: env.SHARED_STATE_URL,
        ...(certificates.sharedState !== undefined && { ca: certificates.sharedState }),
        isCluster: env.SHARED_STATE_CLUSTER === 'true',
        deployment: env.DEPLOYMENT,
      }),
    }),
    emulator: Object.freeze({ port: env.EMULATOR_PORT, speed: env.EMULATOR_SPEED }),
    log: Object.freeze({ level: env.LOG_LEVEL, format: env.LOG_FORMAT }),
  })
}

/** Ignores a shell's AWS_ENDPOINT_URL (LocalStack, for example) for the built-in emulator. */
function endpointsOf(env: Variables): { readonly endpoint?: string; readonly stsEndpoint?: string } {
  const { UPSTREAM: kind, AWS_ENDPOINT_URL_APPSTREAM: own, AWS_ENDPOINT_URL_STS: ownSts } = env
  if (kind === 'aws' && env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS) return {}
  const common = kind === 'aws' ? env.AWS_ENDPOINT_URL : undefined
  const [endpoint, stsEndpoint] = [own ?? common, ownSts ?? common]
  return {
    ...(endpoint !== undefined && { endpoint }),
    ...(stsEndpoint !== undefined && { stsEndpoint }),
  }
}

/**
 * AWS publishes no rate limits for AppStream. Reads use those of EC2's describe calls, per account and region: 20 per
 * second, burst 100 (docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html). A burst covers the most
 * expensive page (100 resources with their tags) and a cold listing of 2,000 images. The emulator needs no budget.
 */
const AWS_RATES = { all: 25, read: 20, write: 5, poll: 10 }
const BURST_SECONDS = 5

function budgetOf(env: Variables): BudgetOptions {
  const rate = (kind: keyof typeof AWS_RATES, given: number | undefined, burst: number | undefined) => {
    const perSecond = given ?? (env.UPSTREAM === 'aws' ? AWS_RATES[kind] : 0)
    return Object.freeze({ perSecond, burst: burst ?? BURST_SECONDS * perSecond })
  }
  return Object.freeze({
    all: rate('all', env.UPSTREAM_CALLS_PER_SECOND, env.UPSTREAM_CALLS_BURST),
    read: rate('read', env.UPSTREAM_READS_PER_SECOND, env.UPSTREAM_READS_BURST),
    write: rate('write', env.UPSTREAM_WRITES_PER_SECOND, env.UPSTREAM_WRITES_BURST),
    poll: rate('poll', env.UPSTREAM_POLLS_PER_SECOND, env.UPSTREAM_POLLS_BURST),
    maxQueued: env.UPSTREAM_QUEUE_MAX,
  })
}

/** Returns the access rule of `/metrics`, which requires authentication if GraphQL does. */
function metricsAccessOf(env: Variables): Config['server']['metricsAccess'] {
  if (env.METRICS_TOKEN !== undefined) return Object.freeze({ token: env.METRICS_TOKEN })
  return env.AUTH_ISSUER === undefined && env.ROUTER_HMAC_SECRET === undefined ? 'open' : 'closed'
}
