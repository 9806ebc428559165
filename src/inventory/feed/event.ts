import type { Target } from '../../appstream/target.ts'

/** What a subscriber is told. */
export interface FeedEvent<Item> {
  readonly kind: 'CREATED' | 'STATE_CHANGED' | 'DELETED' | 'SNAPSHOT' | 'SYNCED' | 'RESET'
  /** The resource, as last seen when it is DELETED; absent on SYNCED and RESET. */
  readonly item?: Item
  /** The resource before, on STATE_CHANGED and DELETED. */
  readonly previous?: Item
  /** Where to go on from after this event. */
  readonly cursor: string
  /** Epoch milliseconds. */
  readonly observedAt: number
  /** On SYNCED: the targets that could not be read, and are not part of what was told. */
  readonly failures: readonly SourceFailure[]
}

/** A target that could not be read. */
export interface SourceFailure {
  readonly target: Target
  readonly error: unknown
}
