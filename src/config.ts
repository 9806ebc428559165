import type { z } from 'zod'
import { environment } from './environment.ts'
import { documentation } from './environment-variable.ts'
import { readManifest, type TrustedDocuments } from './server/limits/manifest.ts'

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
  }
  /** 0 is no limit. */
  readonly limits: {
    readonly maxBodyBytes: number
    readonly maxTokens: number
    readonly maxNesting: number
    readonly maxDepth: number
    readonly maxAliases: number
    readonly maxRootFields: number
    readonly maxDirectives: number
    readonly maxCost: number
    readonly queryTimeoutMs: number
    readonly mutationTimeoutMs: number
    readonly introspection: boolean
    readonly trustedDocuments?: TrustedDocuments
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
    .map(([name, schema]) => `${name} is "${given[name]}": expected ${documentation.get(schema)?.accepted}`)
  if (given['UPSTREAM'] === 'aws' && !given['AWS_REGIONS'] && !given['AWS_REGION']) {
    problems.push('AWS_REGIONS is unset: UPSTREAM=aws needs it, or AWS_REGION (for instance us-east-1)')
  }
  const trustedDocuments = readTrustedDocuments(given['TRUSTED_DOCUMENTS'], problems)
  if (data === undefined || problems.length > 0) throw new ConfigError(problems)
  return grouped(data, trustedDocuments)
}

function readTrustedDocuments(path: string | undefined, problems: string[]): TrustedDocuments | undefined {
  if (path === undefined) return undefined
  try {
    return readManifest(path)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    problems.push(`TRUSTED_DOCUMENTS is "${path}": ${error.message}`)
    return undefined
  }
}

function grouped(env: z.output<typeof environment>, trustedDocuments: TrustedDocuments | undefined): Config {
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
      queryTimeoutMs: env.QUERY_TIMEOUT_MS,
      mutationTimeoutMs: env.MUTATION_TIMEOUT_MS,
      introspection: env.INTROSPECTION === 'true',
      ...(trustedDocuments && { trustedDocuments }),
    }),
    emulator: Object.freeze({ port: env.EMULATOR_PORT, speed: env.EMULATOR_SPEED }),
    logLevel: env.LOG_LEVEL,
  })
}
