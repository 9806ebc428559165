/** Creates a response body with a single error. */
export function errorBody(code: string, message: string): object {
  return { errors: [{ message, extensions: { code } }] }
}
