import type { OperationContext } from '../../kit/operation.ts'
import type { TransitionStep } from '../../kit/transitions.ts'
import type { ImageBuilderRecord } from './kind.ts'

/** The steps of an image builder from PENDING to RUNNING, and the members of its agent. */
export interface Start {
  readonly members: Partial<ImageBuilderRecord>
  readonly steps: readonly TransitionStep<ImageBuilderRecord>[]
}

/** A builder that pins the version of its agent, other than to LATEST, is at UPDATING_AGENT on the way. */
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
