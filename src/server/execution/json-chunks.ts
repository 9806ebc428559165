/** Number of values that `JSON.stringify` writes in about a millisecond. */
const MAX_WEIGHT = 4000
/** Number of characters of a string that take as long as one value. */
const CHARACTERS_PER_VALUE = 64

/**
 * Serializes a value in pieces that take about a millisecond each. The joined pieces equal the result of
 * `JSON.stringify`.
 */
export function* jsonPieces(value: unknown): Generator<string, void> {
  if (!isComposite(value) || isLight(value)) {
    // `JSON.stringify` returns undefined for values that JSON cannot represent.
    yield JSON.stringify(value) ?? 'null'
  } else if ('toJSON' in value && typeof value.toJSON === 'function') {
    yield* jsonPieces(value.toJSON())
  } else if (Array.isArray(value)) {
    let separator = '['
    for (const item of value) {
      yield separator
      yield* jsonPieces(item)
      separator = ','
    }
    yield ']'
  } else {
    let separator = '{'
    for (const [name, member] of Object.entries(value)) {
      if (member === undefined || typeof member === 'function') continue
      yield `${separator}${JSON.stringify(name)}:`
      yield* jsonPieces(member)
      separator = ','
    }
    yield separator === '{' ? '{}' : '}'
  }
}

/** Returns true if a value is small enough for one piece. Visits only as many values as fit into a piece. */
function isLight(value: object): boolean {
  let left = MAX_WEIGHT

  function weightOf(part: unknown): void {
    left -= typeof part === 'string' ? 1 + part.length / CHARACTERS_PER_VALUE : 1
    if (!isComposite(part)) return
    if (Array.isArray(part)) {
      for (const item of part) {
        if (left < 0) return
        weightOf(item)
      }
    } else {
      for (const member of Object.values(part)) {
        if (left < 0) return
        weightOf(member)
      }
    }
  }

  weightOf(value)
  return left >= 0
}

function isComposite(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
