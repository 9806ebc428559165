import { GraphQLError } from 'graphql'
import { knownTime } from '../appstream/times.ts'

/** Returns an AWS time for a field; undefined if absent. @throws UPSTREAM_UNREADABLE if RFC 3339 cannot represent it */
export function timeOf(time: Date | undefined): Date | undefined {
  if (time === undefined || knownTime(time) !== undefined) return time
  throw new GraphQLError('AWS returned a time that is unreadable or outside the years 0 to 9999.', {
    extensions: { code: 'UPSTREAM_UNREADABLE', retryable: false },
  })
}
