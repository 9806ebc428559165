import { GraphQLError } from 'graphql'
import { truncate } from '../schema/errors.ts'

/** Maximum number of errors in a response. */
export const MAX_ERRORS = 100
/** Maximum characters of all messages and paths together. Further errors are omitted. */
const MAX_CHARACTERS = 100_000
const MAX_MESSAGE_LENGTH = 1000
/** Maximum number of locations per error. An error about conflicting fields has one for every field. */
const MAX_LOCATIONS = 10

/** Returns the first errors of a response, followed by one that counts the omitted ones. */
export function boundErrors(errors: readonly GraphQLError[]): readonly GraphQLError[] {
  let characters = 0
  const limit = errors.findIndex((error, index) => {
    characters += Math.min(error.message.length, MAX_MESSAGE_LENGTH) + lengthOf(error.path)
    return index === MAX_ERRORS || (index > 0 && characters > MAX_CHARACTERS)
  })
  if (limit === -1) return errors
  const leftOut = errors.length - limit
  const message = `${leftOut} further errors were omitted: a response has at most ${MAX_ERRORS} errors with ${MAX_CHARACTERS} characters in total.`
  return [...errors.slice(0, limit), new GraphQLError(message, { extensions: { code: 'ERRORS_LEFT_OUT' } })]
}

/** Returns the message without values of variables and literals, truncated to a readable length. */
export function boundMessage(error: GraphQLError, message: string): string {
  return truncate(withoutValue(error, withoutLiteral(message)), MAX_MESSAGE_LENGTH)
}

/** Returns the first locations of an error in the document. */
export function boundLocations({ nodes, positions }: GraphQLError) {
  return {
    nodes: nodes?.slice(0, MAX_LOCATIONS) ?? null,
    positions: positions?.slice(0, MAX_LOCATIONS) ?? null,
  }
}

/**
 * Removes the value from a message about a variable, because graphql-js repeats the whole value for every invalid
 * member. Keeps the path and the reason, which follow the value.
 */
function withoutValue({ originalError }: GraphQLError, message: string): string {
  const [start] = /^Variable "\$\w+" got invalid value /.exec(message) ?? []
  if (start === undefined || originalError == null) return message
  const reason = originalError.message
  if (!message.endsWith(`; ${reason}`)) return message
  const value = message.slice(0, -reason.length - 2)
  const [place = ''] = / at "[^"]*"$/.exec(value.slice(-MAX_MESSAGE_LENGTH)) ?? []
  // The reasons of scalars end with the value.
  return `${start.trimEnd()}${place}; ${truncate(withoutLiteral(reason), MAX_MESSAGE_LENGTH / 2)}`
}

/** Reasons that end with a literal: any literal for a string or input object, a list or object for a scalar. */
const QUOTING = [
  /^String cannot represent a non string value/,
  /^Expected value of type "[^"]+"/,
  /^[^{[]* cannot represent [^:{[]*(?=:? [{[])/,
  /^Syntax Error: .*?\b(?:Block)?String(?= ")/,
]

/** Removes the literal that a message quotes, since it may be a password. The error still has the location. */
function withoutLiteral(message: string): string {
  if (message.endsWith(', found null.')) return message
  for (const quoting of QUOTING) {
    // The start suffices. A long literal would make the search slow.
    const [reason] = quoting.exec(message.slice(0, MAX_MESSAGE_LENGTH)) ?? []
    if (reason !== undefined) return `${reason}.`
  }
  return message
}

function lengthOf(path: GraphQLError['path']): number {
  let length = 0
  for (const key of path ?? []) length += String(key).length
  return length
}
