/** Longer keys are not kept. */
const MAX_KEY_LENGTH = 1000

/**
 * Keeps the results of a function of a short text. Clients choose the texts, so it keeps only the first `maxKept` results.
 */
export function keepResults<Result>(
  compute: (text: string) => Result,
  maxKept: number,
): (text: string) => Result {
  const kept = new Map<string, Result>()
  return (text) => {
    const known = kept.get(text)
    if (known !== undefined) return known
    const result = compute(text)
    if (kept.size < maxKept && text.length <= MAX_KEY_LENGTH) kept.set(text, result)
    return result
  }
}
