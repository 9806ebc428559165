import { GraphQLError } from 'graphql'

/**
 * An error that is told on purpose, under a stable code.
 * @param status what HTTP answers with, and `headers` beside it; over other transports there is none.
 */
export function refusal(
  code: string,
  message: string,
  status?: number,
  headers: Readonly<Record<string, string>> = {},
): GraphQLError {
  return new GraphQLError(message, {
    extensions: { code, ...(status !== undefined && { http: { status, headers: { ...headers } } }) },
  })
}
