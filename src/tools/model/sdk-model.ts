import { readdirSync, readFileSync } from 'node:fs'
import { NormalizedSchema } from '@smithy/core/schema'
import type { $Schema } from '@smithy/types'
import type { OperationModel, ServiceModel, Shape } from '../../emulator/model.ts'

/** Parts of the installed SDK from which its service model is derived. */
export interface SdkSources {
  /** Exports of the package: schemas of structures and operations, and enums. */
  readonly exported: Readonly<Record<string, unknown>>
  /** Type declarations of the structures; the schemas lack the enums of members. */
  readonly structures: string
  /** Type declarations of the commands by operation; the schemas lack the exceptions. */
  readonly commands: ReadonlyMap<string, string>
}

/** Reads the sources of the installed client-appstream. */
export async function readSdk(): Promise<SdkSources> {
  const types = new URL('../dist-types/', import.meta.resolve('@aws-sdk/client-appstream'))
  const commands = readdirSync(new URL('commands/', types)).flatMap((file) => {
    const [, operation] = /^(\w+)Command\.d\.ts$/.exec(file) ?? []
    return operation === undefined
      ? []
      : [[operation, readFileSync(new URL(`commands/${file}`, types), 'utf8')] as const]
  })
  return {
    exported: await import('@aws-sdk/client-appstream'),
    structures: readFileSync(new URL('models/models_0.d.ts', types), 'utf8'),
    commands: new Map(commands),
  }
}

/** Returns the service model of an SDK: its operations, and the shapes of their inputs and outputs. */
export function sdkModel({ exported, structures, commands }: SdkSources): ServiceModel {
  const shapes: Record<string, Shape> = {}
  const declared = declaredTypes(structures)

  /** Adds the shapes of a structure and returns its name. */
  function addStructure(schema: NormalizedSchema): string {
    const name = schema.getName() ?? ''
    if (name in shapes) return name
    const members: Record<string, string> = {}
    shapes[name] = { type: 'structure', members }
    for (const [member, of] of schema.structIterator()) {
      members[member] = addShape(of, `${name}.${member}`, declared.get(`${name}.${member}`))
    }
    return name
  }

  /** Adds the shape of a member and returns its name. */
  function addShape(schema: NormalizedSchema, name: string, declaredType: string | undefined): string {
    if (schema.isStructSchema()) return addStructure(schema)
    if (schema.isListSchema()) {
      shapes[name] = { type: 'list', member: addShape(schema.getValueSchema(), `${name}[]`, declaredType) }
    } else if (schema.isMapSchema()) {
      const key = addShape(schema.getKeySchema(), `${name} key`, undefined)
      shapes[name] = {
        type: 'map',
        key,
        value: addShape(schema.getValueSchema(), `${name} value`, undefined),
      }
    } else {
      const values = enumValues(declaredType === undefined ? undefined : exported[declaredType])
      if (values === undefined) shapes[name] = { type: scalarOf(schema) }
      else {
        shapes[declaredType ?? name] = { type: 'string', enum: values }
        return declaredType ?? name
      }
    }
    return name
  }

  const operations: Record<string, OperationModel> = {}
  for (const schema of Object.values(exported)) {
    if (!isOperation(schema)) continue
    const [, , name, , input, output] = schema
    operations[name] = {
      input: addStructure(NormalizedSchema.of(input)),
      output: addStructure(NormalizedSchema.of(output)),
      errors: exceptionsIn(commands.get(name) ?? ''),
    }
  }
  return { targetPrefix: '', operations, shapes }
}

/** Schema of an operation: its kind (9), namespace, name, traits, input and output. */
type OperationSchema = readonly [9, string, string, unknown, $Schema, $Schema]

function isOperation(schema: unknown): schema is OperationSchema {
  return Array.isArray(schema) && schema[0] === 9
}

/** Returns the type of each member, such as `FleetState` for `Fleet.State`, without lists and undefined. */
function declaredTypes(declarations: string): ReadonlyMap<string, string> {
  const types = new Map<string, string>()
  for (const [, structure, body = ''] of declarations.matchAll(/^export interface (\w+) \{$(.*?)^\}$/gms)) {
    for (const [, member, type] of body.matchAll(/^ {4}(\w+)\??: (\w+)[\w[\] |]*;$/gm)) {
      if (type !== undefined) types.set(`${structure}.${member}`, type)
    }
  }
  return types
}

function enumValues(exported: unknown): readonly string[] | undefined {
  if (typeof exported !== 'object' || exported === null || Array.isArray(exported)) return undefined
  const values = Object.values(exported)
  return values.every((value) => typeof value === 'string') ? values : undefined
}

function exceptionsIn(command: string): readonly string[] {
  return [...command.matchAll(/@throws \{@link (\w+)\} \(\w+ fault\)/g)].map(([, name = '']) => name)
}

function scalarOf(schema: NormalizedSchema): string {
  if (schema.isTimestampSchema()) return 'timestamp'
  if (schema.isBooleanSchema()) return 'boolean'
  if (schema.isBlobSchema()) return 'blob'
  return schema.isNumericSchema() ? 'integer' : 'string'
}
