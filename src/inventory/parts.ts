import type { Freshness } from './cached.ts'
import type { LogBounds } from './change-log.ts'
import type { Clock, Sequence } from './clock.ts'
import type { Patience } from './patience.ts'

/** What every part of an inventory shares. */
export interface InventoryParts {
  readonly clock: Clock
  readonly sequence: Sequence
  readonly freshness: Freshness
  /** Of readers who would take an older answer. */
  readonly patience?: Patience
  /** AWS may show for a while what was before a mutation; what that returned stays on top no longer than this. */
  readonly overlayMs: number
  /** How far back the changes are kept. */
  readonly bounds: LogBounds
}
