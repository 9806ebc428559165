import type { Collection } from '../inventory/collection.ts'
import { imageIndexes } from '../inventory/image-kind.ts'
import type { Inventory } from '../inventory/inventory.ts'
import type { ItemSet } from '../inventory/item-set.ts'
import type { Image } from '../inventory/resources.ts'
import { MAX_PAGE_SIZE } from './connection/page.ts'
import { type ImageBuilder, imageBuilderIndexes, imageBuilderKind } from './image-builder/kind.ts'

/** Known sizes of lists and texts, to estimate the cost of an operation. */
export interface KnownSizes {
  /** Returns the length of the longest list that a field gives; undefined where that is unknown. */
  longest(coordinate: string): number | undefined
  /** Returns the bytes of a leaf's value in JSON; undefined where its type says enough. */
  valueBytes(coordinate: string): number | undefined
  readonly maxPageSize: number
}

/** AWS's default quota: https://docs.aws.amazon.com/appstream2/latest/developerguide/limits.html. */
const ASSUMED_APPLICATIONS = 50
/** Assumed number of related items before the listings are read. */
const ASSUMED_RELATED = 20
/** Assumed number of public images per region, which are listed on demand only. */
const ASSUMED_PUBLIC_IMAGES = 100

/** Texts that are longer than most. AWS allows descriptions of 256 characters. */
const VALUE_BYTES: Readonly<Record<string, number>> = {
  description: 258,
  iconUrl: 200,
  launchPath: 80,
  endpoint: 80,
  sdl: 80_000,
  cursor: 140,
  changeCursor: 200,
  startCursor: 140,
  endCursor: 140,
  baseImageArn: 100,
  imageArn: 100,
}

/** Creates the sizes of an inventory. They are computed once for each snapshot. */
export function createKnownSizes(inventory: Inventory): KnownSizes {
  const all = inventory.targets.map((target) => inventory.of(target))
  const listed = all.flatMap(({ images }) => [images.byVisibility.PRIVATE, images.byVisibility.SHARED])

  const builders = all.map(({ kinds }) => kinds.of(imageBuilderKind).collection)

  /** The longest group of an index; groups of one region add up, since its targets may see the same items. */
  function longestRelation<Item>(
    collectionsOf: (target: (typeof all)[number]) => readonly Collection<Item>[],
    compute: (set: ItemSet<Item>) => number,
  ): number {
    const byRegion = Map.groupBy(all, ({ target }) => target.region).values()
    const lengths = byRegion.map((targets) => total(targets.flatMap(collectionsOf), compute))
    return lengths.reduce((longest: number, length) => {
      return Math.max(longest, length ?? ASSUMED_RELATED)
    }, 0)
  }

  const longest: Readonly<Record<string, () => number | undefined>> = {
    'Query.appStreamTargets': () => all.length,
    'Query.images': () => {
      const own = total(listed, countItems)
      const published = all.map(
        ({ images }) => images.byVisibility.PUBLIC.latest()?.items.size ?? ASSUMED_PUBLIC_IMAGES,
      )
      return own === undefined ? undefined : published.reduce((sum, count) => sum + count, own)
    },
    'Query.imageBuilders': () => total(builders, countItems),
    'Subscription.imageStateChanged': () => total(listed, countItems),
    'Subscription.imageBuilderStateChanged': () => total(builders, countItems),
    'Image.applications': () => largest(listed, longestApplications) ?? ASSUMED_APPLICATIONS,
    'Image.imageErrors': () => largest(listed, longestErrors),
    'Image.derivedImages': () =>
      longestRelation(
        ({ images }) => [images.byVisibility.PRIVATE, images.byVisibility.SHARED],
        longestDerived,
      ),
    'Image.launchedImageBuilders': () =>
      longestRelation(({ kinds }) => [kinds.of(imageBuilderKind).collection], longestLaunched),
    'ImageBuilder.createdImages': () => largestOf(all, longestCreated) ?? ASSUMED_RELATED,
    'ImageConnection.failures': () => all.length,
    'ImageBuilderConnection.failures': () => all.length,
  }

  return {
    longest: (coordinate) => longest[coordinate]?.(),
    valueBytes: (coordinate) => VALUE_BYTES[coordinate.slice(coordinate.indexOf('.') + 1)],
    maxPageSize: MAX_PAGE_SIZE,
  }
}

function largestOf(
  all: readonly { readonly images: { readonly byVisibility: { readonly PRIVATE: Collection<Image> } } }[],
  compute: (set: ItemSet<Image>) => number,
): number | undefined {
  return largest(
    all.map(({ images }) => images.byVisibility.PRIVATE),
    compute,
  )
}

/** Adds a figure of all collections up; undefined unless each was read. */
function total<Item>(
  collections: readonly Collection<Item>[],
  compute: (set: ItemSet<Item>) => number,
): number | undefined {
  return figures(collections, compute)?.reduce((sum, figure) => sum + figure, 0)
}

/** Returns the largest figure of all collections; undefined unless each was read. */
function largest<Item>(
  collections: readonly Collection<Item>[],
  compute: (set: ItemSet<Item>) => number,
): number | undefined {
  const known = figures(collections, compute)
  return known && Math.max(0, ...known)
}

function figures<Item>(
  collections: readonly Collection<Item>[],
  compute: (set: ItemSet<Item>) => number,
): readonly number[] | undefined {
  const known: number[] = []
  for (const collection of collections) {
    const snapshot = collection.latest()
    if (snapshot === undefined) return undefined
    known.push(snapshot.derive(compute))
  }
  return known
}

function countItems({ items }: ItemSet<unknown>): number {
  return items.size
}

function longestApplications({ items }: ItemSet<Image>): number {
  return longestOf(items, ({ aws }) => aws.Applications?.maxLength)
}

function longestErrors({ items }: ItemSet<Image>): number {
  return longestOf(items, ({ aws }) => aws.ImageErrors?.length)
}

function longestOf(items: ReadonlyMap<string, Image>, lengthOf: (image: Image) => number | undefined) {
  let longest = 0
  for (const image of items.values()) longest = Math.max(longest, lengthOf(image) ?? 0)
  return longest
}

function longestDerived(set: ItemSet<Image>): number {
  return longestGroup(set.index(imageIndexes.baseImageArn))
}

function longestCreated(set: ItemSet<Image>): number {
  return longestGroup(set.index(imageIndexes.imageBuilderName))
}

function longestLaunched(set: ItemSet<ImageBuilder>): number {
  return longestGroup(set.index(imageBuilderIndexes.imageArn))
}

function longestGroup(groups: ReadonlyMap<string, readonly unknown[]>): number {
  let longest = 0
  for (const group of groups.values()) longest = Math.max(longest, group.length)
  return longest
}
