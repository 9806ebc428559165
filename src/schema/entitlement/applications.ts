import { builder } from '../builder.ts'
import type { GraphContext } from '../context.ts'
import { ownCall } from '../cost.ts'
import { childrenOf } from '../kit/child/load.ts'
import {
  type EntitledApplication,
  type Entitlement,
  entitledApplicationKind,
  entitlementPath,
} from './kind.ts'
import { entitlements } from './type.ts'

/** An application of an entitlement. */
export const EntitledApplicationRef = builder.objectRef<Pick<EntitledApplication, 'name'>>(
  'AppStreamEntitledApplication',
)

EntitledApplicationRef.implement({
  description: 'Application that an entitlement shows.',
  fields: (t) => ({
    applicationIdentifier: t.string({
      description: 'Identifier that AWS returns, usually the name of the application.',
      resolve: ({ name }) => name,
    }),
  }),
})

/** Returns the applications associated with an entitlement, by identifier. One call. */
export async function associatedApplications(
  entitlement: Entitlement,
  context: GraphContext,
): Promise<readonly EntitledApplication[]> {
  const parent = { target: entitlement.target, name: entitlementPath(entitlement) }
  const applications = await childrenOf(entitledApplicationKind, context, parent)
  return [...applications.values()].sort((one, other) => (one.name < other.name ? -1 : 1))
}

builder.objectField(entitlements.ref, 'applications', (t) =>
  t.field({
    type: [EntitledApplicationRef],
    nullable: true,
    listSize: { assumedSize: 20 },
    ...ownCall,
    description:
      'Applications that the entitlement shows, sorted by identifier: those associated with it, or the catalog of the stack if `appVisibility` is `ALL`. Costs one AWS call per entitlement with associated applications. Null only if loading failed; see `errors`.',
    resolve: async (entitlement, _args, context) =>
      entitlement.aws.AppVisibility === 'ALL'
        ? []
        : [...(await associatedApplications(entitlement, context))],
  }),
)
