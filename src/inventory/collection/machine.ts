import type { CommitMeta, StateMachine } from '../../shared/shared.ts'
import type { AnyResource } from '../resources.ts'
import type { Canonical } from './canonical.ts'
import { createCollectionCodec } from './codec.ts'
import type { CollectionCommit, CollectionState } from './state.ts'

/** Options of {@link createCollectionMachine}. */
export interface CollectionMachineOptions<Item extends AnyResource> {
  readonly state: CollectionState<Item>
  readonly toItem: (aws: Item['aws']) => Item
  readonly keyOf: (item: Item) => string
  readonly canonical: Canonical<Item>
  readonly onApplied: (commit: CollectionCommit<Item>, meta: CommitMeta) => void
  /** Called when the content was replaced. `wasListed` is true if items were known before. */
  readonly onRestored: (wasListed: boolean) => void
}

/** Creates the state machine of a collection. */
export function createCollectionMachine<Item extends AnyResource>({
  state,
  onApplied,
  onRestored,
  ...options
}: CollectionMachineOptions<Item>): StateMachine<CollectionCommit<Item>> {
  const { content } = state
  const codec = createCollectionCodec<Item>({ ...options, content })
  return {
    apply(commit, meta) {
      state.apply(commit, meta)
      onApplied(commit, meta)
    },
    encode: codec.encode,
    decode: codec.decode,
    save: codec.save,
    restore(saved, _meta, translation) {
      const wasListed = content.items !== undefined
      const restored = saved === undefined ? undefined : codec.decodeState(saved, translation)
      content.items = restored?.items
      content.listing = restored?.listing
      content.changedAt = restored?.changedAt ?? 0
      content.observations.replace(restored?.observed ?? [])
      content.writes.replace(restored?.writes ?? [])
      content.log.restart(restored?.version ?? 0)
      onRestored(wasListed)
    },
    recall(delta, meta, translation) {
      const { changes, version } = codec.decodePast(delta, translation)
      content.log.recall(changes, version, meta)
    },
  }
}
