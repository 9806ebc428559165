import type { OperationContext } from '../../kit/operation.ts'
import type { TransitionStep } from '../../kit/transitions.ts'
import type { ImageBuilderRecord } from './kind.ts'

/** Steps of an image builder from PENDING to RUNNING, and members that depend on the agent version. */
export interface Start {
  readonly members: Partial<ImageBuilderRecord>
  readonly steps: readonly TransitionStep<ImageBuilderRecord>[]
}

/**
 * Returns the start of a builder. If its agent is pinned to a version other than LATEST, the builder passes through
 * UPDATING_AGENT.
 */
export function startingSteps(agentVersion: string | undefined, context: OperationContext): Start {
  const { behaviour, durations, nowMs } = context
  const { latestAgentVersion } = behaviour
  const pinned = agentVersion === 'LATEST' ? undefined : agentVersion
  const startedMs = nowMs + durations.startImageBuilder
  return {
    members: {
      AppstreamAgentVersion: pinned ?? latestAgentVersion,
      LatestAppstreamAgentVersion: (pinned ?? latestAgentVersion) === latestAgentVersion ? 'TRUE' : 'FALSE',
    },
    steps:
      pinned === undefined
        ? [{ atMs: startedMs, state: 'RUNNING' }]
        : [
            { atMs: startedMs, state: 'UPDATING_AGENT' },
            { atMs: startedMs + durations.updateAgent, state: 'RUNNING' },
          ],
  }
}
