import type { ArgBuilder } from '@pothos/core'
import type { AnyResource } from '../../inventory/resources.ts'
import type { SchemaTypes } from '../builder.ts'
import type { ResourceType } from '../kit/resource-type.ts'
import { TargetInput } from '../target/input.ts'

/** Creates the arguments shared by all subscriptions; each adds those that select resources. */
export function subscriptionArguments<Item extends AnyResource>(
  arg: ArgBuilder<SchemaTypes>,
  { filter, plural }: Pick<ResourceType<Item>, 'filter' | 'plural'>,
) {
  return {
    filter: arg({
      type: filter.ref,
      description: `Filters the ${plural} as in a list: an event is emitted if the resource matches before or after the change; see \`matches\` of the event. Members that depend on data outside the resource are rejected. A cursor from a subscription with another filter cannot be resumed.`,
    }),
    targets: arg({
      type: [TargetInput],
      description: 'Filters by account and region. Default: all targets.',
    }),
    snapshot: arg.boolean({
      defaultValue: false,
      description:
        'True to start with one SNAPSHOT event per matching resource, followed by SYNCED. Mutually exclusive with `after`.',
    }),
    after: arg.string({
      description:
        'Cursor to resume after: `cursor` of an event or `changeCursor` of a connection or payload. If it cannot be resumed, the stream starts with RESET and a snapshot.',
    }),
  }
}
