import * as sdk from '@aws-sdk/client-appstream'
import { NormalizedSchema } from '@smithy/core/schema'
import { patchSdkSchema } from './model.ts'

type Sdk = typeof sdk

/** Indexed by structure name; this program is not bundled. */
const exported: Sdk = sdk

/** The name of a structure of the service model, e.g. `Fleet`. */
export type StructureName = {
  [Key in keyof Sdk]: Key extends `${infer Name}$`
    ? Sdk[Key] extends { readonly 4: string[] }
      ? Name
      : never
    : never
}[keyof Sdk]

/** The type of a member as the SDK reads and writes it. */
export type MemberType = 'boolean' | 'integer' | 'map' | 'string' | 'structure' | 'timestamp'

/** A member of a structure. */
export interface StructureMember {
  readonly type: MemberType
  readonly isList: boolean
  /** The structure, if the member is one or a list of them. */
  readonly structure: StructureName | undefined
  /** True if the service model requires it. */
  readonly isRequired: boolean
}

/** Returns the members of a structure by their names, from the SDK's runtime schema. */
export function membersOf(structure: StructureName): ReadonlyMap<string, StructureMember> {
  // The SDK lists the required members first and stores their count.
  const [, , , , , , required = 0] = exported[`${structure}$`]
  return new Map(
    [...schemaOf(structure).structIterator()].map(([name, schema], position) => {
      const isList = schema.isListSchema()
      const item = isList ? schema.getValueSchema() : schema
      const type = typeOf(item)
      const inner = type === 'structure' ? item.getName() : undefined
      return [
        name,
        {
          isList,
          type,
          structure: isStructureName(inner) ? inner : undefined,
          isRequired: position < required,
        },
      ]
    }),
  )
}

/** Returns the SDK's runtime schema of a structure. */
export function schemaOf(structure: StructureName): NormalizedSchema {
  // The SDK caches a schema once it is read, so this must come first.
  patchSdkSchema()
  return NormalizedSchema.of(exported[`${structure}$`])
}

function typeOf(schema: NormalizedSchema): MemberType {
  if (schema.isStructSchema()) return 'structure'
  if (schema.isMapSchema()) return 'map'
  if (schema.isTimestampSchema()) return 'timestamp'
  if (schema.isBooleanSchema()) return 'boolean'
  return schema.isNumericSchema() ? 'integer' : 'string'
}

function isStructureName(name: string | undefined): name is StructureName {
  return name !== undefined && `${name}$` in exported
}
