import { builder } from './builder.ts'

/** Enum value for AWS values that this release does not know. */
export const UNKNOWN = 'UNKNOWN'

/**
 * Creates an enum that AWS may extend at any time: the known values with descriptions, and UNKNOWN for all others.
 */
export function openEnum<Value extends string>(
  name: string,
  description: string,
  values: Readonly<Record<Value, string>>,
) {
  const listed = Object.entries<string>(values)
  const known = new Set(listed.map(([value]) => value))
  const isKnown = (value: string): value is Value => known.has(value)
  const ref = builder.enumType(name, {
    description,
    values: {
      ...toEnumValues<Value>(listed),
      [UNKNOWN]: { description: 'Value that this release does not know.' },
    } as Record<Value | typeof UNKNOWN, { description: string }>,
  })
  return {
    /** Enum type. */
    ref,
    /** Descriptions of the known values. */
    values,
    /** Converts an AWS value: UNKNOWN if this release does not know it, null if AWS returned none. */
    of(raw: string | undefined): Value | typeof UNKNOWN | null {
      if (raw === undefined) return null
      return isKnown(raw) ? raw : UNKNOWN
    },
  }
}

/** Enum for a member with these AWS values; it may have further ones, which other members share. */
export type EnumOf<Value extends string> = Pick<OpenEnum<string>, 'ref' | 'of'> & {
  readonly values: Readonly<Record<Value, string>>
}

/** Enum that AWS may extend at any time. */
export type OpenEnum<Value extends string> = ReturnType<typeof openEnum<Value>>

function toEnumValues<Value extends string>(listed: readonly (readonly [string, string])[]) {
  return Object.fromEntries(listed.map(([value, description]) => [value, { description }])) as Record<
    Value,
    { description: string }
  >
}

/** Converts a two-valued AWS string to a boolean; null for any other value. */
export function flag(raw: string | undefined, yes: string, no: string): boolean | null {
  if (raw === yes) return true
  return raw === no ? false : null
}
