import { GraphQLError } from 'graphql'

/** A mistake of the caller's, said before AWS is asked: `extensions.code` is BAD_USER_INPUT. */
export function badUserInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })
}

/** As much of a caller's text as an error message should repeat. */
export function clip(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text
}
