/** Results for longer keys are not cached. */
const MAX_KEY_LENGTH = 1000

/**
 * Memoizes a function of a short text. Clients choose the texts, so only the first `maxKept` results are cached.
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
