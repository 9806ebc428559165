import { GraphQLError } from 'graphql'
import { clip } from './clip.ts'

/** Errors that an answer has at most; clients show a few. */
export const MAX_ERRORS = 100
/** Characters of all messages and paths together, beyond which no further error is told. */
const MAX_CHARACTERS = 100_000
const MAX_MESSAGE_LENGTH = 1000
/** Places in the document that an error points to: one of merging names every field involved. */
const MAX_LOCATIONS = 10

/** Keeps the first errors of an answer, and ends them with one that counts the others. */
export function boundErrors(errors: readonly GraphQLError[]): readonly GraphQLError[] {
  let characters = 0
  const limit = errors.findIndex((error, index) => {
    characters += Math.min(error.message.length, MAX_MESSAGE_LENGTH) + lengthOf(error.path)
    return index === MAX_ERRORS || (index > 0 && characters > MAX_CHARACTERS)
  })
  if (limit === -1) return errors
  const leftOut = errors.length - limit
  const message = `${leftOut} further errors are left out: an answer has at most ${MAX_ERRORS}, with ${MAX_CHARACTERS} characters.`
  return [...errors.slice(0, limit), new GraphQLError(message, { extensions: { code: 'ERRORS_LEFT_OUT' } })]
}

/** Returns the message to tell, without the value of a variable and not longer than a person reads. */
export function boundMessage(error: GraphQLError, message: string): string {
  return clip(withoutValue(error, message), MAX_MESSAGE_LENGTH)
}

/** Returns the first places in the document that an error points to. */
export function boundLocations({ nodes, positions }: GraphQLError) {
  return {
    nodes: nodes?.slice(0, MAX_LOCATIONS) ?? null,
    positions: positions?.slice(0, MAX_LOCATIONS) ?? null,
  }
}

/**
 * Removes the value from the message about a variable: graphql-js repeats the whole of it in the error of each member
 * that is wrong. What is wrong, and where, follows.
 */
function withoutValue({ originalError }: GraphQLError, message: string): string {
  const [start] = /^Variable "\$\w+" got invalid value /.exec(message) ?? []
  if (start === undefined || originalError == null) return message
  const reason = originalError.message
  if (!message.endsWith(`; ${reason}`)) return message
  const value = message.slice(0, -reason.length - 2)
  const [place = ''] = / at "[^"]*"$/.exec(value.slice(-MAX_MESSAGE_LENGTH)) ?? []
  return `${start.trimEnd()}${place}; ${clip(reason, MAX_MESSAGE_LENGTH / 2)}`
}

function lengthOf(path: GraphQLError['path']): number {
  let length = 0
  for (const key of path ?? []) length += String(key).length
  return length
}
