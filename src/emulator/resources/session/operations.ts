import { AwsError, validationError } from '../../errors.ts'
import { givenMembers, type JsonObject, optionalNumber, optionalString, requiredString } from '../../json.ts'
import { pageFor } from '../../kit/describe.ts'
import type { OperationContext, Operations } from '../../kit/operation.ts'
import { combinationError, notPermitted, requireExisting } from '../../kit/preconditions.ts'
import { membersOf } from '../../model.ts'
import { isLive, type SessionRecord, sessionKind } from './kind.ts'
import { expirySteps } from './lifecycle.ts'
import { createStreamingUrl } from './streaming-url.ts'

/** Operations on sessions. */
export const sessionOperations: Operations = {
  DescribeSessions: describeSessions,
  ExpireSession: expireSession,
  DrainSessionInstance: drainSessionInstance,
  CreateStreamingURL: createStreamingUrl,
}

const usualLimit = 20
/** Documented maximum, which the service model lacks. */
const largestLimit = 50
const filters = ['UserId', 'AuthenticationType', 'InstanceId']

/** DescribeSessions: sessions of one stack on one fleet. */
function describeSessions(input: JsonObject, context: OperationContext): JsonObject {
  const { region, behaviour } = context
  const stackName = requiredString(input, 'StackName')
  const fleetName = requiredString(input, 'FleetName')
  const limit = optionalNumber(input, 'Limit') ?? 0
  if (limit < 0 || limit > largestLimit) {
    throw validationError(`Limit must be between 1 and ${largestLimit}, got ${limit}.`)
  }
  if (!region.associations.has(stackName, fleetName) && behaviour.sessionsOfUnknownPair !== 'empty') {
    throw combinationError(`The fleet ${fleetName} is not associated with the stack ${stackName}.`)
  }
  const type = behaviour.sessionsWithoutType === 'API' ? { AuthenticationType: 'API' } : {}
  const wanted = Object.entries({ ...type, ...givenMembers(input, filters) })
  const sessions = region.sessions
    .ofFleet(fleetName)
    .filter(({ StackName }) => StackName === stackName)
    .filter((session) => wanted.every(([member, value]) => session[member] === value))
  const page = pageFor(sessions, sessionKind.keyOf, {
    input,
    context,
    size: limit === 0 ? usualLimit : limit,
    parameters: [stackName, fleetName, ...filters.map((filter) => optionalString(input, filter) ?? null)],
  })
  const members = membersOf('Session')
  return {
    Sessions: page.items.map((session) => givenMembers(session, members)),
    NextToken: page.nextToken,
  }
}

/** ExpireSession: ends the session shortly after the response. The service model lists no errors. */
function expireSession(input: JsonObject, context: OperationContext): JsonObject {
  const { region, behaviour, durations, nowMs } = context
  const id = requiredString(input, 'SessionId')
  if (!region.sessions.has(id) && behaviour.expireUnknownSession === 'ok') return {}
  const session = requireExisting(region.sessions, id, context)
  if (isLive(session)) region.sessions.schedule(id, expirySteps(nowMs + durations.expireSession, context))
  return {}
}

/** DrainSessionInstance: the instance gets no new sessions. AWS replaces it once its last session has ended. */
function drainSessionInstance(input: JsonObject, context: OperationContext): JsonObject {
  const { sessions } = context.region
  const session = requireExisting(sessions, requiredString(input, 'SessionId'), context)
  if (session.State !== 'ACTIVE') throw notPermitted(sessionKind, session.Id, session.State)
  if (session.InstanceDrainStatus === 'NOT_APPLICABLE') throw singleSession(session)
  for (const { Id, InstanceId } of sessions.ofFleet(session.FleetName).filter(isLive)) {
    if (InstanceId === session.InstanceId) sessions.change(Id, { InstanceDrainStatus: 'DRAINING' })
  }
  return {}
}

function singleSession({ FleetName }: SessionRecord): AwsError {
  return new AwsError(
    'OperationNotPermittedException',
    `The fleet ${FleetName} is not a multi-session fleet. Only instances of multi-session fleets can be drained.`,
  )
}
