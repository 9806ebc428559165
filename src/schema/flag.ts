/** What AWS says in two words as a boolean; null for anything else. */
export function flag(raw: string | undefined, yes: string, no: string): boolean | null {
  if (raw === yes) return true
  return raw === no ? false : null
}
