import type { Clock, Sequence } from '../clock.ts'
import type { Shared } from '../shared/shared.ts'
import type { Patience } from './cache/patience.ts'
import type { Freshness } from './cache/reads.ts'
import type { LogBounds } from './collection/change-log.ts'

/** Dependencies and limits shared by all parts of an inventory. */
export interface InventoryDependencies {
  readonly clock: Clock
  /** State that several replicas share. */
  readonly shared: Shared
  /** Sequence of `shared`. */
  readonly sequence: Sequence
  readonly freshness: Freshness
  /** Maximum wait of readers that accept an older value. */
  readonly patience?: Patience
  /** Maximum milliseconds for which the result of a mutation overlays older state from AWS. */
  readonly overlayMs: number
  /** Bounds of the change logs. */
  readonly bounds: LogBounds
}

/** Runs a call while fewer than the limit are in flight. */
export type Limit = <Result>(call: () => Promise<Result>) => Promise<Result>
