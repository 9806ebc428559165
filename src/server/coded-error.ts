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
  return new GraphQLError(message, { extensions: { code, http: new HttpResponseInit(status, headers) } })
}

/** Status and headers of an error's response. */
class HttpResponseInit {
  readonly status: number
  readonly headers?: Record<string, string>

  constructor(status: number, headers: Readonly<Record<string, string>> | undefined) {
    this.status = status
    if (headers !== undefined) this.headers = { ...headers }
  }

  get spec(): boolean {
    return false
  }

  // Yoga sets `spec: true` (200 for application/json) on the errors of parsing and validation.
  set spec(_isSpec: boolean) {}
}

/** Creates a response body with a single error. */
export function errorBody(code: string, message: string): object {
  return { errors: [{ message, extensions: { code } }] }
}
