import type { EnumRef, ObjectRef } from '@pothos/core'
import { isUpstreamError } from '../../appstream/exceptions.ts'
import type { FeedEvent } from '../../inventory/feed/event.ts'
import { builder, type SchemaTypes } from '../builder.ts'
import { TargetFailureRef } from '../connection/inventory-type.ts'
import type { TargetFailure } from '../connection/list-reading.ts'

/** The kind of an event. */
export const ChangeKind = builder.enumType('AppStreamChangeKind', {
  description: 'What an event tells.',
  values: {
    CREATED: { description: 'The resource is new.' },
    STATE_CHANGED: {
      description: 'Its state is another one. States passed through between two looks are not told.',
    },
    DELETED: { description: 'It is gone.' },
    SNAPSHOT: {
      description: 'It is there: one such event for each match comes first, where a snapshot is due.',
    },
    SYNCED: {
      description:
        'All that there is, or was missed, has been told. Comes again from time to time, so that the cursor stays young.',
    },
    RESET: {
      description:
        'The changes since the cursor are not known any more: discard what you hold, a snapshot follows.',
    },
  } as const,
})

/** What an event type is made of. */
export interface EventTypeOptions<Item, State extends string> {
  readonly name: string
  /** The field that holds the resource. */
  readonly field: string
  readonly ref: ObjectRef<SchemaTypes, Item>
  readonly state: EnumRef<SchemaTypes, State>
  readonly stateOf: (item: Item) => State
}

/** Makes the type of a kind's events. */
export function stateChangeEventType<Item, State extends string>(options: EventTypeOptions<Item, State>) {
  const { name, field, ref, state, stateOf } = options
  return builder.objectRef<FeedEvent<Item>>(name).implement({
    description: 'A change, a part of a snapshot, or a mark in the stream.',
    fields: (t) => ({
      cursor: t.exposeString('cursor', { description: 'Subscribe `after` this to go on from here. Opaque.' }),
      kind: t.field({ type: ChangeKind, description: 'What this event tells.', resolve: ({ kind }) => kind }),
      // Pothos' conditional types of resolvers stay open over type parameters.
      [field]: t.field({
        type: ref,
        nullable: true,
        description:
          'The resource as it was seen then, and as last seen on DELETED; null on SYNCED and RESET.',
        resolve: ({ item }) => item as never,
      }),
      previousState: t.field({
        type: state,
        nullable: true,
        description: 'The state before; null but on STATE_CHANGED and DELETED.',
        resolve: ({ previous }) => (previous === undefined ? null : stateOf(previous)) as never,
      }),
      state: t.field({
        type: state,
        nullable: true,
        description: 'The state from then on; null on DELETED, SYNCED and RESET.',
        resolve: ({ item, kind }) =>
          (item === undefined || kind === 'DELETED' ? null : stateOf(item)) as never,
      }),
      observedAt: t.field({
        type: 'DateTime',
        description: 'When the gateway saw it; AWS keeps no time of a state change.',
        resolve: ({ observedAt }) => new Date(observedAt),
      }),
      failures: t.field({
        type: [TargetFailureRef],
        description:
          'On SYNCED, the targets that cannot be read now. What they held when they last could be is part of what was told; what changed since follows once they can be read again. Of one that never could be nothing was told: its SNAPSHOT events and another SYNCED follow.',
        resolve: ({ failures }) => failures.map(({ target, error }) => describeFailure(target, error)),
      }),
    }),
  })
}

/** Returns a target that cannot be read, as clients see it. */
export function describeFailure(target: TargetFailure['target'], error: unknown): TargetFailure {
  if (isUpstreamError(error)) {
    const { code, message, awsRequestId, retryable } = error
    return { target, code, message, awsRequestId, retryable }
  }
  const message = error === undefined ? 'Not read yet.' : 'Unexpected error'
  const code = error === undefined ? 'NOT_READ_YET' : 'INTERNAL_SERVER_ERROR'
  return { target, code, message, awsRequestId: undefined, retryable: true }
}
