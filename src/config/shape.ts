import type { NetworkOptions } from '../appstream/agents.ts'
import type { BudgetOptions } from '../appstream/calls/budget.ts'
import type { CircuitBreakerOptions } from '../appstream/calls/circuit-breaker.ts'
import type { LogOptions } from '../logger.ts'
import type { AdmissionLimits } from '../server/execution/admission.ts'
import type { LimitSettings } from '../server/limits/limits.ts'

/** Configuration read from the environment, grouped by concern and deeply frozen. Durations are in milliseconds. */
export interface Config {
  readonly upstream: {
    readonly kind: 'emulator' | 'aws'
    readonly regions: readonly string[]
    readonly roleArns: readonly string[]
    readonly operateRoleArns: readonly string[]
    readonly sessionTags: boolean
    readonly accountId?: string
    readonly endpoint?: string
    readonly stsEndpoint?: string
    readonly externalId?: string
    readonly fips: boolean
    readonly dualstack: boolean
    readonly timeoutMs: number
    readonly listingTimeoutMs: number
    readonly maxAttempts: number
    readonly retryBaseMs: number
    readonly budget: BudgetOptions
    readonly circuitBreaker: CircuitBreakerOptions
  }
  /** Proxies and CA certificates for connections to AWS and to the token issuer. */
  readonly network: NetworkOptions
  readonly freshness: {
    readonly maxStalenessMs: number
    readonly staleIfErrorMs: number
    readonly readPatienceMs: number
    /** Time that the result of a mutation overrides older state returned by AWS. */
    readonly overlayMs: number
    readonly publicImagesStalenessMs: number
    readonly detailsStalenessMs: number
    readonly detailsConcurrency: number
    readonly sessionsStalenessMs: number
  }
  readonly sessions: {
    /** True to ask AWS for the sessions of each authentication type. */
    readonly byAuthenticationType: boolean
  }
  readonly findings: {
    /** Time after which a fleet that is still STARTING or STOPPING gets a finding. */
    readonly fleetStartOverdueMs: number
  }
  readonly watch: {
    readonly activeIntervalMs: number
    readonly idleIntervalMs: number
    readonly lingerMs: number
    readonly bookmarkIntervalMs: number
    readonly logMaxEntries: number
    readonly logMaxBytes: number
    readonly logMaxAgeMs: number
    readonly queueMaxEvents: number
  }
  readonly server: {
    readonly host: string
    readonly port: number
    readonly graphiql: boolean
    readonly shutdownDelayMs: number
    readonly shutdownGraceMs: number
    readonly maxHeaderBytes: number
    readonly maxConnections: number
    readonly maxSubscriptions: number
    readonly maxUninitialized: number
    readonly addressMaxUninitialized: number
    readonly webSocketUnsentBytes: number
    readonly keepAliveIntervalMs: number
    readonly heartbeatIntervalMs: number
    readonly metricsAccess: 'open' | 'closed' | { readonly token: string }
    readonly callbacks: {
      readonly urls: readonly string[]
      readonly maxSubscriptions: number
      readonly timeoutMs: number
    }
  }
  readonly auth: {
    /** Access tokens of this issuer are required. Absent if authentication is off. */
    readonly tokens?: {
      readonly issuer: string
      readonly audience: string
      readonly jwksUrl: string
      readonly targetsClaim: string
    }
    /** Requests must be signed by a router with this secret. Absent if not required. */
    readonly routerSecret?: string
  }
  readonly browser: {
    readonly corsOrigins: readonly string[]
    readonly corsHeaders: readonly string[]
    readonly allowedHosts: readonly string[]
  }
  readonly callerLimits: {
    readonly operationsPerMinute: number
    readonly connections: number
    readonly subscriptions: number
    readonly subscriptionBytes: number
    readonly totalSubscriptionBytes: number
  }
  readonly limits: LimitSettings
  readonly admission: AdmissionLimits
  /** Maximum memory of cached answers in bytes; 0: none is cached. */
  readonly answerCacheBytes: number
  /** Server that shares state between replicas. Absent for a single process. */
  readonly sharedState?: {
    /** Contains the password. */
    readonly url: string
    /** CA certificates to trust, as PEM. */
    readonly ca?: string
    readonly isCluster: boolean
    readonly deployment: string
  }
  readonly emulator: { readonly port: number; readonly speed: number }
  readonly log: LogOptions
}
