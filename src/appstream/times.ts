/** RFC 3339 can only express the years 0000 to 9999. */
const FIRST_MS = Date.UTC(2000, 0, 1) - 2000 * 365.2425 * 86_400_000
const LAST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

/** Returns a time from AWS in epoch milliseconds; undefined if it is absent, unreadable or outside RFC 3339. */
export function knownTime(time: Date | undefined): number | undefined {
  const ms = time?.getTime() ?? Number.NaN
  return ms >= FIRST_MS && ms <= LAST_MS ? ms : undefined
}
