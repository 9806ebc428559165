import type { ArgBuilder } from '@pothos/core'
import type { AnyResource } from '../../inventory/resources.ts'
import type { SchemaTypes } from '../builder.ts'
import type { ResourceType } from '../kit/resource-type.ts'
import { TargetInput } from '../target/input.ts'

type Filterable<Item extends AnyResource> = Pick<ResourceType<Item>, 'filter' | 'plural'>

/** Creates the arguments shared by all subscriptions; each adds those that select resources. */
export function subscriptionArguments<Item extends AnyResource>(
  arg: ArgBuilder<SchemaTypes>,
  { filter, plural }: Filterable<Item>,
  { resumable = false } = {},
) {
  const filtersCursor = resumable
    ? ' A cursor from a subscription with another filter cannot be resumed.'
    : ''
  const excludesCursor = resumable ? ' Mutually exclusive with `after`.' : ''
  return {
    filter: arg({
      type: filter.ref,
      description: `Filters the ${plural} as in a list: an event is emitted if the resource matches before or after the change; see \`matches\` of the event. Members that depend on data outside the resource are rejected.${filtersCursor}`,
    }),
    targets: arg({
      type: [TargetInput],
      description: 'Filters by account and region. Default: all targets.',
    }),
    snapshot: arg.boolean({
      defaultValue: false,
      description: `True to start with one SNAPSHOT event per matching resource, followed by SYNCED.${excludesCursor}`,
    }),
  }
}

/** Creates the arguments shared by subscriptions whose events have a cursor. */
export function resumableArguments<Item extends AnyResource>(
  arg: ArgBuilder<SchemaTypes>,
  type: Filterable<Item>,
) {
  return {
    ...subscriptionArguments(arg, type, { resumable: true }),
    after: arg.string({
      description:
        'Cursor to resume after: `cursor` of an event or `changeCursor` of a connection or payload. If it cannot be resumed, the stream starts with RESET and a snapshot.',
    }),
  }
}
