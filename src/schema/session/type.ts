import type { AwsSession } from '../../appstream/model/model.ts'
import type { Target } from '../../appstream/target.ts'
import { type Session, type SessionPair, sessionKey, sessionKind } from '../../inventory/sessions.ts'
import { builder } from '../builder.ts'
import { inventoryConnectionType } from '../connection/inventory-type.ts'
import type { GraphContext } from '../context.ts'
import { fleetKind } from '../fleet/kind.ts'
import { fleets } from '../fleet/type.ts'
import { NetworkAccessConfigurationRef } from '../image-builder/parts.ts'
import { identityInTarget } from '../kit/identity.ts'
import { type Members, memberFields } from '../kit/members.ts'
import { operationRegistry } from '../kit/operations.ts'
import { placeFields } from '../kit/place.ts'
import { registerResource } from '../kit/register.ts'
import { isOfKind } from '../kit/resource.ts'
import { sizeRegistry } from '../kit/sizes.ts'
import { stackKind } from '../stack/kind.ts'
import { stacks } from '../stack/type.ts'
import { authenticationType, connectionState, drainStatus, sessionState } from './enums.ts'

/** Valid names of stacks and fleets. An id with other names does not exist. */
const NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,100}$/

const members: Members<AwsSession, 'Id' | 'UserId' | 'StackName' | 'FleetName' | 'CreatedTime'> = {
  AuthenticationType: [authenticationType, 'Sign-in method of the user. Null if AWS does not return it.'],
  State: [sessionState, 'State.'],
  ConnectionState: [connectionState, 'Connection of the user. Null if AWS does not return it.'],
  StartTime: 'Time at which the session got its instance. Null while it has none.',
  MaxExpirationTime: 'Latest possible end of the session.',
  NetworkAccessConfiguration: [
    NetworkAccessConfigurationRef,
    'Network interface of the instance. Null if AWS does not return it.',
  ],
  InstanceId: 'ID of the instance.',
  InstanceDrainStatus: [drainStatus, 'Drain status of the instance. Null if AWS does not return it.'],
}

/** Identifies sessions by target, stack, fleet and session id. A load costs one call. */
export const sessionIdentity = identityInTarget<Session>({
  namesOf: ({ stack, fleet, name }) => [stack, fleet, name],
  count: 3,
  load: (context, target, [stack = '', fleet = '', id = '']) =>
    loadSession(context, target, { stack, fleet }, id),
})

/** Loads a session of a pair by its session id. Null if it does not exist. */
export async function loadSession(
  { inventory, loaders }: GraphContext,
  target: Target,
  pair: SessionPair,
  id: string,
): Promise<Session | null> {
  if (!NAME.test(pair.stack) || !NAME.test(pair.fleet)) return null
  const { items } = await loaders.snapshot(inventory.of(target).sessions.of(pair))
  return items.get(sessionKey(target, pair, id)) ?? null
}

/** Type of sessions. */
export const SessionRef = builder.objectRef<Session>(sessionKind.name)

builder.node(SessionRef, {
  description:
    'AppStream streaming session of a user. It has no ARN. AWS lists sessions per stack and fleet, and soon drops ended ones.',
  authScopes: { scope: 'appstream:read' },
  isTypeOf: isOfKind(sessionKind.name),
  id: {
    resolve: (session) => sessionIdentity.idOf(session),
    description: 'Opaque global ID, stable for the lifetime of the session. Does not reveal the user.',
  },
  fields: (t) => ({
    sessionId: t.string({ description: 'Session ID at AWS.', resolve: ({ name }) => name }),
    ...placeFields(t, { noun: 'session' }),
    stackName: t.string({ description: 'Name of the stack.', resolve: ({ stack }) => stack }),
    fleetName: t.string({ description: 'Name of the fleet.', resolve: ({ fleet }) => fleet }),
    userId: t.string({
      nullable: true,
      scope: 'appstream:people',
      description: 'User ID. Requires the scope `appstream:people`; without it, null with a FORBIDDEN error.',
      resolve: ({ aws }) => aws.UserId,
    }),
    ...memberFields<Session>(t, { structure: 'Session', members, awsOf: ({ aws }) => aws }),
    fleet: t.field({
      type: fleets.ref,
      nullable: true,
      description: 'Fleet. Null if it no longer exists.',
      resolve: ({ target, fleet }, _args, { loaders }) =>
        loaders.kinds.byName(fleetKind, { target, name: fleet }),
    }),
    stack: t.field({
      type: stacks.ref,
      nullable: true,
      description: 'Stack. Null if it no longer exists.',
      resolve: ({ target, stack }, _args, { loaders }) =>
        loaders.kinds.byName(stackKind, { target, name: stack }),
    }),
  }),
})

registerResource({
  typename: sessionKind.name,
  arnType: undefined,
  ref: SessionRef,
  identity: sessionIdentity,
})

operationRegistry.add({
  operation: 'DescribeSessions',
  coordinate: sessionKind.name,
  calls: '1 per stack, fleet and 50 sessions',
})

/** Connection of sessions. */
export const SessionConnection = inventoryConnectionType(sessionKind.name, SessionRef, {
  isWatched: false,
  isReadInParts: true,
})

sizeRegistry.add(`${sessionKind.name}Connection.failures`, ({ targets }) => targets.length)
