import { GraphQLError } from 'graphql'

/** A mistake of the caller's, said before AWS is asked: `extensions.code` is BAD_USER_INPUT. */
export function badUserInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })
}
