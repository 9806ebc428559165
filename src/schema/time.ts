import { GraphQLError } from 'graphql'
import { knownTime } from '../appstream/times.ts'

/** Returns a time that AWS sent, for a field; undefined for none. @throws UPSTREAM_UNREADABLE for one that RFC 3339 has no form for */
export function timeOf(time: Date | undefined): Date | undefined {
  if (time === undefined || knownTime(time) !== undefined) return time
  throw new GraphQLError('AWS answered a time that cannot be read, or that is outside the years 0 to 9999.', {
    extensions: { code: 'UPSTREAM_UNREADABLE', retryable: false },
  })
}
