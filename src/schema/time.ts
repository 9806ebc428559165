import { GraphQLError } from 'graphql'
import { DateTimeResolver } from 'graphql-scalars'
import { knownTime } from '../appstream/model/model.ts'
import { builder } from './builder.ts'

builder.addScalarType('DateTime', DateTimeResolver, {
  description: 'RFC 3339 date and time in UTC, for example `2026-11-24T09:30:00.000Z`.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
})

/** Returns an AWS time for a field; undefined if absent. @throws UPSTREAM_UNREADABLE if RFC 3339 cannot represent it */
export function timeOf(time: Date | undefined): Date | undefined {
  if (time === undefined || knownTime(time) !== undefined) return time
  throw new GraphQLError('AWS returned a time that is unreadable or outside the years 0 to 9999.', {
    extensions: { code: 'UPSTREAM_UNREADABLE', retryable: false },
  })
}
