/** Converts a two-valued AWS string to a boolean; null for any other value. */
export function flag(raw: string | undefined, yes: string, no: string): boolean | null {
  if (raw === yes) return true
  return raw === no ? false : null
}
