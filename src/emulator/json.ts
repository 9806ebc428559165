/** JSON object with unchecked members. With CBOR, members can also be dates and bytes. */
export type JsonObject = Readonly<Record<string, unknown>>

/** Returns true if a value is a JSON object. */
export function isJsonObject(value: unknown): value is JsonObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Date || value instanceof Uint8Array)
  )
}

// The readers below get validated input, so a member of another type is a bug of the emulator.

function reject(member: string, expected: string): never {
  throw new TypeError(`Emulator bug: the model and the reader of ${member} disagree (expected ${expected}).`)
}

/** Returns a string member; undefined if absent. */
export function optionalString(input: JsonObject, member: string): string | undefined {
  const value = input[member] ?? undefined
  return value === undefined || typeof value === 'string' ? value : reject(member, 'a string')
}

/** Returns a string member that the model requires. */
export function requiredString(input: JsonObject, member: string): string {
  return optionalString(input, member) ?? reject(member, 'a string')
}

/** Returns a number member; undefined if absent. */
export function optionalNumber(input: JsonObject, member: string): number | undefined {
  const value = input[member] ?? undefined
  return value === undefined || typeof value === 'number' ? value : reject(member, 'a number')
}

/** Returns a boolean member; undefined if absent. */
export function optionalBoolean(input: JsonObject, member: string): boolean | undefined {
  const value = input[member] ?? undefined
  return value === undefined || typeof value === 'boolean' ? value : reject(member, 'a boolean')
}

/** Returns a list of strings; empty if absent, since AWS does not distinguish the two. */
export function stringList(input: JsonObject, member: string): readonly string[] {
  const value = input[member] ?? []
  return isStringList(value) ? value : reject(member, 'a list of strings')
}

/** Returns a map of strings; empty if absent. */
export function stringMap(input: JsonObject, member: string): Readonly<Record<string, string>> {
  const value = input[member] ?? {}
  return isStringMap(value) ? value : reject(member, 'a map of strings')
}

/** Returns a structure member; undefined if absent. */
export function optionalObject(input: JsonObject, member: string): JsonObject | undefined {
  const value = input[member] ?? undefined
  return value === undefined || isJsonObject(value) ? value : reject(member, 'a structure')
}

/** Returns a list of structures; empty if absent. */
export function objectList(input: JsonObject, member: string): readonly JsonObject[] {
  const value = input[member] ?? []
  return Array.isArray(value) && value.every(isJsonObject) ? value : reject(member, 'a list of structures')
}

/** Returns the given members that an input contains; null counts as absent. */
export function givenMembers(input: JsonObject, members: readonly string[]): JsonObject {
  return Object.fromEntries(
    members.flatMap((member) => ((input[member] ?? null) === null ? [] : [[member, input[member]]])),
  )
}

function isStringList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

function isStringMap(value: unknown): value is Readonly<Record<string, string>> {
  return isJsonObject(value) && Object.values(value).every((item) => typeof item === 'string')
}
