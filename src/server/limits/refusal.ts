import { GraphQLError } from 'graphql'

/**
 * The error of a request that is not executed: told with its code, and over HTTP with its status whatever form of
 * answer the client accepts.
 * @param headers of the HTTP response.
 */
export function refusal(
  code: string,
  message: string,
  status = 400,
  headers?: Readonly<Record<string, string>>,
): GraphQLError {
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

/**
 * The refusal of what is more than a limit allows.
 * @param found the figure in words, for instance `The operation has 51 aliases`.
 * @param limit the variable that sets it.
 */
export function exceeded(
  code: string,
  found: string,
  limit: string,
  allowed: number,
  status = 400,
): GraphQLError {
  return refusal(code, `${found}; ${limit} allows ${allowed}.`, status)
}

/** A count as text. Fragments that spread one another are soon beyond what a number can tell. */
export function countOf(count: number): string {
  return count > Number.MAX_SAFE_INTEGER ? `more than ${Number.MAX_SAFE_INTEGER}` : String(count)
}
