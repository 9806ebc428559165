import type { ArgBuilder } from '@pothos/core'
import type { SchemaTypes } from '../builder.ts'
import { sessionFilter } from './filter.ts'
import { SessionOrder } from './order.ts'

type Arguments = ArgBuilder<SchemaTypes>

/** Returns the filter and order arguments of session connections. */
export function sessionArguments(arg: Arguments) {
  return {
    filter: arg({ type: sessionFilter.ref, description: 'Filters the list.' }),
    orderBy: arg({ type: SessionOrder, description: 'Sorts the list. Default: by start time, descending.' }),
  }
}
