import type { ArgBuilder } from '@pothos/core'
import type { SchemaTypes } from '../builder.ts'
import { TargetInput } from '../target/input.ts'

/** The arguments that the subscriptions of all kinds have; `states` is each kind's own. */
export function watchArguments(arg: ArgBuilder<SchemaTypes>) {
  return {
    arns: arg.idList({ description: 'Only these, or those of `names`.' }),
    names: arg.stringList({ description: 'Only those of these names, or of `arns`.' }),
    targets: arg({
      type: [TargetInput],
      description: 'Only in these targets; in all of them unless told.',
    }),
    snapshot: arg.boolean({
      defaultValue: false,
      description: 'Whether to begin with a SNAPSHOT of each match, then SYNCED. Not with `after`.',
    }),
    after: arg.string({
      description:
        'A cursor of an event, or a connection’s `changeCursor`: what happened since comes first. Where that is not known any more, RESET and a snapshot do.',
    }),
  }
}
