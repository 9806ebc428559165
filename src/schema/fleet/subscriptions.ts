import type { ArgBuilder } from '@pothos/core'
import type { FeedEvent } from '../../inventory/feed/event.ts'
import { builder, type SchemaTypes } from '../builder.ts'
import { TargetFailureRef } from '../connection/inventory-type.ts'
import { byArnAndName, selectorArguments } from '../kit/selectors.ts'
import { addSubscriptionSize } from '../kit/sizes.ts'
import { defineStateSubscription, subscribeTo } from '../kit/subscription.ts'
import { subscriptionArguments } from '../subscription/arguments.ts'
import { ChangeKind, describeFailure, matchesField } from '../subscription/event.ts'
import { capacityOf, capacitySignature } from './capacity.ts'
import { FleetCapacityRef } from './capacity-type.ts'
import { fleetState } from './enums.ts'
import { errorSignature, type Fleet, stateSignature } from './kind.ts'
import { fleets } from './type.ts'

const StateChangeEvent = defineStateSubscription({
  type: fleets,
  name: 'appStreamFleetStateChanged',
  event: 'AppStreamFleetStateChangeEvent',
  state: fleetState,
  description:
    'Emits an event when a fleet is created, is deleted, or changes its state or error codes. All subscribers share the same AWS polling.',
  signatureOf: ({ aws }) => stateSignature(aws),
})

builder.objectField(StateChangeEvent, 'errorsChanged', (t) =>
  t.boolean({
    description:
      'True on a STATE_CHANGED event if the error codes of the fleet changed; the state may be unchanged. False on other events.',
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
    description: 'Event of a subscription: a change of capacity, part of a snapshot, or a marker.',
    fields: (t) => ({
      kind: t.field({
        type: ChangeKind,
        description: 'Kind of the event. STATE_CHANGED means that the capacity changed.',
        resolve: ({ kind }) => kind,
      }),
      fleet: t.field({
        type: fleets.ref,
        nullable: true,
        description: 'The fleet; its last known version on DELETED, null on SYNCED and RESET.',
        resolve: ({ item }) => item,
      }),
      previousCapacity: t.field({
        type: FleetCapacityRef,
        nullable: true,
        description: 'Previous capacity on STATE_CHANGED and DELETED, otherwise null.',
        resolve: ({ previous }) => previous && capacityOf(previous.aws),
      }),
      capacity: t.field({
        type: FleetCapacityRef,
        nullable: true,
        description: 'Current capacity. Null on DELETED, SYNCED and RESET.',
        resolve: ({ item, kind }) => (item === undefined || kind === 'DELETED' ? null : capacityOf(item.aws)),
      }),
      matches: matchesField(t),
      observedAt: t.field({
        type: 'DateTime',
        description: 'Time at which the gateway observed the event.',
        resolve: ({ observedAt }) => new Date(observedAt),
      }),
      failures: t.field({
        type: [TargetFailureRef],
        description: 'Targets that currently cannot be read, on SYNCED; empty on other events.',
        resolve: ({ failures }) => failures.map(({ target, error }) => describeFailure(target, error)),
      }),
    }),
  })

/** Capacity is a level, not a log: it has no cursor, and a client that reconnects requests a snapshot. */
function capacityArguments(arg: ArgBuilder<SchemaTypes>) {
  return { ...selectorArguments(arg, byArnAndName(fleets.kind)), ...subscriptionArguments(arg, fleets) }
}

addSubscriptionSize('appStreamFleetCapacityChanged', fleets.kind)

builder.subscriptionField('appStreamFleetCapacityChanged', (t) =>
  t.field({
    type: CapacityChangeEvent,
    description:
      'Emits an event when a fleet is created, is deleted, or changes its capacity. Shares the AWS polling of `appStreamFleetStateChanged`.',
    args: capacityArguments(t.arg),
    subscribe: (_root, args, { wholeInventory }) =>
      subscribeTo(wholeInventory, fleets, 'capacity', args, {
        stateOf: () => '',
        signatureOf: ({ aws }) => capacitySignature(aws),
      }),
    resolve: (event) => event,
  }),
)
