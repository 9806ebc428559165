/** A JSON object whose members nobody has looked at yet. */
export type JsonObject = Readonly<Record<string, unknown>>

/** Returns true if a value is a JSON object. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

// The readers below are for input that validation has passed: another type than asked for is a defect of ours.

function refuse(member: string, expected: string): never {
  throw new TypeError(`${member} is not ${expected}: its shape and its reader disagree`)
}

/** A string member, undefined when it is absent. */
export function optionalString(input: JsonObject, member: string): string | undefined {
  const value = input[member] ?? undefined
  return value === undefined || typeof value === 'string' ? value : refuse(member, 'a string')
}

/** A string member that the model requires. */
export function requiredString(input: JsonObject, member: string): string {
  return optionalString(input, member) ?? refuse(member, 'a string')
}

/** A number member, undefined when it is absent. */
export function optionalNumber(input: JsonObject, member: string): number | undefined {
  const value = input[member] ?? undefined
  return value === undefined || typeof value === 'number' ? value : refuse(member, 'a number')
}

/** A boolean member, undefined when it is absent. */
export function optionalBoolean(input: JsonObject, member: string): boolean | undefined {
  const value = input[member] ?? undefined
  return value === undefined || typeof value === 'boolean' ? value : refuse(member, 'a boolean')
}

/** A list of strings; empty when it is absent, as AWS does not tell the two apart. */
export function stringList(input: JsonObject, member: string): readonly string[] {
  const value = input[member] ?? []
  return isStringList(value) ? value : refuse(member, 'a list of strings')
}

/** A map of strings; empty when it is absent. */
export function stringMap(input: JsonObject, member: string): Readonly<Record<string, string>> {
  const value = input[member] ?? {}
  return isStringMap(value) ? value : refuse(member, 'a map of strings')
}

/** A structure member, undefined when it is absent. */
export function optionalObject(input: JsonObject, member: string): JsonObject | undefined {
  const value = input[member] ?? undefined
  return value === undefined || isJsonObject(value) ? value : refuse(member, 'a structure')
}

/** A list of structures; empty when it is absent. */
export function objectList(input: JsonObject, member: string): readonly JsonObject[] {
  const value = input[member] ?? []
  return Array.isArray(value) && value.every(isJsonObject) ? value : refuse(member, 'a list of structures')
}

/** Returns the listed members that an input has; one that is null counts as absent. */
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
