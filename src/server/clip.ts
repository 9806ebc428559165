/** As much of a name that a caller chose as an error message or a log line repeats. */
export const MAX_NAME_LENGTH = 200

/** Cuts a text to a length in UTF-16 units, without splitting a character, and marks the cut with an ellipsis. */
export function clip(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text
  return `${text.slice(0, maxLength).replace(/[\uD800-\uDBFF]$/, '')}…`
}
