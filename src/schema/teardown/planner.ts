import type { AnyResource } from '../../inventory/resources.ts'
import type { GraphContext } from '../context.ts'
import { type TeardownPlanner, type TeardownStep, teardownRegistry } from '../kit/teardown.ts'
import { deletionOf, labelOf, prepared, removalOf } from './preparation.ts'

/** Obstacle to a teardown plan. */
export interface TeardownBlocker {
  readonly resource: AnyResource
  /** Resources that use it and are not deleted by the plan. */
  readonly usedBy: readonly AnyResource[]
  readonly message: string
}

/** Steps of a teardown in an order that works, and what prevents it. */
export interface TeardownPlan {
  readonly steps: readonly TeardownStep[]
  readonly blockers: readonly TeardownBlocker[]
}

/** Plans the deletion of resources; of those that exist and can be deleted. @throws UpstreamError */
export async function planTeardown(
  named: readonly AnyResource[],
  context: GraphContext,
): Promise<TeardownPlan> {
  const namedKeys = new Set(named.map(keyOf))
  const steps = new Map<string, Promise<TeardownStep>>()
  const blockers = new Map<string, TeardownBlocker>()

  const planner: TeardownPlanner = {
    context,
    isNamed: (resource) => namedKeys.has(keyOf(resource)),
    step(draft) {
      const { mutation, resource, other, detail } = draft
      const key = JSON.stringify([mutation, keyOf(resource), other && keyOf(other), detail])
      const known = steps.get(key) ?? prepared({ ...draft, after: [] }, planner)
      steps.set(key, known)
      return known
    },
    async bring(resource, state, of = resource) {
      const { State = 'in an unknown state' } = resource.aws
      if (State === state) return undefined
      const change = teardownRegistry.changes.find(
        ({ kind, to }) => kind.name === resource.kind && to.includes(state),
      )
      const isAccepted = change?.from?.includes(State) ?? true
      if (change !== undefined && isAccepted && planner.isNamed(resource)) {
        return planner.step({ mutation: change.mutation, resource })
      }
      const message = `The ${labelOf(resource)} is ${State}. It must be ${state} first.`
      planner.block({ resource: of, usedBy: of === resource ? [] : [resource], message })
      return undefined
    },
    block({ resource, usedBy = [], message }) {
      blockers.set(JSON.stringify([keyOf(resource), message]), { resource, usedBy, message })
    },
  }

  const deletions = await Promise.all(inOrder(named).map((resource) => deletionOf(resource, planner)))
  return {
    steps: sorted(deletions.filter((step) => step !== undefined)),
    // Parts of the plan are read at the same time, so blockers are found in any order.
    blockers: [...blockers].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, blocker]) => blocker),
  }
}

/** Puts resources that have to be stopped first, so that nothing new uses the others meanwhile. */
function inOrder(named: readonly AnyResource[]): readonly AnyResource[] {
  const rank = (resource: AnyResource) => (removalOf(resource)?.requires === undefined ? 1 : 0)
  return named.toSorted((one, other) => rank(one) - rank(other))
}

/** Returns the steps with those that must precede each before it. */
function sorted(roots: readonly TeardownStep[]): readonly TeardownStep[] {
  const found = new Set<TeardownStep>()
  const visit = (step: TeardownStep): void => {
    if (found.has(step)) return
    for (const earlier of step.after) visit(earlier)
    found.add(step)
  }
  for (const root of roots) visit(root)
  return [...found]
}

/** Returns the key of a resource within a plan. */
function keyOf(resource: AnyResource): string {
  const { kind, target, name } = resource
  return JSON.stringify([kind, target.key, 'parent' in resource ? resource.parent : '', name])
}
