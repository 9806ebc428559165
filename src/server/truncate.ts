/** Maximum length of a caller-chosen name repeated in an error message or log line, in UTF-16 units. */
export const MAX_NAME_LENGTH = 200

/** Truncates a text to a length in UTF-16 units, without splitting a character, and appends an ellipsis. */
export function truncate(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text
  return `${text.slice(0, maxLength).replace(/[\uD800-\uDBFF]$/, '')}…`
}
