import { sessionKind } from '../../inventory/sessions.ts'
import { builder, ownCall } from '../builder.ts'
import { pageSize } from '../connection/type.ts'
import { badUserInput, truncate } from '../errors.ts'
import { fleets } from '../fleet/type.ts'
import { decodeGlobalId } from '../global-id.ts'
import { stacks } from '../stack/type.ts'
import { selectTargets, targetsArgument } from '../target/input.ts'
import { listFleetSessions, listSessions, listStackSessions, sessionArguments } from './list.ts'
import { SessionConnection, SessionRef, sessionIdentity } from './type.ts'

builder.queryFields((t) => ({
  appStreamSession: t.field({
    type: SessionRef,
    nullable: true,
    ...ownCall,
    description: 'Returns the session with this global ID. Null if it does not exist. Costs one AWS call.',
    args: { id: t.arg.id({ required: true, description: 'Global ID, as returned by the `id` field.' }) },
    resolve(_root, { id: globalId }, context) {
      const { typename, id } = decodeGlobalId(globalId)
      if (typename !== sessionKind.name) {
        throw badUserInput(
          `\`${truncate(globalId)}\` is the global id of a ${truncate(typename)}: pass the \`id\` of an \`AppStreamSession\`.`,
        )
      }
      sessionIdentity.requireId(id, 'id')
      return sessionIdentity.load(context, id)
    },
  }),
  appStreamSessions: t.field({
    type: SessionConnection,
    nullable: true,
    ...pageSize,
    ...ownCall,
    description:
      'Returns a page of sessions. Costs one AWS call per stack, or per fleet if there are fewer fleets, and one per 50 sessions of each stack and fleet that is not STOPPED.',
    args: {
      ...t.arg.connectionArgs(),
      ...sessionArguments(t.arg),
      targets: targetsArgument(t.arg),
    },
    resolve: (_root, { targets, ...args }, context) =>
      listSessions(context, { ...args, targets: selectTargets(context.inventory.targets, targets) }),
  }),
}))

builder.objectField(fleets.ref, 'sessions', (t) =>
  t.field({
    type: SessionConnection,
    nullable: true,
    ...pageSize,
    ...ownCall,
    description:
      'Sessions on the fleet. Empty while it is STOPPED. Costs one AWS call per 50 sessions of each stack, in addition to those of `stacks`.',
    args: { ...t.arg.connectionArgs(), ...sessionArguments(t.arg) },
    resolve: (fleet, args, context) => listFleetSessions(context, fleet, args),
  }),
)

builder.objectField(stacks.ref, 'sessions', (t) =>
  t.field({
    type: SessionConnection,
    nullable: true,
    ...pageSize,
    ...ownCall,
    description:
      'Sessions of users of the stack. Costs one AWS call per 50 sessions of each fleet that is not STOPPED, in addition to those of `fleets`.',
    args: { ...t.arg.connectionArgs(), ...sessionArguments(t.arg) },
    resolve: (stack, args, context) => listStackSessions(context, stack, args),
  }),
)
