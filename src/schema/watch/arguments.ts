import type { ArgBuilder } from '@pothos/core'
import type { SchemaTypes } from '../builder.ts'
import { TargetInput } from '../target/input.ts'

/** Creates the arguments shared by all subscriptions; each kind adds its own `states`. */
export function watchArguments(arg: ArgBuilder<SchemaTypes>) {
  return {
    arns: arg.idList({
      description: 'Delivers resources with these ARNs, or with one of `names`. Default: all resources.',
    }),
    names: arg.stringList({
      description: 'Delivers resources with these names, or with one of `arns`. Default: all resources.',
    }),
    targets: arg({
      type: [TargetInput],
      description: 'Delivers resources of these targets only. Default: all targets.',
    }),
    snapshot: arg.boolean({
      defaultValue: false,
      description: 'If true, starts with a SNAPSHOT event per match, then SYNCED. Not with `after`.',
    }),
    after: arg.string({
      description:
        'Cursor of an event, or `changeCursor` of a connection, to resume after. If it cannot be resumed, RESET and a snapshot come first.',
    }),
  }
}
