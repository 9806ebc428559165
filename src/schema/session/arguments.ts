import type { ArgBuilder } from '@pothos/core'
import type { SchemaTypes } from '../builder.ts'
import { sessionFilter } from './filter.ts'
import { SessionOrder } from './order.ts'

type Arguments = ArgBuilder<SchemaTypes>

/** Returns the arguments of connections of sessions, besides those of every connection. */
export function sessionArguments(arg: Arguments) {
  return {
    filter: arg({ type: sessionFilter.ref, description: 'Filters the list.' }),
    orderBy: arg({ type: SessionOrder, description: 'Sorts the list. Default: by start time, descending.' }),
  }
}
