import type { GraphQLError } from 'graphql'
import { codedError } from '../coded-error.ts'

/**
 * Creates the error for an exceeded limit.
 * @param found the measured value as a clause, for example `The operation has 51 aliases`.
 * @param limit the variable that sets the limit.
 */
export function exceeded(
  code: string,
  found: string,
  limit: string,
  allowed: number,
  status = 400,
): GraphQLError {
  return codedError(code, `${found}; ${limit} allows ${allowed}.`, status)
}

/** Formats a count, which nested fragment spreads can raise above the safe integers. */
export function countOf(count: number): string {
  return count > Number.MAX_SAFE_INTEGER ? `more than ${Number.MAX_SAFE_INTEGER}` : String(count)
}
