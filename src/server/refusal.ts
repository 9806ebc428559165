import { GraphQLError } from 'graphql'

/**
 * Why a request is not run: an error with a stable `extensions.code`, and the HTTP status and headers to answer with
 * where it is told over HTTP.
 */
export function refusal(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status, headers: { ...headers } } } })
}
