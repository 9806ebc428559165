import type { GraphQLError } from 'graphql'
import { refusal } from '../refusal.ts'

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
