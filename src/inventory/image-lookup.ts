import { parseArn } from '../appstream/arn.ts'
import { isNotFound, isUpstreamError } from '../appstream/exceptions.ts'
import type { VisibilityType } from '../appstream/model.ts'
import { MAX_IMAGES_PER_CALL } from '../appstream/reader.ts'
import type { Target } from '../appstream/target.ts'
import type { ReadOptions } from './cached.ts'
import type { Collection, Sighting } from './collection.ts'
import type { InventoryParts } from './parts.ts'
import { byArn, type Image, toImage } from './resources.ts'

/** An image, null where AWS has none, or the error that kept it from being read. */
export type ImageOutcome = Image | null | Error

/** Looks images up by ARN; the outcomes are in the order of the ARNs, and none disturbs another. */
export type ImageLookup = (arns: readonly string[], options: ReadOptions) => Promise<ImageOutcome[]>

type Outcomes = ReadonlyMap<string, ImageOutcome>

interface Flight {
  readonly sequence: number
  readonly outcomes: Promise<Outcomes>
}

/** ARNs that were missing once, remembered; the oldest are forgotten first. */
const MAX_REMEMBERED_MISSING = 10_000

/**
 * Answers from what is known and fresh, else with the fewest calls. One missing ARN fails a whole DescribeImages call
 * and AWS does not say which others are missing, so such a call is followed by the listings, which cannot fail that
 * way; and what was missing once is sought in the listings from the start.
 */
export function createImageLookup(
  target: Target,
  collections: Readonly<Record<VisibilityType, Collection<Image>>>,
  parts: InventoryParts,
): ImageLookup {
  const { clock, sequence, freshness } = parts
  const flights = new Map<string, Flight>()
  const missingBefore = new Set<string>()

  /** The listings that could hold an ARN, by its account. */
  function homesOf(arn: string): readonly VisibilityType[] {
    const owner = parseArn(arn)?.accountId
    if (owner === '') return ['PUBLIC']
    if (target.accountId === undefined) return ['PRIVATE', 'SHARED']
    return owner === target.accountId ? ['PRIVATE'] : ['SHARED']
  }

  function sight(arn: string, sighting: Sighting<Image>): void {
    const homes = homesOf(arn)
    const home = homes.find((visibility) => visibility === sighting.item?.aws.Visibility) ?? homes[0]
    for (const visibility of homes) {
      collections[visibility].sight(arn, visibility === home ? sighting : { ...sighting, item: undefined })
    }
  }

  function sighted(arn: string, homes = homesOf(arn)): Sighting<Image> | undefined {
    const sightings = homes.map((home) => collections[home].sighted(arn))
    return sightings.find((sighting) => sighting?.item !== undefined) ?? sightings[0]
  }

  /** What these options, and the last change from our side, want an observation to have begun after. */
  function floorOf(homes: readonly VisibilityType[], { notBefore = 0 }: ReadOptions): number {
    return Math.max(notBefore, ...homes.map((home) => collections[home].changedAt()))
  }

  /** What is known without asking; undefined where AWS has to be asked. */
  function recall(arn: string, read: ReadOptions): ImageOutcome | undefined {
    const homes = homesOf(arn)
    const sighting = sighted(arn, homes)
    if (sighting !== undefined && sighting.sequence > floorOf(homes, read)) {
      const fresh = clock.now() - sighting.observedAt <= freshness.maxStalenessMs
      if (fresh || read.notBefore !== undefined) return sighting.item ?? null
    }
    const snapshots = homes.map((home) => collections[home].peek(read))
    for (const snapshot of snapshots) {
      const image = snapshot?.items.get(arn)
      if (image !== undefined) return image
    }
    // AWS's public images are listed seldom: one that the listing lacks may be new.
    return snapshots.includes(undefined) || homes.includes('PUBLIC') ? undefined : null
  }

  /** What was known last, where these options let it serve in place of an error. */
  function recallStale(arn: string, error: Error, read: ReadOptions): ImageOutcome {
    if (read.notBefore !== undefined) return error
    for (const home of homesOf(arn)) {
      const snapshot = collections[home].latest()
      const known =
        collections[home].sighted(arn) ?? (snapshot && { ...snapshot, item: snapshot.items.get(arn) })
      // What we changed since must not be hidden by what was there before.
      if (known?.item === undefined || known.sequence <= floorOf([home], read)) continue
      if (clock.now() - known.observedAt > freshness.staleIfErrorMs) continue
      read.onStale?.({ what: `${target.key}/images`, observedAt: known.observedAt, error })
      return known.item
    }
    return error
  }

  /** One call for up to {@link MAX_IMAGES_PER_CALL} images. */
  async function describe(arns: readonly string[], started: number, read: ReadOptions): Promise<Outcomes> {
    try {
      const described = await target.reader.describeImages(arns)
      const images = byArn(described.map((aws) => toImage(target, aws)))
      return settle(arns, (arn) => images.get(arn) ?? null, started)
    } catch (error) {
      const isForAll = arns.length === 1
      if (isNotFound(error) && isForAll) return settle(arns, () => null, started)
      if (!isForAll && (isNotFound(error) || isDenied(error)))
        return sortOut(arns, started, read, asError(error))
      return new Map(arns.map((arn) => [arn, asError(error)]))
    }
  }

  /** Keeps apart what fails a call together: ours from the listings, AWS's public ones by a call of their own. */
  async function sortOut(arns: readonly string[], started: number, read: ReadOptions, because?: Error) {
    const [theirs, ours] = partition(arns, (arn) => homesOf(arn).includes('PUBLIC'))
    if (ours.length === 0) return findListed(theirs, started, read, because)
    const outcomes = await Promise.all([
      findListed(ours, started, read, because),
      ...chunks(theirs).map((chunk) => describe(chunk, started, read)),
    ])
    return new Map(outcomes.flatMap((some) => [...some]))
  }

  async function findListed(
    arns: readonly string[],
    started: number,
    { notBefore }: ReadOptions,
    because?: Error,
  ): Promise<Outcomes> {
    try {
      const homes = [...new Set(arns.flatMap(homesOf))]
      const read: ReadOptions = notBefore === undefined ? {} : { notBefore }
      const snapshots = await Promise.all(homes.map((home) => collections[home].read(read)))
      const find = (arn: string) =>
        snapshots.map(({ items }) => items.get(arn)).find((image) => image !== undefined)
      // A policy that leaves a resource out denies the call, so what is not listed is not known to be missing.
      if (because !== undefined && isDenied(because))
        return new Map(arns.map((arn) => [arn, find(arn) ?? because]))
      return settle(arns, (arn) => find(arn) ?? null, started)
    } catch (error) {
      return new Map(arns.map((arn) => [arn, asError(error)]))
    }
  }

  /** Notes what was found and what was missing. */
  function settle(arns: readonly string[], find: (arn: string) => Image | null, started: number): Outcomes {
    const observedAt = clock.now()
    const outcomes = new Map<string, Image | null>()
    for (const arn of arns) {
      const found = find(arn)
      sight(arn, { item: found ?? undefined, sequence: started, observedAt })
      const standing = sighted(arn)
      const image = standing?.isBefore === undefined ? found : (standing.item ?? null)
      outcomes.set(arn, image)
      missingBefore.delete(arn)
      if (image === null) missingBefore.add(arn)
    }
    for (const arn of missingBefore) {
      if (missingBefore.size <= MAX_REMEMBERED_MISSING) break
      missingBefore.delete(arn)
    }
    return outcomes
  }

  function launch(arns: readonly string[], run: (started: number) => Promise<Outcomes>): void {
    const started = sequence.next()
    const flight = { sequence: started, outcomes: run(started) }
    for (const arn of arns) flights.set(arn, flight)
    const land = () => {
      for (const arn of arns) if (flights.get(arn) === flight) flights.delete(arn)
    }
    flight.outcomes.then(land, land)
  }

  function ask(arns: readonly string[], read: ReadOptions): void {
    if (arns.length > 1 && arns.some((arn) => missingBefore.has(arn))) {
      launch(arns, (started) => sortOut(arns, started, read))
      return
    }
    for (const chunk of chunks(arns)) launch(chunk, (started) => describe(chunk, started, read))
  }

  return async (arns, read) => {
    const known = new Map<string, ImageOutcome>()
    const unknown = new Set<string>()
    for (const arn of arns) {
      const answer = recall(arn, read)
      if (answer !== undefined) known.set(arn, answer)
      else if ((flights.get(arn)?.sequence ?? 0) <= floorOf(homesOf(arn), read)) unknown.add(arn)
    }
    if (known.size === arns.length) return arns.map((arn) => known.get(arn) ?? null)
    ask([...unknown], read)
    // Which flight carries an ARN is settled now: a later one may begin while this one is awaited.
    const carriers = new Map(arns.map((arn) => [arn, flights.get(arn)]))
    return Promise.all(
      arns.map(async (arn) => {
        if (known.has(arn)) return known.get(arn) ?? null
        const outcome = (await carriers.get(arn)?.outcomes)?.get(arn) ?? null
        return outcome instanceof Error ? recallStale(arn, outcome, read) : outcome
      }),
    )
  }
}

/** As many ARNs as one call may name. */
function chunks(arns: readonly string[]): string[][] {
  const count = Math.ceil(arns.length / MAX_IMAGES_PER_CALL)
  return Array.from({ length: count }, (_, index) =>
    arns.slice(index * MAX_IMAGES_PER_CALL, (index + 1) * MAX_IMAGES_PER_CALL),
  )
}

function partition<Item>(items: readonly Item[], test: (item: Item) => boolean): [Item[], Item[]] {
  const yes: Item[] = []
  const no: Item[] = []
  for (const item of items) (test(item) ? yes : no).push(item)
  return [yes, no]
}

function isDenied(error: unknown): boolean {
  return isUpstreamError(error) && error.code === 'UPSTREAM_ACCESS_DENIED'
}

function asError(error: unknown): Error {
  return error instanceof Error
    ? error
    : new Error('Something other than an error was thrown.', { cause: error })
}
