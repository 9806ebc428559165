import { RegisterTaskDefinitionRequest$ } from '@aws-sdk/client-ecs'
import { NormalizedSchema } from '@smithy/core/schema'

/** Returns the problems of an input of RegisterTaskDefinition, by the schema in the SDK. */
export function checkTaskDefinition(value: unknown): readonly string[] {
  return checkValue(NormalizedSchema.of(RegisterTaskDefinitionRequest$), value, 'taskDefinition')
}

function checkValue(schema: NormalizedSchema, value: unknown, path: string): readonly string[] {
  if (schema.isStructSchema()) {
    if (!isRecord(value)) return [`${path} must be an object`]
    const members = new Map(schema.structIterator())
    return Object.entries(value).flatMap(([name, member]) => {
      const memberSchema = members.get(name)
      return memberSchema === undefined
        ? [`${path} has no member ${name}`]
        : checkValue(memberSchema, member, `${path}.${name}`)
    })
  }
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) return [`${path} must be an array`]
    return value.flatMap((item, index) => checkValue(schema.getValueSchema(), item, `${path}.${index}`))
  }
  if (schema.isMapSchema()) {
    if (!isRecord(value)) return [`${path} must be an object`]
    return Object.entries(value).flatMap(([key, item]) =>
      checkValue(schema.getValueSchema(), item, `${path}.${key}`),
    )
  }
  const expected = schema.isBooleanSchema() ? 'boolean' : schema.isNumericSchema() ? 'number' : 'string'
  return typeof value === expected ? [] : [`${path} must be a ${expected}`]
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
