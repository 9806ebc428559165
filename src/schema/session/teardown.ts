import { isUpstreamError } from '../../appstream/errors/exceptions.ts'
import type { AnyResource } from '../../inventory/resources.ts'
import type { Session } from '../../inventory/sessions.ts'
import type { GraphContext } from '../context.ts'
import { prepareStep } from '../kit/teardown.ts'
import { stackFleets } from '../stack/association.ts'

/** Returns the sessions of a stack on a fleet that have not ended; undefined if AWS denies reading them. */
async function liveSessions(
  { inventory, loaders }: GraphContext,
  { target, name: fleet }: AnyResource,
  stack: string,
): Promise<readonly Session[] | undefined> {
  try {
    const { items } = await loaders.snapshot(inventory.of(target).sessions.of({ stack, fleet }))
    return [...items.values()].filter(({ aws }) => aws.State !== 'EXPIRED')
  } catch (error) {
    if (isUpstreamError(error) && error.code === 'UPSTREAM_ACCESS_DENIED') return undefined
    throw error
  }
}

prepareStep('stopAppStreamFleet', async (step, { context }) => {
  const { target, name } = step.resource
  const { names } = await context.loaders.pairs.partnersOf(stackFleets, 'right', { target, name })
  const sessions = await Promise.all(
    [...names.keys()].map((stack) => liveSessions(context, step.resource, stack)),
  )
  const counts = sessions.map((found) => found?.length)
  step.endsSessions = counts.reduce(
    (sum, count) => (sum === undefined || count === undefined ? undefined : sum + count),
    0,
  )
})

// AWS keeps the association while the stack has sessions on the fleet.
prepareStep('disassociateAppStreamFleet', async (step, planner) => {
  const { resource: fleet, other: stack } = step
  if (stack === undefined || fleet.aws.State === 'STOPPED') return
  const sessions = await liveSessions(planner.context, fleet, stack.name)
  if (planner.isNamed(fleet)) {
    const stop = await planner.bring(fleet, 'STOPPED')
    if (stop !== undefined && sessions?.length !== 0) step.after.push(stop)
  } else if (sessions === undefined) {
    const message = `The stack ${stack.name} may have sessions on the fleet ${fleet.name}: AWS denied reading them. Allow DescribeSessions in the IAM policy of this target.`
    planner.block({ resource: stack, usedBy: [fleet], message })
  } else {
    for (const resource of sessions) {
      const expiry = await planner.step({ mutation: 'expireAppStreamSession', resource, endsSessions: 1 })
      step.after.push(expiry)
    }
  }
})
