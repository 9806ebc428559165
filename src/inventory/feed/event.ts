import type { Target } from '../../appstream/target.ts'

/** Event sent to a subscriber. */
export interface FeedEvent<Item> {
  readonly kind: 'CREATED' | 'STATE_CHANGED' | 'DELETED' | 'SNAPSHOT' | 'SYNCED' | 'RESET'
  /** Resource. On DELETED, its last known version; absent on SYNCED and RESET. */
  readonly item?: Item
  /** Previous version of the resource, on STATE_CHANGED and DELETED. */
  readonly previous?: Item
  /** True if the resource matches the filter after the event; absent on SYNCED and RESET. */
  readonly matches?: boolean
  /** Cursor to resume after this event. */
  readonly cursor: string
  /** Epoch milliseconds. */
  readonly observedAt: number
  /** On SYNCED: targets that cannot be read now. */
  readonly failures: readonly SourceFailure[]
}

/** Target that could not be read, with the error. */
export interface SourceFailure {
  readonly target: Target
  readonly error: unknown
}
