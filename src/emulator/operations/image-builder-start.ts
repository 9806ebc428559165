import type { JsonObject } from '../json.ts'
import type { TransitionStep } from '../records.ts'
import type { OperationContext } from './operation.ts'

/** What an image builder goes through from PENDING to RUNNING, and the agent it will have. */
export interface Start {
  readonly members: JsonObject
  readonly steps: readonly TransitionStep[]
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
