import type { Target } from '../../appstream/target.ts'
import { arnOf } from '../../inventory/resources.ts'
import { builder } from '../builder.ts'
import { listInventory } from '../connection/inventory-list.ts'
import { type PageArguments, requestPage } from '../connection/page.ts'
import { pageSize } from '../connection/type.ts'
import type { GraphContext } from '../context.ts'
import { applicationFleets } from '../elastic-application/association.ts'
import type { ElasticApplication } from '../elastic-application/kind.ts'
import { elasticApplications } from '../elastic-application/type.ts'
import { sizeRegistry } from '../kit/sizes.ts'
import { stackFleets } from '../stack/association.ts'
import { associatedApplications } from './applications.ts'
import { type Entitlement, entitlementKind } from './kind.ts'
import { entitlements } from './type.ts'

/** Query cost: calls for fleets, their stacks, the entitlements of each stack, and the applications of each entitlement. */
const manyCalls = { cost: 50 }

builder.objectField(elasticApplications.ref, 'entitlements', (t) =>
  t.field({
    type: entitlements.connection,
    nullable: true,
    args: t.arg.connectionArgs(),
    ...pageSize,
    ...manyCalls,
    description:
      'Entitlements that show the application, on all stacks of its fleets, sorted by stack, then by name. Includes those whose `appVisibility` is `ALL`. Costs the AWS calls of `fleets` and their `stacks`, plus one per stack and one per entitlement whose `appVisibility` is `ASSOCIATED`.',
    resolve: (application, args, context) => entitlementsOf(application, args, context),
  }),
)

sizeRegistry.add('AppStreamElasticApplication.entitlements', (inventory) =>
  sizeRegistry.get('Query.appStreamEntitlements')?.(inventory),
)

/** Returns a page of the entitlements that show an application. @throws BAD_USER_INPUT before anything is read */
async function entitlementsOf(application: ElasticApplication, args: PageArguments, context: GraphContext) {
  const ordering = entitlements.orderings()
  const page = requestPage(args, ordering)
  const { target } = application
  const { children } = context.inventory.of(target)
  const reader = context.loaders.kinds.listsOf(entitlementKind)
  const { stacks, isStale } = await stacksOf(application, context)
  const sources = stacks.map((stack) => ({
    target,
    collection: children.of(entitlementKind, stack).collection,
  }))
  const all = (await reader.read(sources)).list(ordering, undefined)
  const { showing, errors } = await findShowing(application, all, context)
  const filter = { key: arnOf(application), matches: (item: Entitlement) => showing.has(item) }
  return listInventory({
    reader,
    sources,
    page,
    errors,
    isStale,
    itemsOf: (reading) => reading.list(ordering, filter),
  })
}

/** Returns the names of all stacks of the fleets of an application, and whether an association was read stale. */
async function stacksOf({ target, name }: ElasticApplication, { loaders }: GraphContext) {
  const fleets = await loaders.pairs.partnersOf(applicationFleets, 'left', { target, name })
  const stacks = await Promise.all(
    [...fleets.names.keys()].map((fleet) =>
      loaders.pairs.partnersOf(stackFleets, 'right', { target, name: fleet }),
    ),
  )
  return {
    stacks: [...new Set(stacks.flatMap(({ names }) => [...names.keys()]))].sort(),
    isStale: [fleets, ...stacks].some(({ isStale }) => isStale === true),
  }
}

/** Returns the entitlements that show an application, and the errors of unreadable ones by target. */
async function findShowing(
  application: ElasticApplication,
  all: readonly Entitlement[],
  context: GraphContext,
): Promise<{ readonly showing: ReadonlySet<Entitlement>; readonly errors?: ReadonlyMap<Target, unknown> }> {
  const identifiers = [application.name, arnOf(application)]
  async function shows(entitlement: Entitlement): Promise<boolean> {
    if (entitlement.aws.AppVisibility === 'ALL') return true
    const associated = await associatedApplications(entitlement, context)
    return associated.some(({ name }) => identifiers.includes(name))
  }
  const settled = await Promise.allSettled(all.map(shows))
  const showing = new Set(all.filter((_entitlement, index) => isTrue(settled[index])))
  const failed = settled.find((result) => result.status === 'rejected')
  return failed === undefined
    ? { showing }
    : { showing, errors: new Map([[application.target, failed.reason]]) }
}

function isTrue(result: PromiseSettledResult<boolean> | undefined): boolean {
  return result?.status === 'fulfilled' && result.value
}
