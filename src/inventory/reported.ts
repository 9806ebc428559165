import type { Target } from '../appstream/target.ts'
import type { ReportedRead } from './cache/reads.ts'
import type { ChildKind, ChildResource } from './child-kind.ts'
import type { Collection } from './collection/collection.ts'
import type { Snapshot } from './collection/snapshot.ts'
import type { Images } from './images/images.ts'
import type { ImageOutcome } from './images/lookup.ts'
import type { Inventory } from './inventory.ts'
import type { Kind } from './kind.ts'
import type { KindInventory } from './kind-inventory.ts'
import type { PairKind, PartnerNames, Side } from './pairs/pair-kind.ts'
import type { Pairs, Partners } from './pairs/pairs.ts'
import type { AnyResource, Image } from './resources.ts'
import type { ImageKey } from './routing.ts'
import type { Session, SessionPair, Sessions, SessionUser } from './sessions.ts'
import type { TagAndShareCache } from './tag-and-share-caches.ts'
import type { TargetInventory } from './target-inventory.ts'

/**
 * The part of {@link Inventory} in which every read reports what it depends on: without `onRead`, a read does not compile,
 * and members that report nothing are missing. Answers that are computed from it can be kept.
 */
export interface ReportedInventory extends Pick<Inventory, 'targets' | 'targetsOf'> {
  of(target: Target): ReportedTarget
  loadImages(keys: readonly ImageKey[], options: ReportedRead): Promise<ImageOutcome[]>
  peekImage(key: ImageKey, options: ReportedRead): Image | null | undefined
  cursor(snapshots: readonly Snapshot<unknown>[], options: Pick<ReportedRead, 'onRead'>): string
  /** Views are computed from snapshots that the caller has read. */
  readonly kinds: Pick<Inventory['kinds'], 'viewsOf'>
}

/** See {@link TargetInventory}. */
export interface ReportedTarget {
  readonly images: ReportedImages
  readonly details: ReportedDetails
  readonly kinds: { of<Item extends AnyResource>(kind: Kind<Item>): ReportedKind<Item> }
  readonly pairs: { of<Data>(kind: PairKind<Data>): ReportedPairs<Data> }
  readonly children: {
    of<Item extends ChildResource>(kind: ChildKind<Item>, parent: string): ReportedChildren<Item>
  }
  readonly sessions: ReportedSessions
}

/** See {@link Collection}. */
export interface ReportedCollection<Item> extends Pick<Collection<Item>, 'key' | 'freshness'> {
  read(options: ReportedRead): Promise<Snapshot<Item>>
  peek(options: ReportedRead): Snapshot<Item> | undefined
  callsToRead(options: ReportedRead): number
}

/** See {@link KindInventory}. First sightings change only with the listing or the resources that they are noted for. */
export interface ReportedKind<Item> extends Pick<KindInventory<Item>, 'firstSeen'> {
  readonly collection: ReportedCollection<Item>
  readonly readOne?: (name: string, options: ReportedRead) => Promise<Item | undefined>
}

/** Children of one parent. */
export interface ReportedChildren<Item> {
  readonly collection: ReportedCollection<Item>
}

/** See {@link Images}. */
export interface ReportedImages {
  readonly byVisibility: Readonly<Record<keyof Images['byVisibility'], ReportedCollection<Image>>>
  readonly load: (arns: readonly string[], options: ReportedRead) => Promise<ImageOutcome[]>
  readonly loadByNames: (names: readonly string[], options: ReportedRead) => Promise<ImageOutcome[]>
  peekByName(name: string, options: ReportedRead): Image | null | undefined
}

/** See {@link Pairs}. */
export interface ReportedPairs<Data = unknown> {
  partnersOf(
    side: Side,
    names: readonly string[],
    others: readonly string[],
    options: ReportedRead,
  ): Promise<readonly (Partners<Data> | Error)[]>
  peek(side: Side, name: string, options: ReportedRead): Partners<Data> | undefined
  read(side: Side, name: string, options: ReportedRead): Promise<PartnerNames<Data>>
}

type Shares = Awaited<ReturnType<TagAndShareCache['shares']>>

/** See {@link TagAndShareCache}. */
export interface ReportedDetails {
  tags(arn: string, options: ReportedRead): Promise<Readonly<Record<string, string>>>
  peekTags(arn: string, options: ReportedRead): Readonly<Record<string, string>> | undefined
  shares(imageName: string, options: ReportedRead): Promise<Shares>
  peekShares(imageName: string, options: ReportedRead): Shares | undefined
}

/** See {@link Sessions}. */
export interface ReportedSessions extends Pick<Sessions, 'absenceOf' | 'compare'> {
  of(pair: SessionPair): ReportedCollection<Session>
  ofUser(pair: SessionPair, user: SessionUser): ReportedCollection<Session>
}

/**
 * Returns the whole collection, with the members that report nothing. Only for code on whose result no answer depends,
 * such as estimates: the answer cache would keep an answer that depends on it.
 */
export function unreported<Item>(collection: ReportedCollection<Item>): Collection<Item> {
  // Every reported collection is one: the type only hides members.
  return collection as Collection<Item>
}
