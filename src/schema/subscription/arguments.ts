import type { ArgBuilder } from '@pothos/core'
import type { SchemaTypes } from '../builder.ts'
import { TargetInput } from '../target/input.ts'

/** Creates the arguments shared by all subscriptions; each adds those that select resources. */
export function subscriptionArguments(arg: ArgBuilder<SchemaTypes>) {
  return {
    targets: arg({
      type: [TargetInput],
      description: 'Filters by account and region. Default: all targets.',
    }),
    snapshot: arg.boolean({
      defaultValue: false,
      description:
        'True to start with one SNAPSHOT event per matching resource, followed by SYNCED. Not with `after`.',
    }),
    after: arg.string({
      description:
        'Cursor to resume after: `cursor` of an event or `changeCursor` of a connection or payload. If it cannot be resumed, the stream starts with RESET and a snapshot.',
    }),
  }
}
