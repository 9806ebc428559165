import type { Freshness } from './cached.ts'
import type { LogBounds } from './change-log.ts'
import type { Clock, Sequence } from './clock.ts'

/** What every part of an inventory shares. */
export interface InventoryParts {
  readonly clock: Clock
  readonly sequence: Sequence
  readonly freshness: Freshness
  /** How far back the changes are kept. */
  readonly bounds: LogBounds
}
