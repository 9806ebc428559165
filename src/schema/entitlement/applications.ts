import { CatalogApplicationRef } from '../application/catalog-application.ts'
import { builder, ownCall } from '../builder.ts'
import { describedApplication } from '../catalog/application.ts'
import type { GraphContext } from '../context.ts'
import { childrenOf } from '../kit/child/load.ts'
import type { NameKey } from '../kit/loaders.ts'
import { operationRegistry } from '../kit/operations.ts'
import {
  type EntitledApplication,
  type Entitlement,
  entitledApplicationKind,
  entitlementPath,
} from './kind.ts'
import { entitlements } from './type.ts'

/** Application shown by an entitlement. */
interface ShownApplication {
  /** Name or ARN, as returned by AWS. */
  readonly identifier: string
  readonly stack: NameKey
}

const EntitledApplicationRef = builder.objectRef<ShownApplication>('AppStreamEntitledApplication')

EntitledApplicationRef.implement({
  description: 'Application shown by an entitlement.',
  fields: (t) => ({
    applicationIdentifier: t.string({
      description: 'Identifier that AWS returns, usually the name of the application.',
      resolve: ({ identifier }) => identifier,
    }),
    application: t.field({
      type: CatalogApplicationRef,
      nullable: true,
      description:
        'Application in the catalog of the stack, found by name or ARN. Null if the catalog has none, for example after a change of image.',
      resolve: async ({ identifier, stack }, _args, { loaders }) =>
        (await loaders.catalogs.ofStack(stack)).find(identifier),
    }),
  }),
})

/** Returns the applications associated with an entitlement, sorted by identifier. Costs one call. */
export async function associatedApplications(
  entitlement: Entitlement,
  context: GraphContext,
): Promise<readonly EntitledApplication[]> {
  const parent = { target: entitlement.target, name: entitlementPath(entitlement) }
  const applications = await childrenOf(entitledApplicationKind, context, parent)
  return [...applications.values()].sort((one, other) => (one.name < other.name ? -1 : 1))
}

/** Returns the identifiers of the applications that an entitlement shows. */
async function shownIdentifiers(
  entitlement: Entitlement,
  stack: NameKey,
  context: GraphContext,
): Promise<readonly string[]> {
  if (entitlement.aws.AppVisibility !== 'ALL') {
    return (await associatedApplications(entitlement, context)).map(({ name }) => name)
  }
  const { applications } = await context.loaders.catalogs.ofStack(stack)
  return applications.flatMap((application) => describedApplication(application).Name ?? [])
}

operationRegistry.add({
  operation: entitledApplicationKind.operation,
  coordinate: 'AppStreamEntitlement.applications',
  calls: '1 per entitlement',
})

builder.objectField(entitlements.ref, 'applications', (t) =>
  t.field({
    type: [EntitledApplicationRef],
    nullable: true,
    listSize: { assumedSize: 20 },
    ...ownCall,
    description:
      'Applications that the entitlement shows, sorted by identifier: those associated with it, or the catalog of the stack if `appVisibility` is `ALL`. Costs one AWS call per entitlement with associated applications. Null only if loading failed; see `errors`.',
    async resolve(entitlement, _args, context) {
      const stack = { target: entitlement.target, name: entitlement.parent }
      const identifiers = await shownIdentifiers(entitlement, stack, context)
      return identifiers.map((identifier) => ({ identifier, stack }))
    },
  }),
)
