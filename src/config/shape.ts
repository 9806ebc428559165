import type { NetworkOptions } from '../appstream/agents.ts'
import type { BudgetOptions } from '../appstream/budget.ts'
import type { CircuitBreakerOptions } from '../appstream/circuit-breaker.ts'
import type { AdmissionLimits } from '../server/execution/admission.ts'
import type { LimitSettings } from '../server/limits/limits.ts'
import type { LogLevel } from '../server/observability/logger.ts'

/** What the gateway reads from the environment, grouped by concern and deeply frozen. Times are milliseconds. */
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
  /** Of connections to AWS and to the issuer of tokens. */
  readonly network: NetworkOptions
  readonly freshness: {
    readonly maxStalenessMs: number
    readonly staleIfErrorMs: number
    readonly readPatienceMs: number
    /** How long what a mutation returned stays on top of what upstream shows from before it. */
    readonly overlayMs: number
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
    /** Tokens of this issuer are needed. */
    readonly tokens?: {
      readonly issuer: string
      readonly audience: string
      readonly jwksUrl: string
      readonly targetsClaim: string
    }
    /** Signatures of a router that has this secret are needed. */
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
  readonly emulator: { readonly port: number; readonly speed: number }
  readonly logLevel: LogLevel
}
