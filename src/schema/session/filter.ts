import { knownTime } from '../../appstream/model/model.ts'
import type { Session } from '../../inventory/sessions.ts'
import { requireArn } from '../identify.ts'
import { anyOf, defineFilter, type FilterMember, time } from '../kit/filter.ts'
import { authenticationType, connectionState, drainStatus, sessionState } from './enums.ts'

const startOf = ({ aws }: Session) => knownTime(aws.StartTime)

/** Filter of sessions. */
export const sessionFilter = defineFilter<Session>('AppStreamSessionFilter', 'sessions', {
  sessionIds: anyOf<Session, string>('Filters by session ID.', 'String', ({ name }) => name),
  fleetArns: ofResources('fleet', 'Filters by ARN of the fleet. Only these fleets are read.'),
  stackArns: ofResources('stack', 'Filters by ARN of the stack. Only these stacks are read.'),
  states: anyOf<Session, string>(
    'Filters by state. `UNKNOWN` matches states that this release does not know.',
    sessionState,
    ({ aws }) => aws.State,
  ),
  connectionStates: anyOf<Session, string>(
    'Filters by connection state.',
    connectionState,
    ({ aws }) => aws.ConnectionState,
  ),
  authenticationTypes: anyOf<Session, string>(
    'Filters by sign-in method.',
    authenticationType,
    ({ aws }) => aws.AuthenticationType,
  ),
  userIds: anyOf<Session, string>(
    'Filters by user ID, case-sensitive. Requires the scope `appstream:people`.',
    'String',
    ({ aws }) => aws.UserId,
    { scope: 'appstream:people' },
  ),
  instanceIds: anyOf<Session, string>(
    'Filters by ID of the instance.',
    'String',
    ({ aws }) => aws.InstanceId,
  ),
  drainStatuses: anyOf<Session, string>(
    'Filters by drain status of the instance.',
    drainStatus,
    ({ aws }) => aws.InstanceDrainStatus,
  ),
  startedAfter: time('Filters by start time: later than this time.', startOf, (ms, limitMs) => ms > limitMs),
  startedBefore: time(
    'Filters by start time: earlier than this time.',
    startOf,
    (ms, limitMs) => ms < limitMs,
  ),
})

/** Declares a filter by fleets or stacks. The list reads only their sessions, so every item matches. */
function ofResources(arnType: string, description: string): FilterMember<Session, readonly string[]> {
  return {
    field: (t) => t.idList({ description }),
    filter(arns, { context }, path) {
      for (const [index, arn] of arns.entries()) requireArn(arn, arnType, `${path}.${index}`)
      return { key: context.loaders.distinct(arns).key, matches: () => true }
    },
  }
}
