import type { ObjectRef } from '@pothos/core'
import { builder, type SchemaTypes } from '../builder.ts'
import { TargetRef } from '../target/type.ts'
import type { InventoryPage } from './inventory-list.ts'
import type { TargetFailure } from './list-reading.ts'
import { connectionType } from './type.ts'

/** A target that could not be read. */
export const TargetFailureRef = builder.objectRef<TargetFailure>('AppStreamTargetFailure')

TargetFailureRef.implement({
  description: 'A target that could not be read; what the others hold is answered all the same.',
  fields: (t) => ({
    target: t.field({ type: TargetRef, description: 'The target.', resolve: ({ target }) => target }),
    code: t.exposeString('code', {
      description: 'A stable code, e.g. `UPSTREAM_THROTTLED`: those of `extensions.code`.',
    }),
    message: t.exposeString('message', { description: 'What went wrong, for people to read.' }),
    awsRequestId: t.exposeString('awsRequestId', {
      nullable: true,
      description: 'What AWS’s support asks for; null where AWS did not answer.',
    }),
    retryable: t.exposeBoolean('retryable', {
      description: 'Whether asking again, later, can help.',
    }),
  }),
})

/** Makes the connection type of a kind that the inventory lists; with `isWatched`, one that can be subscribed to. */
export function inventoryConnectionType<Item>(
  name: string,
  node: ObjectRef<SchemaTypes, Item>,
  { isWatched = true } = {},
) {
  const connection = connectionType<Item, InventoryPage<Item>>(name, node)
  connection.implement({
    description: `A page of ${name}s, over every target that was asked for.`,
    fields: (t) => ({
      failures: t.field({
        type: [TargetFailureRef],
        description:
          'The targets that could not be read, or only in part; empty when all is well. If none could be read, or each only in part and nothing matches there, the connection itself is null, with an error.',
        resolve: (page) => page.failures,
      }),
    }),
  })
  if (isWatched) {
    builder.objectField(connection, 'changeCursor', (t) =>
      t.string({
        description: 'Names the state that was read: a subscription `after` it misses nothing. Opaque.',
        resolve: (page) => page.changeCursor,
      }),
    )
  }
  return connection
}
