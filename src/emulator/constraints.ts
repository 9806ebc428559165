import { serializationError } from './errors.ts'
import { isJsonObject } from './json.ts'
import type { Shape } from './model.ts'

/** Constraint of a shape, with AWS's message for a violation. */
export interface Constraint {
  readonly text: string
  holds(value: unknown): boolean
}

/** Returns the constraints of a shape, without those of its members and items. */
export function constraintsOf(shape: Shape): readonly Constraint[] {
  const { min, max, pattern } = shape
  const measured = shape.type === 'integer' || shape.type === 'long' ? 'value' : 'length'
  const constraints: Constraint[] = []
  if (max !== undefined) {
    const text = `Member must have ${measured} less than or equal to ${max}`
    constraints.push({ text, holds: (value) => measure(value) <= max })
  }
  if (min !== undefined) {
    const text = `Member must have ${measured} greater than or equal to ${min}`
    constraints.push({ text, holds: (value) => measure(value) >= min })
  }
  if (pattern !== undefined) {
    const expression = compilePattern(pattern)
    const text = `Member must satisfy regular expression pattern: ${pattern}`
    // Values that are too long are not matched, which bounds the time of backtracking patterns.
    constraints.push({
      text,
      holds: (value) => measure(value) > (max ?? Infinity) || expression.test(`${value}`),
    })
  }
  if (shape.enum !== undefined) {
    const members: readonly unknown[] = shape.enum
    const text = `Member must satisfy enum value set: [${members.join(', ')}]`
    constraints.push({ text, holds: (value) => members.includes(value) })
  }
  return constraints
}

/** Compiles a Java pattern, which must match the whole string. Only patterns with `\p` need, and allow, the u flag. */
function compilePattern(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`, pattern.includes('\\p{') ? 'u' : '')
}

function measure(value: unknown): number {
  if (typeof value === 'number') return value
  if (typeof value === 'string' || Array.isArray(value)) return value.length
  return isJsonObject(value) ? Object.keys(value).length : Number.NaN
}

const javaTypes: Readonly<Record<string, string>> = {
  string: 'a String',
  integer: 'an Integer',
  long: 'a Long',
  double: 'a Double',
  boolean: 'a Boolean',
  timestamp: 'a Timestamp',
  blob: 'a Blob',
  list: 'a List',
  map: 'a Map',
  structure: 'a Structure',
}

/**
 * Throws SerializationException, with AWS's message, if a value of a request cannot represent the type of the shape.
 */
export function requireType(shape: Shape, value: unknown, path: string): void {
  if (isOfType(shape.type, value)) return
  const target = javaTypes[shape.type] ?? shape.type
  const where = path === '' ? '' : ` (at '${path}')`
  throw serializationError(`${tokenOf(value)} can not be converted to ${target}${where}`)
}

function isOfType(type: string, value: unknown): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string'
    case 'boolean':
      return typeof value === 'boolean'
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 31
    case 'long':
      return Number.isSafeInteger(value)
    case 'double':
      return typeof value === 'number'
    case 'timestamp':
      return typeof value === 'number' || value instanceof Date
    case 'blob':
      return typeof value === 'string' || value instanceof Uint8Array
    case 'list':
      return Array.isArray(value)
    default:
      return isJsonObject(value)
  }
}

/** Returns the name of a value in AWS's JSON parser, or a similar name for values that only CBOR has. */
function tokenOf(value: unknown): string {
  if (value === null) return 'VALUE_NULL'
  if (Array.isArray(value)) return 'START_ARRAY'
  if (value instanceof Date) return 'TIMESTAMP'
  if (value instanceof Uint8Array) return 'BYTE_STRING'
  if (typeof value === 'object') return 'START_OBJECT'
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE'
  return typeof value === 'number' ? 'NUMBER_VALUE' : 'STRING_VALUE'
}
