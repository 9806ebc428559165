/** Default length of text from a request that an error message or log line repeats, in UTF-16 units. */
const MAX_LENGTH = 200

/** Truncates a string to a length in UTF-16 units, without splitting a character, and appends an ellipsis. */
export function truncate(text: string, maxLength = MAX_LENGTH): string {
  if (text.length <= maxLength) return text
  return `${text.slice(0, maxLength).replace(/[\uD800-\uDBFF]$/, '')}…`
}
