import type { ObjectRef } from '@pothos/core'
import { builder, type SchemaTypes } from '../builder.ts'
import { TargetRef } from '../target/type.ts'
import type { InventoryPage } from './inventory-list.ts'
import type { TargetFailure } from './list-reading.ts'
import { connectionType } from './type.ts'

/** Target that could not be read. */
export const TargetFailureRef = builder.objectRef<TargetFailure>('AppStreamTargetFailure')

TargetFailureRef.implement({
  description:
    'Target that could not be read, with the error. Results of the other targets are still returned.',
  fields: (t) => ({
    target: t.field({
      type: TargetRef,
      description: 'Account and region that could not be read.',
      resolve: ({ target }) => target,
    }),
    code: t.exposeString('code', {
      description: 'Stable error code, as in `extensions.code`, for example `UPSTREAM_THROTTLED`.',
    }),
    message: t.exposeString('message', { description: 'Human-readable error message.' }),
    awsRequestId: t.exposeString('awsRequestId', {
      nullable: true,
      description: 'AWS request ID, for AWS support. Null if AWS did not respond.',
    }),
    retryable: t.exposeBoolean('retryable', {
      description: 'True if a retry can succeed later.',
    }),
  }),
})

/**
 * Creates the connection type of a listed kind. `isWatched` adds a cursor for subscriptions, `isReadInParts` describes
 * kinds whose targets take many calls to read.
 */
export function inventoryConnectionType<Item>(
  name: string,
  node: ObjectRef<SchemaTypes, Item>,
  { isWatched = true, isReadInParts = false } = {},
) {
  const connection = connectionType<Item, InventoryPage<Item>>(name, node)
  connection.implement({
    description: `Page of \`${name}\` items.`,
    fields: (t) => ({
      failures: t.field({
        type: [TargetFailureRef],
        description: `Targets that could not be read completely. Empty if all could be read. The connection is null, with an error, if ${isReadInParts ? 'nothing could be read' : 'all targets failed and no item was found'}.`,
        resolve: (page) => page.failures,
      }),
    }),
  })
  if (isWatched) {
    builder.objectField(connection, 'changeCursor', (t) =>
      t.string({
        description:
          'Opaque cursor of the state that was read. Pass it as `after` to a subscription to receive every later change.',
        resolve: (page) => page.changeCursor(),
      }),
    )
  }
  return connection
}
