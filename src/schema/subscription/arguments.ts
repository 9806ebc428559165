import type { ArgBuilder } from '@pothos/core'
import type { SchemaTypes } from '../builder.ts'
import { TargetInput } from '../target/input.ts'

/** Creates the arguments shared by all subscriptions; each kind adds its own `states`. */
export function subscriptionArguments(arg: ArgBuilder<SchemaTypes>) {
  return {
    arns: arg.idList({
      description:
        'Filters by ARN. With `names`, a resource matches if either filter does. Default: all resources.',
    }),
    names: arg.stringList({
      description:
        'Filters by name. With `arns`, a resource matches if either filter does. Default: all resources.',
    }),
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
