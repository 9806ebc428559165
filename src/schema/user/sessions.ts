import { builder, ownCall } from '../builder.ts'
import { pageSize } from '../connection/type.ts'
import { listUserSessions, sessionArguments } from '../session/list.ts'
import { SessionConnection, SessionRef } from '../session/type.ts'
import { USERPOOL, userKind } from './kind.ts'
import { users } from './type.ts'

builder.objectField(users.ref, 'sessions', (t) =>
  t.field({
    type: SessionConnection,
    nullable: true,
    ...pageSize,
    ...ownCall,
    description:
      'Sessions of the user. Lists stacks and fleets, and costs one AWS call per pair of a stack and a fleet that is not STOPPED.',
    args: { ...t.arg.connectionArgs(), ...sessionArguments(t.arg) },
    resolve: ({ target, name, aws }, args, context) =>
      listUserSessions(context, {
        ...args,
        target,
        user: { userId: name, authenticationType: aws.AuthenticationType ?? USERPOOL },
      }),
  }),
)

builder.objectField(SessionRef, 'user', (t) =>
  t.field({
    type: users.ref,
    nullable: true,
    scope: 'appstream:people',
    description:
      'User in the user pool. Null if the user signed in by another method, or is no longer in the user pool. Requires the scope `appstream:people`; without it, null with a FORBIDDEN error.',
    resolve: ({ target, aws: { AuthenticationType, UserId } }, _args, { loaders }) =>
      AuthenticationType === USERPOOL && UserId !== undefined
        ? loaders.kinds.byName(userKind, { target, name: UserId })
        : null,
  }),
)
