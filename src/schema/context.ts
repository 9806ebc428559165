import type { GraphQLError } from 'graphql'
import type { Clock } from '../clock.ts'
import type { Inventory, Reading } from '../inventory/inventory.ts'
import type { ReportedInventory } from '../inventory/reported.ts'
import type { Caller, Permissions } from './access.ts'
import type { Audit } from './mutation/audit.ts'
import type { ClientTokens } from './mutation/client-tokens.ts'
import type { RecentCreations } from './mutation/recent-creations.ts'
import type { Turns } from './pacing/turns.ts'
import type { Reads } from './reads.ts'
import type { Loaders } from './request/loaders.ts'

/** Context of one request, available to its resolvers. */
export interface GraphContext {
  /** Inventory whose reads report what the answer depends on. */
  readonly inventory: ReportedInventory
  /** Whole inventory, for mutations and subscriptions. Access makes the answer unrepeatable. */
  readonly wholeInventory: Inventory
  readonly loaders: Loaders
  /** Inventory reads of the request, where no loader applies. */
  readonly reading: Reading
  /** Aborts when nobody waits for the response; cancels reads and writes of the request. */
  readonly signal: AbortSignal | undefined
  /** Counts an AWS call of the request, for the response extensions. */
  readonly onSend: () => void
  /** Clock. Access makes the answer unrepeatable; {@link hasPassed} compares a time without that. */
  readonly clock: Clock
  /** Returns true if this time has passed, in epoch milliseconds; if not, the answer may be kept only until then. */
  hasPassed(timeMs: number): boolean
  /** Schedules large executions in time slices. */
  readonly turns: Turns
  readonly tokens: ClientTokens
  readonly recentCreations: RecentCreations
  /** Milliseconds that a fleet may be STARTING or STOPPING before that is a finding. */
  readonly fleetStartOverdueMs: number
  readonly audit: Audit
  /** Permissions of the caller. */
  readonly caller: Permissions
  /** Name of the caller. Access makes the answer unrepeatable, since callers with equal permissions share answers. */
  readonly callerName: string
  /** Subject of the caller's token; undefined without one. Access makes the answer unrepeatable. */
  readonly callerSubject: string | undefined
  /** Key that requests of the same authorization and freshness share, so that they can share results. */
  readonly sharingKey: string
  /** Errors that null the whole response, deferred until its last mutation has run. */
  readonly deferredErrors: GraphQLError[]
  /** Returns the response extensions: values served stale because AWS failed, and AWS usage. */
  responseExtensions(): Record<string, unknown> | undefined
  /** Everything that the answer depends on. */
  readonly reads: Reads
  /**
   * Creates a copy without loaded data; each event of a subscription resolves with its own. The function does not
   * retain this context.
   */
  readonly renewed: (signal: AbortSignal) => GraphContext
}

/** Options of one request. */
export interface ContextRequest {
  readonly caller: Caller
  /** True to bypass the cache: reads succeed only from AWS. */
  readonly noCache: boolean
  /** True to report AWS usage and the age of the data. Default: false. */
  readonly upstreamInfo?: boolean
  /** Cancels the request. */
  readonly signal?: AbortSignal | undefined
  readonly audit: Audit
}
