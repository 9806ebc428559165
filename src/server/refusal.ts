import { GraphQLError } from 'graphql'

/**
 * An error that is told on purpose, under a stable code.
 * @param status what HTTP answers with, whatever form of answer the client accepts; over other transports there is none.
 * @param headers of that HTTP response.
 */
export function refusal(
  code: string,
  message: string,
  status?: number,
  headers?: Readonly<Record<string, string>>,
): GraphQLError {
  if (status === undefined) return new GraphQLError(message, { extensions: { code } })
  return new GraphQLError(message, {
    extensions: {
      code,
      // Yoga marks the errors of parsing and of validation as ones that are 200 for application/json: in this copy.
      get http() {
        return { status, spec: false, ...(headers && { headers: { ...headers } }) }
      },
    },
  })
}
