import { GraphQLError } from 'graphql'

/** A mistake of the caller's, said before AWS is asked: `extensions.code` is BAD_USER_INPUT. */
export function badUserInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })
}

/** Refuses calls to AWS beyond those that one operation may make: `extensions.code` is TOO_MANY_UPSTREAM_CALLS. */
export function tooManyUpstreamCalls(wanted: number, maxCalls: number): GraphQLError {
  const message = `The operation would make ${wanted} calls to AWS or more; MAX_UPSTREAM_CALLS allows ${maxCalls}. Ask for fewer items, without \`no-cache\`, or again: what was read is kept.`
  return new GraphQLError(message, { extensions: { code: 'TOO_MANY_UPSTREAM_CALLS' } })
}

/** What the caller asked for takes a scope that it was not granted: `extensions.code` is FORBIDDEN. */
export function forbidden(scope: string): GraphQLError {
  return new GraphQLError(forbiddenMessage(scope), { extensions: { code: 'FORBIDDEN' } })
}

/** What to say to a caller that lacks a scope. */
export function forbiddenMessage(scope: string): string {
  return `This takes the scope ${scope}, which the token of this request does not have.`
}

/** As much of a caller's text as an error message should repeat. */
export function clip(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text
}
