import { CatalogApplicationRef } from '../application/catalog-application.ts'
import { builder, ownCall } from '../builder.ts'
import { type ElasticApplication, elasticApplicationKind } from '../elastic-application/kind.ts'
import { fleets } from '../fleet/type.ts'
import { type SizeOf, sizeOfLargestTarget, sizeRegistry } from '../kit/sizes.ts'
import { whenReady } from '../maybe-promise.ts'
import { stacks } from '../stack/type.ts'

/** Assumed number of applications before the first read: the default quota of AWS per image. */
const ASSUMED_APPLICATIONS = 50
const catalogSize = { listSize: { assumedSize: ASSUMED_APPLICATIONS } }

const sizeOfElastic = sizeOfLargestTarget<ElasticApplication>(
  ({ kinds }) => [kinds.of(elasticApplicationKind).collection],
  () => true,
)

/** Size of the larger kind of catalog: an estimate cannot know if the fleet is Elastic. */
const sizeOfCatalog: SizeOf = (inventory) => {
  const sizes = [sizeRegistry.get('Image.applications')?.(inventory), sizeOfElastic(inventory)]
  return Math.max(...sizes.map((size) => size ?? ASSUMED_APPLICATIONS))
}

for (const { ref } of [fleets, stacks]) sizeRegistry.add(`${ref.name}.catalog`, sizeOfCatalog)

builder.objectField(fleets.ref, 'catalog', (t) =>
  t.field({
    type: [CatalogApplicationRef],
    nullable: true,
    ...catalogSize,
    ...ownCall,
    description:
      'Applications that the fleet offers, sorted by name: those associated with an Elastic fleet, or those of the image of another fleet. Empty if the image no longer exists; null only if loading failed, see `errors`.',
    resolve: (fleet, _args, { loaders }) =>
      whenReady(loaders.catalogs.ofFleet(fleet), ({ applications }) => [...applications]),
  }),
)

builder.objectField(stacks.ref, 'catalog', (t) =>
  t.field({
    type: [CatalogApplicationRef],
    nullable: true,
    ...catalogSize,
    ...ownCall,
    description:
      'Applications of all fleets of the stack, without duplicate names, sorted by name. Ignores entitlements. Null only if loading failed, see `errors`.',
    resolve: async ({ target, name }, _args, { loaders }) => [
      ...(await loaders.catalogs.ofStack({ target, name })).applications,
    ],
  }),
)
