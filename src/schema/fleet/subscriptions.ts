import type { ArgBuilder } from '@pothos/core'
import type { FeedEvent } from '../../inventory/feed/event.ts'
import { builder, type SchemaTypes } from '../builder.ts'
import { TargetFailureRef } from '../connection/inventory-type.ts'
import { defineStateSubscription, feedOf } from '../kit/subscription.ts'
import { watchArguments } from '../watch/arguments.ts'
import { ChangeKind, describeFailure } from '../watch/event.ts'
import { capacityOf, capacitySignature, FleetCapacityRef } from './capacity.ts'
import { fleetState } from './enums.ts'
import { errorSignature, type Fleet, stateSignature } from './kind.ts'
import { fleets } from './type.ts'

const StateChangeEvent = defineStateSubscription({
  type: fleets,
  name: 'appStreamFleetStateChanged',
  event: 'AppStreamFleetStateChangeEvent',
  state: fleetState,
  description:
    'Emits fleets that are created, deleted, or change their state or their error codes. The gateway polls AWS once for all subscribers.',
  signatureOf: ({ aws }) => stateSignature(aws),
})

builder.objectField(StateChangeEvent, 'errorsChanged', (t) =>
  t.boolean({
    description:
      'Whether the error codes changed on STATE_CHANGED: the state may then be the same as before. False on other events.',
    resolve: ({ kind, previous, item }) =>
      kind === 'STATE_CHANGED' &&
      previous !== undefined &&
      item !== undefined &&
      errorSignature(previous.aws) !== errorSignature(item.aws),
  }),
)

const CapacityChangeEvent = builder
  .objectRef<FeedEvent<Fleet>>('AppStreamFleetCapacityChangeEvent')
  .implement({
    description: 'A change of the capacity of a fleet, a part of a snapshot, or a mark in the stream.',
    fields: (t) => ({
      kind: t.field({
        type: ChangeKind,
        description: 'The kind of the event; STATE_CHANGED if the capacity changed.',
        resolve: ({ kind }) => kind,
      }),
      fleet: t.field({
        type: fleets.ref,
        nullable: true,
        description: 'The fleet as it was observed, and as last seen on DELETED; null on SYNCED and RESET.',
        resolve: ({ item }) => item,
      }),
      previousCapacity: t.field({
        type: FleetCapacityRef,
        nullable: true,
        description: 'The capacity before; null on other events than STATE_CHANGED and DELETED.',
        resolve: ({ previous }) => previous && capacityOf(previous.aws),
      }),
      capacity: t.field({
        type: FleetCapacityRef,
        nullable: true,
        description: 'The capacity from then on; null on DELETED, SYNCED and RESET.',
        resolve: ({ item, kind }) => (item === undefined || kind === 'DELETED' ? null : capacityOf(item.aws)),
      }),
      observedAt: t.field({
        type: 'DateTime',
        description: 'The time at which the gateway observed it.',
        resolve: ({ observedAt }) => new Date(observedAt),
      }),
      failures: t.field({
        type: [TargetFailureRef],
        description: 'On SYNCED, the targets that cannot be read now; empty on other events.',
        resolve: ({ failures }) => failures.map(({ target, error }) => describeFailure(target, error)),
      }),
    }),
  })

/** A level, not a log: who comes back asks for a snapshot. */
function capacityArguments(arg: ArgBuilder<SchemaTypes>) {
  const { after: _, ...others } = watchArguments(arg)
  return others
}

builder.subscriptionField('appStreamFleetCapacityChanged', (t) =>
  t.field({
    type: CapacityChangeEvent,
    description:
      'Emits fleets whose capacity changes, and those that are created or deleted. Shares the polls of appStreamFleetStateChanged.',
    args: capacityArguments(t.arg),
    subscribe: (_root, args, { inventory }) =>
      feedOf(inventory, fleets, 'capacity', args, {
        stateOf: () => '',
        signatureOf: ({ aws }) => capacitySignature(aws),
      }),
    resolve: (event) => event,
  }),
)
