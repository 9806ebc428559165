import type { z } from 'zod'
import { environment } from './environment.ts'
import { documentation } from './environment-variable.ts'

/** What the gateway reads from the environment, grouped by concern and deeply frozen. Times are milliseconds. */
export interface Config {
  readonly upstream: {
    readonly kind: 'emulator' | 'aws'
    readonly regions: readonly string[]
    readonly roleArns: readonly string[]
    readonly accountId?: string
    readonly endpoint?: string
    readonly timeoutMs: number
    readonly listingTimeoutMs: number
    readonly maxAttempts: number
    readonly retryBaseMs: number
  }
  readonly freshness: {
    readonly maxStalenessMs: number
    readonly staleIfErrorMs: number
    readonly publicImagesStalenessMs: number
    readonly detailsStalenessMs: number
    readonly detailsConcurrency: number
  }
  readonly watch: {
    readonly activeIntervalMs: number
    readonly idleIntervalMs: number
    readonly lingerMs: number
    readonly bookmarkIntervalMs: number
    readonly logMaxEntries: number
    readonly logMaxAgeMs: number
    readonly queueMaxEvents: number
  }
  readonly server: {
    readonly host: string
    readonly port: number
    readonly graphiql: boolean
    readonly shutdownGraceMs: number
    readonly maxConnections: number
    readonly maxSubscriptions: number
    readonly keepAliveIntervalMs: number
    readonly metricsAccess: 'open' | 'closed' | { readonly token: string }
  }
  readonly emulator: { readonly port: number; readonly speed: number }
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'
}

/** Thrown by {@link loadConfig}; the message has one line for each variable that is wrong. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(['The configuration is wrong:', ...problems].join('\n  '))
    this.problems = problems
  }
}

/**
 * Reads the configuration from environment variables. An empty variable counts as unset.
 * @throws {ConfigError} naming every variable that is wrong, not just the first.
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const names = Object.keys(environment.shape)
  const given = Object.fromEntries(names.map((name) => [name, env[name]?.trim() || undefined]))
  const { data, error } = environment.safeParse(given)

  const wrong = new Set(error?.issues.map((issue) => issue.path[0]))
  const problems = Object.entries(environment.shape)
    .filter(([name]) => wrong.has(name))
    .map(([name, schema]) => {
      const { accepted, isSecret } = documentation.get(schema) ?? {}
      return `${name} is ${isSecret ? 'wrong' : `"${given[name]}"`}: expected ${accepted}`
    })
  if (given['UPSTREAM'] === 'aws' && !given['AWS_REGIONS'] && !given['AWS_REGION']) {
    problems.push('AWS_REGIONS is unset: UPSTREAM=aws needs it, or AWS_REGION (for instance us-east-1)')
  }
  if (data === undefined || problems.length > 0) throw new ConfigError(problems)
  return grouped(data)
}

function grouped(env: z.output<typeof environment>): Config {
  const { AWS_ACCOUNT_ID: accountId, AWS_ENDPOINT_URL_APPSTREAM: endpoint } = env
  // AWS_REGION is often set in a shell for other programs, so the list, which is the gateway's own, goes first.
  // Left to itself the emulator shows its company in us-east-1, whatever the shell's AWS_REGION is.
  const single = env.UPSTREAM === 'emulator' ? undefined : env.AWS_REGION
  const regions = env.AWS_REGIONS ?? [single ?? 'us-east-1']
  return Object.freeze({
    upstream: Object.freeze({
      kind: env.UPSTREAM,
      regions: Object.freeze(regions),
      roleArns: Object.freeze(env.AWS_ROLE_ARNS ?? []),
      ...(accountId === undefined ? {} : { accountId }),
      ...(endpoint === undefined ? {} : { endpoint }),
      timeoutMs: env.UPSTREAM_TIMEOUT_MS,
      listingTimeoutMs: env.UPSTREAM_LISTING_TIMEOUT_MS,
      maxAttempts: env.UPSTREAM_MAX_ATTEMPTS,
      retryBaseMs: env.UPSTREAM_RETRY_BASE_MS,
    }),
    freshness: Object.freeze({
      maxStalenessMs: env.MAX_STALENESS_MS,
      staleIfErrorMs: env.STALE_IF_ERROR_MS,
      publicImagesStalenessMs: env.PUBLIC_IMAGES_STALENESS_MS,
      detailsStalenessMs: env.DETAILS_STALENESS_MS,
      detailsConcurrency: env.DETAILS_CONCURRENCY,
    }),
    watch: Object.freeze({
      activeIntervalMs: env.WATCH_ACTIVE_INTERVAL_MS,
      idleIntervalMs: env.WATCH_IDLE_INTERVAL_MS,
      lingerMs: env.WATCH_LINGER_MS,
      bookmarkIntervalMs: env.WATCH_BOOKMARK_INTERVAL_MS,
      logMaxEntries: env.WATCH_LOG_MAX_ENTRIES,
      logMaxAgeMs: env.WATCH_LOG_MAX_AGE_MS,
      queueMaxEvents: env.WATCH_QUEUE_MAX_EVENTS,
    }),
    server: Object.freeze({
      host: env.HOST,
      port: env.PORT,
      graphiql: env.GRAPHIQL === 'true',
      shutdownGraceMs: env.SHUTDOWN_GRACE_MS,
      maxConnections: env.WS_MAX_CONNECTIONS,
      maxSubscriptions: env.WS_MAX_SUBSCRIPTIONS,
      keepAliveIntervalMs: env.KEEP_ALIVE_INTERVAL_MS,
      metricsAccess: env.METRICS_TOKEN === undefined ? 'open' : Object.freeze({ token: env.METRICS_TOKEN }),
    }),
    emulator: Object.freeze({ port: env.EMULATOR_PORT, speed: env.EMULATOR_SPEED }),
    logLevel: env.LOG_LEVEL,
  })
}
