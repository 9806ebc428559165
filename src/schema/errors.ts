import { GraphQLError } from 'graphql'

/** Default length of text from a request that an error message or log line repeats, in UTF-16 units. */
const MAX_LENGTH = 200

/** Creates an error for invalid input, found before any AWS call; `extensions.code` is BAD_USER_INPUT. */
export function badUserInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })
}

/** Creates an error for an operation over its AWS call limit; `extensions.code` is TOO_MANY_UPSTREAM_CALLS. */
export function tooManyUpstreamCalls(wanted: number, maxCalls: number): GraphQLError {
  const message = `The operation needs at least ${wanted} AWS calls; MAX_UPSTREAM_CALLS allows ${maxCalls}. Request fewer items, omit \`no-cache\`, or retry: data that was already read is cached.`
  return new GraphQLError(message, { extensions: { code: 'TOO_MANY_UPSTREAM_CALLS' } })
}

/** Creates an error for missing scopes; `extensions.code` is FORBIDDEN. */
export function forbidden(missing: readonly string[], what?: string): GraphQLError {
  return new GraphQLError(forbiddenMessage(missing, what), { extensions: { code: 'FORBIDDEN' } })
}

/** Returns the message for a caller that lacks scopes. */
export function forbiddenMessage(missing: readonly string[], what = 'This field'): string {
  const scopes = missing.length === 1 ? 'the scope' : 'the scopes'
  return `${what} requires ${scopes} ${missing.join(' and ')}, which the token of this request does not have.`
}

/** Converts settled results to a DataLoader batch: the value or error of each key, in order. */
export function settleAll<Value>(promises: readonly Promise<Value>[]): Promise<(Value | Error)[]> {
  return Promise.all(promises.map((promise) => promise.catch(toError)))
}

/** Converts a thrown value to an error. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error('The thrown value is not an Error.', { cause: thrown })
}

/** Truncates a string to a length in UTF-16 units, without splitting a character, and appends an ellipsis. */
export function truncate(text: string, maxLength = MAX_LENGTH): string {
  if (text.length <= maxLength) return text
  return `${text.slice(0, maxLength).replace(/[\uD800-\uDBFF]$/, '')}…`
}
