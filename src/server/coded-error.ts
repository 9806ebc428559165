import { GraphQLError } from 'graphql'

/**
 * Creates an error for the client with a stable code.
 * @param status HTTP status for any accepted media type. Absent for transports other than HTTP.
 * @param headers headers of that HTTP response.
 */
export function codedError(
  code: string,
  message: string,
  status?: number,
  headers?: Readonly<Record<string, string>>,
): GraphQLError {
  if (status === undefined) return new GraphQLError(message, { extensions: { code } })
  return new GraphQLError(message, {
    extensions: {
      code,
      // A getter, because Yoga sets `spec: true` (200 for application/json) on the object of parse and validation
      // errors.
      get http() {
        return { status, spec: false, ...(headers && { headers: { ...headers } }) }
      },
    },
  })
}

/** Creates a response body with a single error. */
export function errorBody(code: string, message: string): object {
  return { errors: [{ message, extensions: { code } }] }
}
