/**
 * Measures until a result is good, at most that often, and returns all results. A busy machine disturbs single
 * measurements, while a defect shows in each of them.
 */
export async function attempts<Result>(
  measure: () => Promise<Result>,
  isGood: (result: Result) => boolean,
  most = 3,
): Promise<readonly Result[]> {
  const results: Result[] = []
  while (results.length < most && !results.some(isGood)) results.push(await measure())
  return results
}
