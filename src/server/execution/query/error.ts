/** Converts what a resolver threw to an error, as graphql-tools does. */
export function toError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown
  if (typeof thrown !== 'object' || thrown === null) return new Error(String(thrown))
  if (!('message' in thrown) || typeof thrown.message !== 'string') return new Error(String(thrown))
  const error = new Error(thrown.message, 'cause' in thrown ? { cause: thrown.cause } : undefined)
  if ('stack' in thrown && typeof thrown.stack === 'string') error.stack = thrown.stack
  if ('name' in thrown && typeof thrown.name === 'string') error.name = thrown.name
  return error
}
