import type { EncodedCommit, Translation } from '../../shared/shared.ts'
import type { AnyResource } from '../resources.ts'
import {
  createDescriptionDecoder,
  createDescriptionEncoder,
  type DescriptionEncoder,
  isSameDescription,
  type SentLists,
} from './description-codec.ts'
import type { Change } from './diff.ts'
import type { ItemObservation } from './item-observations.ts'
import { decodeItems, type EncodedItems, encodeItems } from './listing-codec.ts'
import { decodeObservation, encodeObservation, localCommit } from './observation-codec.ts'
import {
  type EncodedChange,
  type EncodedDelta,
  type EncodedState,
  type EncodedTimes,
  encodedDelta,
  encodedState,
} from './schema.ts'
import type { CollectionCommit, CollectionContent, ListingTimes } from './state.ts'

/** State of a collection from another replica. */
export interface RestoredCollection<Item> extends Pick<CollectionContent<Item>, 'items' | 'listing'> {
  readonly version: number
  /** Sequence number of the last invalidation. */
  readonly changedAt: number
  readonly observed: readonly (readonly [string, ItemObservation<Item>])[]
  readonly writes: readonly (readonly [string, number])[]
}

/** Conversion of commits and states of a collection to JSON. */
export interface CollectionCodec<Item> {
  encode(commit: CollectionCommit<Item>, translation: Translation): EncodedCommit
  /** Returns a commit that follows the current content. @throws if the JSON is not that of a commit */
  decode(delta: unknown, translation: Translation): CollectionCommit<Item>
  /** Returns the changes of a commit that precedes the current content. @throws if the JSON is not that of a commit */
  decodePast(delta: unknown, translation: Translation): Pick<CollectionCommit<Item>, 'changes' | 'version'>
  save(translation: Translation): unknown
  /** @throws if the JSON is not that of a state */
  decodeState(saved: unknown, translation: Translation): RestoredCollection<Item>
}

/** Options of {@link createCollectionCodec}. */
export interface CollectionCodecOptions<Item extends AnyResource> {
  readonly content: CollectionContent<Item>
  readonly toItem: (aws: Item['aws']) => Item
  readonly keyOf: (item: Item) => string
  /** Returns the known item in place of one with the same value. */
  readonly canonical: (known: Item | undefined, item: Item) => Item
}

/** Creates the codec of a collection. */
export function createCollectionCodec<Item extends AnyResource>({
  content,
  toItem,
  keyOf,
  canonical,
}: CollectionCodecOptions<Item>): CollectionCodec<Item> {
  type Commit = CollectionCommit<Item>
  let accountId: string | undefined
  const none: ReadonlyMap<string, Item> = new Map()

  function decoderOf(lists: SentLists): (encoded: unknown) => Item {
    const decode = createDescriptionDecoder(lists)
    // Only descriptions of this kind are encoded.
    return (encoded) => toItem(decode(encoded) as Item['aws'])
  }

  function encodeChange(change: Change<Item>, { encode }: DescriptionEncoder): EncodedChange {
    const key = keyOf(change.kind === 'DELETED' ? change.before : change.after)
    return { kind: change.kind, key, ...('before' in change && { before: encode(change.before.aws) }) }
  }

  function decodeChanges(
    changes: readonly EncodedChange[],
    decode: (encoded: unknown) => Item,
    before: (key: string) => Item | undefined,
    after: (key: string) => Item | undefined,
  ): Change<Item>[] {
    return changes.flatMap((change): Change<Item>[] => {
      const known = change.before === undefined ? undefined : (before(change.key) ?? decode(change.before))
      const next = after(change.key)
      if (change.kind === 'DELETED') return known ? [{ kind: 'DELETED', before: known }] : []
      if (next === undefined) return []
      if (change.kind === 'CREATED') return [{ kind: 'CREATED', after: next }]
      return known ? [{ kind: 'STATE_CHANGED', before: known, after: next }] : []
    })
  }

  function encodeTimes(
    { sequence, observedAt, tookMs }: ListingTimes,
    { toShared, toEngineTime }: Translation,
  ): EncodedTimes {
    return { started: toShared(sequence), observedAt: toEngineTime(observedAt), tookMs }
  }

  function decodeTimes(
    { started, observedAt, tookMs }: EncodedTimes,
    { toLocal, toLocalTime }: Translation,
  ): ListingTimes {
    return { sequence: toLocal(started), observedAt: toLocalTime(observedAt), tookMs }
  }

  /** Encodes the state that consists of this content. */
  function encodeState(
    {
      items,
      listing,
      observed,
      version,
    }: Pick<RestoredCollection<Item>, 'items' | 'listing' | 'version'> & {
      readonly observed: Iterable<readonly [string, ItemObservation<Item>]>
    },
    translation: Translation,
  ): EncodedState {
    const encoder = createDescriptionEncoder()
    const encodeItem = ({ aws }: Item) => encoder.encode(aws)
    return {
      version,
      ...(items && { items: Array.from(items, ([key, item]) => [key, encodeItem(item)]) }),
      ...(listing && { listing: encodeTimes(listing, translation) }),
      changedAt: translation.toShared(content.changedAt),
      observed: Array.from(observed, ([key, observation]) =>
        encodeObservation(key, observation, items?.get(key), encodeItem, translation, true),
      ),
      writes: Array.from(content.writes.all(), ([name, sequence]) => [name, translation.toShared(sequence)]),
      lists: encoder.lists,
    }
  }

  /** Returns the items after a listing, with the account of resources that were received before it was known. */
  function itemsAfter(encoded: EncodedItems, decode: (encoded: unknown) => Item): Map<string, Item> {
    const items = decodeItems(content.items ?? new Map<string, Item>(), encoded, decode)
    const [sample] = items.values()
    if (sample === undefined || sample.target.accountId === accountId) return items
    accountId = sample.target.accountId
    for (const [key, item] of items) if (item.accountId === undefined) items.set(key, toItem(item.aws))
    return items
  }

  return {
    encode(commit, translation) {
      const { listing, observed, version } = commit
      if (listing !== undefined && content.items === undefined) {
        const dropped = new Set(listing.dropped)
        const kept = Array.from(content.observations.all()).filter(([key]) => !dropped.has(key))
        const base = encodeState({ items: listing.items, listing, observed: kept, version }, translation)
        return { delta: null, base }
      }
      const encoder = createDescriptionEncoder()
      const encodeItem = ({ aws }: Item) => encoder.encode(aws)
      const delta: EncodedDelta = {
        ...(listing && {
          listing: {
            ...encodeTimes(listing, translation),
            ...encodeItems(content.items ?? none, listing.items, hasSameDescription, encodeItem),
            dropped: [...listing.dropped],
          },
        }),
        ...(observed.length > 0 && {
          observed: observed.map(([key, observation]) =>
            encodeObservation(key, observation, content.items?.get(key), encodeItem, translation, false),
          ),
        }),
        ...(commit.changes.length > 0 && {
          changes: commit.changes.map((change) => encodeChange(change, encoder)),
        }),
        version,
        endsOverlay: commit.endsOverlay,
        wrote: commit.wrote,
        invalidates: commit.invalidates,
        lists: encoder.lists,
      }
      return { delta }
    },
    decode(json, translation) {
      const delta = encodedDelta.parse(json)
      const decode = decoderOf(delta.lists)
      const known = (key: string) => content.items?.get(key)
      const items = delta.listing && itemsAfter(delta.listing, decode)
      const observed = delta.observed.map(
        (each) => [each.key, decodeObservation(each, known(each.key), decode, translation)] as const,
      )
      const seen = new Map(observed)
      const after = (key: string) => items?.get(key) ?? seen.get(key)?.item
      return {
        ...(delta.listing &&
          items && {
            listing: { ...decodeTimes(delta.listing, translation), items, dropped: delta.listing.dropped },
          }),
        observed,
        changes: decodeChanges(delta.changes, decode, known, after),
        version: delta.version,
        endsOverlay: delta.endsOverlay,
        wrote: delta.wrote,
        invalidates: delta.invalidates,
      } satisfies Commit
    },
    decodePast(json, translation) {
      const delta = encodedDelta.safeParse(json).data
      // The first listing has no delta, and no changes.
      if (delta === undefined) return { changes: [], version: 0 }
      const decode = decoderOf(delta.lists)
      const puts = new Map(delta.listing?.puts.map(([key, encoded]) => [key, encoded]))
      const observed = new Map(delta.observed.map((each) => [each.key, each]))
      const after = (key: string) => {
        if (puts.has(key)) return decode(puts.get(key))
        const single = observed.get(key)
        return single && decodeObservation(single, undefined, decode, translation).item
      }
      const changes = decodeChanges(delta.changes, decode, () => undefined, after)
      return { changes: changes.length === delta.changes.length ? changes : [], version: delta.version }
    },
    save: (translation) =>
      encodeState(
        { ...content, observed: content.observations.all(), version: content.log.head() },
        translation,
      ),
    decodeState(saved, translation) {
      const state = encodedState.parse(saved)
      const decode = decoderOf(state.lists)
      const items =
        state.items &&
        new Map(state.items.map(([key, aws]) => [key, canonical(content.items?.get(key), decode(aws))]))
      return {
        version: state.version,
        items,
        listing: state.listing && restored(decodeTimes(state.listing, translation)),
        changedAt: localCommit(state.changedAt, translation),
        observed: state.observed.map((each) => [
          each.key,
          restored(decodeObservation(each, items?.get(each.key), decode, translation)),
        ]),
        writes: state.writes.map(([name, number]) => [name, localCommit(number, translation)]),
      }
    },
  }
}

function restored<Restored extends { readonly sequence: number }>(observation: Restored) {
  return { ...observation, landed: observation.sequence }
}

function hasSameDescription(one: AnyResource, other: AnyResource): boolean {
  return isSameDescription(one.aws, other.aws)
}
