import type { OperationName } from '../model/operations.ts'
import { withText } from './withheld.ts'

/**
 * Operations whose requests or responses contain names of people, or that act on the session of a person. AWS may
 * repeat a name in an exception message.
 */
const PERSONAL: ReadonlySet<string> = new Set<OperationName>([
  'BatchAssociateUserStack',
  'BatchDisassociateUserStack',
  'CreateStreamingURL',
  'CreateUser',
  'DeleteUser',
  'DescribeAppLicenseUsage',
  'DescribeSessions',
  'DescribeUserStackAssociations',
  'DescribeUsers',
  'DisableUser',
  'DrainSessionInstance',
  'EnableUser',
  'ExpireSession',
])

/** Personal operations whose caller names the person, so that AWS's message reveals nothing to that caller. */
const NAMED_BY_CALLER: ReadonlySet<string> = new Set<OperationName>(['CreateStreamingURL'])

const WITHHELD = 'The AWS message is omitted because it may name a person.'

/** Returns true if an exception message may name a person whom the caller of the operation did not name. */
export function mayRevealPeople(operation: string): boolean {
  return PERSONAL.has(operation) && !NAMED_BY_CALLER.has(operation)
}

/** Returns an error that is safe to log: without its message if that may contain the name of a person. */
export function withoutPersonalText(operation: string, error: unknown): unknown {
  return PERSONAL.has(operation) && error instanceof Error ? withText(error, WITHHELD) : error
}
