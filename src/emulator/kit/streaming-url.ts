import { validationError } from '../errors.ts'
import { type JsonObject, optionalNumber } from '../json.ts'
import type { OperationContext } from './operation.ts'

const longestValiditySeconds = 604_800

/** Returns the expiry of a requested streaming URL in epoch milliseconds. */
export function expiryOf(input: JsonObject, usualSeconds: number, { nowMs }: OperationContext): number {
  const validitySeconds = optionalNumber(input, 'Validity') ?? usualSeconds
  if (validitySeconds < 1 || validitySeconds > longestValiditySeconds) {
    // Documented range, which the service model lacks.
    throw validationError(
      `Validity must be between 1 and ${longestValiditySeconds} seconds, got ${validitySeconds}.`,
    )
  }
  return nowMs + validitySeconds * 1000
}

/** Returns the output of an operation that creates a streaming URL. */
export function streamingUrl(
  parameters: string,
  expiresMs: number,
  { region }: OperationContext,
): JsonObject {
  return {
    StreamingURL: `https://appstream2.${region.region}.aws.amazon.com/authenticate?parameters=${parameters}`,
    Expires: new Date(expiresMs),
  }
}
