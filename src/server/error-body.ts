/** Creates the body of an answer that is one error. */
export function errorBody(code: string, message: string): object {
  return { errors: [{ message, extensions: { code } }] }
}
