import type { Target } from '../../appstream/target.ts'
import { byName } from '../../inventory/collection/item-set.ts'
import type { CatalogApplication } from '../catalog/application.ts'
import { type TargetFailure, toFailures } from '../connection/list-reading.ts'
import type { GraphContext } from '../context.ts'
import { associatedApplications } from '../entitlement/applications.ts'
import { type Entitlement, entitlementKind } from '../entitlement/kind.ts'
import { childrenOf } from '../kit/child/load.ts'
import { type Stack, stackKind } from '../stack/kind.ts'
import { stackUsers } from '../user/association.ts'
import { type AccessSubject, createMatcher, type SubjectAttribute } from './subject.ts'

/** Reason why a user can reach a stack. */
export type AccessBasis = 'USER_POOL' | 'ENTITLEMENT' | 'NO_ENTITLEMENTS'

/** Stack that a user can reach. */
export interface StackAccess {
  readonly stack: Stack
  readonly basis: AccessBasis
  /** Matching entitlements. Empty unless `basis` is `ENTITLEMENT`. */
  readonly entitlements: readonly Entitlement[]
}

/** Stacks that a user can reach. */
export interface Access {
  readonly stacks: readonly StackAccess[]
  readonly failures: readonly TargetFailure[]
}

/** Access of a user in one target. */
interface TargetAccess {
  readonly target: Target
  readonly stacks: readonly StackAccess[]
  /** Reason why the target could not be read completely; absent if it could. */
  readonly error?: unknown
}

/**
 * Returns the stacks that a user can reach.
 * @throws UpstreamError if every target failed and no stack was found
 */
export async function accessOf(
  subject: AccessSubject,
  targets: readonly Target[],
  context: GraphContext,
): Promise<Access> {
  const { inventory, loaders } = context
  loaders.snapshot.checkCalls(targets.map((target) => inventory.of(target).kinds.of(stackKind).collection))
  const found = await Promise.all(
    targets.map(
      (target): Promise<TargetAccess> =>
        ('userName' in subject
          ? assignedStacks(subject.userName, target, context)
          : entitledStacks(subject.attributes, target, context)
        ).catch((error: unknown) => ({ target, stacks: [], error })),
    ),
  )
  const stacks = found.flatMap((access) => access.stacks).sort(byRegionAndName)
  const failed = found.filter(({ error }) => error !== undefined)
  const [first] = failed
  // An empty list would wrongly state that the user can reach nothing.
  if (first !== undefined && stacks.length === 0 && failed.length === targets.length) throw first.error
  return { stacks, failures: toFailures(new Map(failed.map(({ target, error }) => [target, error]))) }
}

/** Returns the stacks assigned to a user of the user pool. AWS ignores entitlements for such users. */
async function assignedStacks(
  userName: string,
  target: Target,
  { inventory, loaders }: GraphContext,
): Promise<TargetAccess> {
  const { names } = await loaders.pairs.partnersOf(stackUsers, 'right', { target, name: userName })
  const listed = (await loaders.snapshot(inventory.of(target).kinds.of(stackKind).collection)).index(byName)
  const stacks = [...names.keys()].flatMap((name) => listed.get(name) ?? [])
  return { target, stacks: stacks.map((stack) => ({ stack, basis: 'USER_POOL', entitlements: [] })) }
}

/** Returns the stacks with a matching entitlement and the stacks without entitlements. */
async function entitledStacks(
  attributes: readonly SubjectAttribute[],
  target: Target,
  context: GraphContext,
): Promise<TargetAccess> {
  const { inventory, loaders } = context
  const { items } = await loaders.snapshot(inventory.of(target).kinds.of(stackKind).collection)
  const listed = [...items.values()]
  const matches = createMatcher(attributes)
  const settled = await Promise.allSettled(
    listed.map(async (stack): Promise<readonly StackAccess[]> => {
      const entitlements = [...(await childrenOf(entitlementKind, context, stack)).values()]
      if (entitlements.length === 0) return [{ stack, basis: 'NO_ENTITLEMENTS', entitlements }]
      const matching = entitlements.filter(({ aws }) => matches(aws.Attributes ?? []))
      return matching.length === 0 ? [] : [{ stack, basis: 'ENTITLEMENT', entitlements: matching }]
    }),
  )
  const failed = settled.find((result) => result.status === 'rejected')
  return {
    target,
    stacks: settled.flatMap((result) => (result.status === 'fulfilled' ? result.value : [])),
    ...(failed && { error: failed.reason }),
  }
}

/** Returns the applications that a user sees on a stack: the union over the matching entitlements, else the whole catalog. */
export async function applicationsOf(
  { stack, basis, entitlements }: StackAccess,
  context: GraphContext,
): Promise<readonly CatalogApplication[]> {
  const { loaders } = context
  const isWhole = basis !== 'ENTITLEMENT' || entitlements.some(({ aws }) => aws.AppVisibility === 'ALL')
  const [catalog, ...entitled] = await Promise.all([
    loaders.catalogs.ofStack(stack),
    ...(isWhole ? [] : entitlements.map((entitlement) => associatedApplications(entitlement, context))),
  ])
  if (isWhole) return catalog.applications
  const visible = new Set(entitled.flat().map(({ name }) => catalog.find(name)))
  return catalog.applications.filter((application) => visible.has(application))
}

function byRegionAndName({ stack: one }: StackAccess, { stack: other }: StackAccess): number {
  return compare(one.region, other.region) || compare(one.name, other.name) || compare(one.arn, other.arn)
}

function compare(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}
