import { byName } from '../../inventory/collection/item-set.ts'
import type { ReportedInventory } from '../../inventory/reported.ts'
import type { Image } from '../../inventory/resources.ts'
import { type Ordering, sortItems } from '../connection/page.ts'
import { applicationFleets } from '../elastic-application/association.ts'
import { elasticApplicationKind } from '../elastic-application/kind.ts'
import { type Fleet, isElastic } from '../fleet/kind.ts'
import type { ImageLoaders } from '../image/loader.ts'
import type { KindLoaders, NameKey } from '../kit/loaders.ts'
import type { PairLoader } from '../kit/pair-loader.ts'
import { type MaybePromise, whenReady } from '../maybe-promise.ts'
import type { SnapshotReader } from '../snapshot-reader.ts'
import { fleetsOfStack } from '../stack/association.ts'
import { type CatalogApplication, describedApplication } from './application.ts'

/** Catalog of a fleet or stack. Ignores entitlements. */
export interface Catalog {
  /** Applications sorted by name, without duplicate names. */
  readonly applications: readonly CatalogApplication[]
  /** Returns the application with this name or ARN. */
  find(identifier: string): CatalogApplication | undefined
}

/** Catalog loader of a request. */
export interface CatalogLoader {
  /** Loads the applications of an Elastic fleet, or those of the image of another fleet. */
  ofFleet(fleet: Fleet): MaybePromise<Catalog>
  /** Loads the applications of all fleets of a stack. */
  ofStack(stack: NameKey): Promise<Catalog>
  clear(): void
}

/** Loaders that the catalog loader reads from. */
export interface CatalogSources {
  readonly inventory: ReportedInventory
  readonly snapshot: SnapshotReader
  readonly kinds: KindLoaders
  readonly pairs: PairLoader
  readonly image: ImageLoaders['image']
}

const ordering: Ordering<CatalogApplication> = {
  kind: 'AppStreamCatalogApplication',
  order: 'NAME ASC',
  direction: 'ASC',
  keysetOf(application) {
    const { Name } = describedApplication(application)
    return { value: Name ?? null, key: Name ?? '' }
  },
}

const NOTHING = createCatalog([])

/** Creates the catalog loader of a request. Computes each catalog once. */
export function createCatalogLoader(sources: CatalogSources): CatalogLoader {
  const { inventory, snapshot, pairs, image } = sources
  const fleets = new Map<Fleet, MaybePromise<Catalog>>()
  const stacks = new Map<string, Promise<Catalog>>()
  const images = new Map<Image, Catalog>()

  function ofElasticFleet({ target, name }: Fleet): MaybePromise<Catalog> {
    return whenReady(pairs.partnersOf(applicationFleets, 'right', { target, name }), ({ names }) => {
      if (names.size === 0) return NOTHING
      const { collection } = inventory.of(target).kinds.of(elasticApplicationKind)
      return whenReady(snapshot.ready(collection), (listed) => {
        const index = listed.index(byName)
        return createCatalog([...names.keys()].flatMap((each) => index.get(each) ?? []))
      })
    })
  }

  function ofImage({ aws: { ImageArn }, target }: Fleet): MaybePromise<Catalog> {
    if (ImageArn === undefined) return NOTHING
    return whenReady(image.load({ arn: ImageArn, via: target }), (found) => {
      if (found === null) return NOTHING
      const catalog = images.get(found) ?? createCatalog(found.aws.Applications?.unpack() ?? [])
      images.set(found, catalog)
      return catalog
    })
  }

  async function load(stack: NameKey): Promise<Catalog> {
    const catalogs = await Promise.all((await fleetsOfStack(sources, stack)).map(loader.ofFleet))
    const [only = NOTHING, ...others] = catalogs
    return others.length === 0 ? only : createCatalog(catalogs.flatMap(({ applications }) => applications))
  }

  const loader: CatalogLoader = {
    ofFleet(fleet) {
      const catalog = fleets.get(fleet) ?? (isElastic(fleet) ? ofElasticFleet(fleet) : ofImage(fleet))
      fleets.set(fleet, catalog)
      return catalog
    },
    ofStack(stack) {
      const key = `${stack.target.key} ${stack.name}`
      const catalog = stacks.get(key) ?? load(stack)
      stacks.set(key, catalog)
      return catalog
    },
    clear() {
      fleets.clear()
      stacks.clear()
      images.clear()
    },
  }
  return loader
}

/** Creates a catalog. Keeps the first of several applications with the same name. */
function createCatalog(found: readonly CatalogApplication[]): Catalog {
  const byIdentifier = new Map<string, CatalogApplication>()
  const applications = found.filter((application) => {
    const { Name, Arn } = describedApplication(application)
    const isFirst = Name === undefined || !byIdentifier.has(Name)
    if (Name !== undefined && isFirst) byIdentifier.set(Name, application)
    if (Arn !== undefined) byIdentifier.set(Arn, application)
    return isFirst
  })
  return {
    applications: sortItems(applications, ordering),
    find: (identifier) => byIdentifier.get(identifier),
  }
}
