import { CatalogApplicationRef } from '../application/catalog-application.ts'
import { builder, ownCall } from '../builder.ts'
import { type ElasticApplication, elasticApplicationKind } from '../elastic-application/kind.ts'
import { fleets } from '../fleet/type.ts'
import { type SizeOf, sizeOfLargestTarget, sizeRegistry } from '../kit/sizes.ts'
import { stacks } from '../stack/type.ts'

/** Assumed number of applications before anything was read; AWS allows 50 on an image by default. */
const ASSUMED_APPLICATIONS = 50
const catalogSize = { listSize: { assumedSize: ASSUMED_APPLICATIONS } }

const sizeOfElastic = sizeOfLargestTarget<ElasticApplication>(
  ({ kinds }) => [kinds.of(elasticApplicationKind).collection],
  () => true,
)

/** The larger of the two kinds of catalogs, since only the fleet determines the kind. */
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
      'Applications that the fleet can offer to users, sorted by name: those of an Elastic fleet, otherwise those of its image. Empty if the image no longer exists; null only if loading failed, see `errors`.',
    resolve: async (fleet, _args, { loaders }) => [...(await loaders.catalogs.ofFleet(fleet)).applications],
  }),
)

builder.objectField(stacks.ref, 'catalog', (t) =>
  t.field({
    type: [CatalogApplicationRef],
    nullable: true,
    ...catalogSize,
    ...ownCall,
    description:
      'Applications of all fleets of the stack, each name once, sorted by name, before entitlements. Null only if loading failed, see `errors`.',
    resolve: async ({ target, name }, _args, { loaders }) => [
      ...(await loaders.catalogs.ofStack({ target, name })).applications,
    ],
  }),
)
