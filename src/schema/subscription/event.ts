import type { ObjectRef } from '@pothos/core'
import { isUpstreamError } from '../../appstream/errors/exceptions.ts'
import type { FeedEvent } from '../../inventory/feed/event.ts'
import { builder, type SchemaTypes } from '../builder.ts'
import { TargetFailureRef } from '../connection/inventory-type.ts'
import type { TargetFailure } from '../connection/list-reading.ts'
import type { OpenEnum } from '../open-enum.ts'

/** Kind of an event. */
export const ChangeKind = builder.enumType('AppStreamChangeKind', {
  description: 'Kind of an event.',
  values: {
    CREATED: { description: 'The resource was created.' },
    STATE_CHANGED: {
      description:
        'The state of the resource changed, or the resource started or stopped matching `filter`; see `matches`. States between two polls are not reported.',
    },
    DELETED: { description: 'The resource was deleted.' },
    SNAPSHOT: {
      description: 'The resource exists. A snapshot has one such event per matching resource.',
    },
    SYNCED: {
      description:
        'All events of the snapshot, or all missed changes, were sent. Repeated periodically, so that you always have a resumable cursor.',
    },
    RESET: {
      description: 'The cursor cannot be resumed. Drop your local state; a snapshot follows.',
    },
  } as const,
})

/** Options of an event type. */
export interface EventTypeOptions<Item, State extends string> {
  readonly name: string
  /** Field that holds the resource. */
  readonly field: string
  readonly ref: ObjectRef<SchemaTypes, Item>
  readonly state: OpenEnum<State>
  readonly stateOf: (item: Item) => string
}

/** Creates the event type of a kind. */
export function stateChangeEventType<Item, State extends string>(options: EventTypeOptions<Item, State>) {
  const { name, field, ref, state, stateOf } = options
  return builder.objectRef<FeedEvent<Item>>(name).implement({
    description: 'Event of a subscription: a change, part of a snapshot, or a marker.',
    fields: (t) => ({
      cursor: t.exposeString('cursor', {
        description: 'Opaque cursor. Pass it as `after` to resume after this event.',
      }),
      kind: t.field({ type: ChangeKind, description: 'Kind of the event.', resolve: ({ kind }) => kind }),
      // Pothos' conditional types of resolvers stay open over type parameters.
      [field]: t.field({
        type: ref,
        nullable: true,
        description: 'The resource; its last known version on DELETED, null on SYNCED and RESET.',
        resolve: ({ item }) => item as never,
      }),
      previousState: t.field({
        type: state.ref,
        nullable: true,
        description: 'Previous state on STATE_CHANGED and DELETED, otherwise null.',
        resolve: ({ previous }) => (previous === undefined ? null : stateOf(previous)) as never,
      }),
      state: t.field({
        type: state.ref,
        nullable: true,
        description: 'Current state. Null on DELETED, SYNCED and RESET.',
        resolve: ({ item, kind }) =>
          (item === undefined || kind === 'DELETED' ? null : stateOf(item)) as never,
      }),
      matches: matchesField(t),
      observedAt: t.field({
        type: 'DateTime',
        description:
          'Time at which the gateway observed the event. AWS does not record times of state changes.',
        resolve: ({ observedAt }) => new Date(observedAt),
      }),
      failures: t.field({
        type: [TargetFailureRef],
        description:
          'Targets that currently cannot be read, on SYNCED; empty on other events. When a target recovers, its missed changes follow, or SNAPSHOT events and another SYNCED if it had never been read.',
        resolve: ({ failures }) => failures.map(({ target, error }) => describeFailure(target, error)),
      }),
    }),
  })
}

/** Creates the field by which a client learns that a resource has left its subscription. */
export function matchesField<Item>(
  t: PothosSchemaTypes.ObjectFieldBuilder<SchemaTypes, Pick<FeedEvent<Item>, 'matches'>>,
) {
  return t.boolean({
    nullable: true,
    description:
      'True if the resource matches the arguments of the subscription after this event. False if it no longer does, or if it is deleted: remove it from the list. Null on SYNCED and RESET.',
    resolve: ({ matches }) => matches,
  })
}

/** Converts a source failure to its public form. */
export function describeFailure(target: TargetFailure['target'], error: unknown): TargetFailure {
  if (isUpstreamError(error)) {
    const { code, message, awsRequestId, retryable } = error
    return { target, code, message, awsRequestId, retryable }
  }
  const message =
    error === undefined ? 'Not read yet: the first listing has not finished.' : 'Unexpected error'
  const code = error === undefined ? 'NOT_READ_YET' : 'INTERNAL_SERVER_ERROR'
  return { target, code, message, awsRequestId: undefined, retryable: true }
}
