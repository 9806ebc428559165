import { isUpstreamError } from '../../appstream/errors/exceptions.ts'
import type { ChildKind } from '../../inventory/child-kind.ts'
import type { ItemKind } from '../../inventory/kind.ts'
import type { Side } from '../../inventory/pairs/pair-kind.ts'
import type { AnyResource } from '../../inventory/resources.ts'
import { childrenOf } from '../kit/child/load.ts'
import { canPair } from '../kit/pair-loader.ts'
import {
  isListed,
  type Release,
  type Removal,
  type TeardownPlanner,
  type TeardownStep,
  teardownRegistry,
} from '../kit/teardown.ts'
import { dependentsRegistry } from '../kit/usage.ts'

/** Returns the step that deletes a resource; undefined if it is being deleted already. */
export async function deletionOf(
  resource: AnyResource,
  planner: TeardownPlanner,
): Promise<TeardownStep | undefined> {
  const removal = removalOf(resource)
  if (removal === undefined || resource.aws.State === 'DELETING') return undefined
  return planner.step({ mutation: removal.mutation, resource })
}

/** Adds the steps that must precede a step. If AWS denies a read, the plan is blocked rather than failed. */
export async function prepared(step: TeardownStep, planner: TeardownPlanner): Promise<TeardownStep> {
  const { mutation, resource, other } = step
  const removal = teardownRegistry.removals.find((declared) => declared.mutation === mutation)
  const release = teardownRegistry.releases.find((declared) => declared.mutation === mutation)
  const preparations = teardownRegistry.preparations.filter((declared) => declared.mutation === mutation)
  const before = [
    ...(removal === undefined ? [] : beforeRemoval(removal, resource, planner)),
    ...(release === undefined || other === undefined
      ? []
      : [beforeRelease(release, resource, other, planner)]),
  ]
  for (const found of await Promise.all(before.map((part) => orBlocked(part, resource, planner)))) {
    step.after.push(...(found ?? []))
  }
  // One after the other: they add steps.
  for (const { prepare } of preparations) await orBlocked(prepare(step, planner), resource, planner)
  return step
}

async function orBlocked<Part>(
  part: Promise<Part>,
  resource: AnyResource,
  { block }: TeardownPlanner,
): Promise<Part | undefined> {
  try {
    return await part
  } catch (error) {
    if (!isUpstreamError(error) || error.code !== 'UPSTREAM_ACCESS_DENIED') throw error
    const message = `The ${labelOf(resource)} may be in use by resources that this gateway cannot read. ${error.message}`
    block({ resource, message })
    return undefined
  }
}

type Steps = Promise<readonly TeardownStep[]>

function beforeRemoval(removal: Removal, resource: AnyResource, planner: TeardownPlanner): readonly Steps[] {
  return [
    restingStep(removal, resource, planner),
    ...releasesOf(resource, planner),
    dependentsOf(resource, planner),
    ...childrenSteps(resource, planner),
  ]
}

/** Returns the step to the state that AWS requires. Blocks the plan while the resource is changing its state. */
async function restingStep(
  { kind, requires }: Removal,
  resource: AnyResource,
  planner: TeardownPlanner,
): Steps {
  if (requires !== undefined) {
    const step = await planner.bring(resource, requires)
    return step === undefined ? [] : [step]
  }
  if (isListed(kind) && kind.isInTransition(resource)) {
    const message = `The ${labelOf(resource)} is ${resource.aws.State}. It can be deleted once it has left this state.`
    planner.block({ resource, message })
  }
  return []
}

/** Returns the steps that end the associations of a resource. */
function releasesOf(resource: AnyResource, planner: TeardownPlanner): readonly Steps[] {
  return teardownRegistry.releases.flatMap((release) =>
    (['left', 'right'] as const)
      .filter((side) => release.association.kinds[side].name === resource.kind)
      .map((side) => releasesOfSide(release, side, resource, planner)),
  )
}

async function releasesOfSide(
  { association, mutation, subject }: Release,
  side: Side,
  resource: AnyResource,
  planner: TeardownPlanner,
): Steps {
  if (!canPair(association, side, resource)) return []
  const { loaders } = planner.context
  const { target, name } = resource
  const { names } = await loaders.pairs.partnersOf(association, side, { target, name })
  const otherKind = association.kinds[side === 'left' ? 'right' : 'left']
  const partners = await Promise.all(
    [...names.keys()].sort().map((partner) => loaders.kinds.byName(otherKind, { target, name: partner })),
  )
  return Promise.all(
    partners
      .filter((partner) => partner !== null)
      .map((partner) => {
        const [first, other] = side === subject ? [resource, partner] : [partner, resource]
        return planner.step({ mutation, resource: first, other })
      }),
  )
}

/** Returns the steps that delete the resources that refer to a resource. Others than those of the plan block it. */
async function dependentsOf(resource: AnyResource, planner: TeardownPlanner): Steps {
  const { context } = planner
  const resourceType = arnTypeOf(resource)
  const finders = dependentsRegistry.findersOf(resourceType).filter((find) => find.isAssociation !== true)
  const found = await Promise.all(
    finders.map((find) => find({ ...resource, resourceType }, context, context.reading.options)),
  )
  const users = found.flat()
  const others = users.filter((user) => !planner.isNamed(user))
  if (others.length > 0) {
    const names = others.map(labelOf).join(', ')
    const message = `The ${labelOf(resource)} is in use by resources that are not in \`arns\`: ${names}.`
    planner.block({ resource, usedBy: others, message })
  }
  const named = users.filter(planner.isNamed)
  const deletions = await Promise.all(named.map((user) => deletionOf(user, planner)))
  return deletions.filter((step) => step !== undefined)
}

/** Returns the steps that delete the children of a resource. */
function childrenSteps(resource: AnyResource, planner: TeardownPlanner): readonly Steps[] {
  const { context } = planner
  return teardownRegistry.removals.flatMap(({ kind, mutation }) => {
    if (!isChildKind(kind) || kind.parent.plural !== pluralOf(resource)) return []
    const steps = async () => {
      const children = await childrenOf(kind, context, resource)
      const items = [...children.values()].sort((one, other) => (one.name < other.name ? -1 : 1))
      return Promise.all(items.map((child) => planner.step({ mutation, resource: child })))
    }
    return [steps()]
  })
}

/** Returns the step to the state that the end of an association requires of one side. */
async function beforeRelease(
  { requires, subject }: Release,
  resource: AnyResource,
  other: AnyResource,
  planner: TeardownPlanner,
): Steps {
  if (requires === undefined) return []
  const [changed, partner] = requires.side === subject ? [resource, other] : [other, resource]
  const step = await planner.bring(changed, requires.state, planner.isNamed(changed) ? changed : partner)
  return step === undefined ? [] : [step]
}

/** Returns the declaration of the mutation that deletes a resource. */
export function removalOf({ kind: name }: AnyResource): Removal | undefined {
  return teardownRegistry.removals.find(({ kind }) => kind.name === name)
}

/** Returns a resource in messages, for example `fleet office`. */
export function labelOf(resource: AnyResource): string {
  return `${removalOf(resource)?.noun ?? 'resource'} ${resource.name}`
}

function pluralOf(resource: AnyResource): string | undefined {
  return removalOf(resource)?.kind.plural
}

function arnTypeOf(resource: AnyResource): string | undefined {
  const kind = removalOf(resource)?.kind
  return kind !== undefined && isListed(kind) ? kind.arnType : undefined
}

function isChildKind(kind: ItemKind): kind is ChildKind {
  return 'load' in kind
}
