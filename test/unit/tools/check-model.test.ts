import { readFileSync } from 'node:fs'
import { buildASTSchema, Kind, parse, visit } from 'graphql'
import { describe, expect, test } from 'vitest'
import { type ServiceModel, serviceModel } from '../../../src/emulator/model.ts'
import { operationRegistry } from '../../../src/schema/kit/operations.ts'
import { gapsOf, problemsOf } from '../../../src/tools/check-model.ts'
import { leftOut } from '../../../src/tools/model/left-out.ts'
import { renamed } from '../../../src/tools/model/renamed.ts'
import { readSdk, type SdkSources, sdkModel } from '../../../src/tools/model/sdk-model.ts'
import { findGaps } from '../../../src/tools/model/walk.ts'

/** Returns the installed SDK's model with other operations and shapes. */
async function altered(change: (sources: SdkSources) => Partial<SdkSources>): Promise<ServiceModel> {
  const sources = await readSdk()
  return sdkModel({ ...sources, ...change(sources) })
}

/** Returns the problems of the installed SDK after a change of its model. */
async function problemsAfter(change: (sources: SdkSources) => Partial<SdkSources>) {
  const before = problemsOf(gapsOf([serviceModel, await altered(() => ({}))]), leftOut)
  const after = problemsOf(gapsOf([serviceModel, await altered(change)]), leftOut)
  return after.filter((problem) => !before.includes(problem))
}

/** Returns the sources with a string member added to a structure: to its schema, and to its declaration. */
function withMember({ exported, structures }: SdkSources, structure: string): Partial<SdkSources> {
  const copies = new Map<unknown, unknown>()

  /** Copies a schema with all that it refers to, by functions: the SDK caches what it has read of the original. */
  function copyOf(schema: unknown): unknown {
    if (typeof schema === 'function' && schema.length === 0) return () => copyOf(schema())
    if (!Array.isArray(schema)) return schema
    const known = copies.get(schema)
    if (known !== undefined) return known
    const copy: unknown[] = []
    copies.set(schema, copy)
    copy.push(...schema.map(copyOf))
    if (schema !== exported[`${structure}$`]) return copy
    const [, , , , members, schemas] = copy
    if (Array.isArray(members) && Array.isArray(schemas)) {
      members.push('Colour')
      schemas.push(0)
    }
    return copy
  }

  return {
    exported: Object.fromEntries(
      Object.entries(exported).map(([name, value]) => [name, name.endsWith('$') ? copyOf(value) : value]),
    ),
    structures: structures.replace(
      `export interface ${structure} {\n`,
      (head) => `${head}    Colour?: string | undefined;\n`,
    ),
  }
}

/** Values that client-appstream 3.1112.0 lacks. */
const MISSING_IN_SDK = [
  'StackAttribute.STORAGE_CONNECTOR_AUTHENTICATION',
  'StorageConnectorAuthentication.FORCE_REAUTHENTICATION',
  'StorageConnectorAuthentication.REUSE_CREDENTIALS',
]

describe('check:model', () => {
  test('finds the graph complete', async () => {
    expect(problemsOf(gapsOf([serviceModel, await altered(() => ({}))]), leftOut)).toEqual([])
  })

  test('reports a new operation', async () => {
    const problems = await problemsAfter(({ exported }) => ({
      exported: {
        ...exported,
        DescribeLamps$: [
          9,
          'ns',
          'DescribeLamps',
          0,
          () => exported['DescribeFleetsRequest$'],
          () => exported['DescribeFleetsResult$'],
        ],
      },
    }))
    expect(problems).toEqual([
      'operation DescribeLamps: add a field or mutation that calls it: docs/adding-a-resource.md walks through one',
    ])
  })

  test('reports a new member of an output', async () => {
    const problems = await problemsAfter((sources) => withMember(sources, 'VpcConfig'))
    expect(problems).toContain(
      'output VpcConfig.Colour: add it to `members` of the declaration of AppStreamVpcConfig (src/schema/image-builder/parts.ts)',
    )
  })

  test('reports a new member of an input', async () => {
    const problems = await problemsAfter((sources) => withMember(sources, 'CreateFleetRequest'))
    expect(problems).toEqual([
      'input CreateFleetRequest.Colour: add it to `members` of CreateAppStreamFleetInput (src/schema/fleet/mutations.ts)',
    ])
  })

  test('reports a new value of an enum, and a new enum', async () => {
    const sources = await readSdk()
    const problems = await problemsAfter((installed) => ({
      exported: {
        ...installed.exported,
        FleetState: { ...(sources.exported['FleetState'] as object), PAUSED: 'PAUSED' },
      },
    }))
    expect(problems).toEqual([
      'value FleetState.PAUSED: describe it in the openEnum of AppStreamFleetState (src/schema/fleet/enums.ts)',
    ])
    expect(
      await problemsAfter(({ exported, structures }) => ({
        exported: { ...exported, Mood: { GLAD: 'GLAD', SAD: 'SAD' } },
        structures: structures.replaceAll(/^( {4}InstanceType\??: )string/gm, '$1Mood'),
      })),
    ).toContain('enum Mood of Fleet.InstanceType: declare it with openEnum and use it for Fleet.InstanceType')
  })

  test('reports a new exception of an operation', async () => {
    const problems = await problemsAfter(({ commands }) => ({
      commands: new Map(commands).set(
        'StopFleet',
        `${commands.get('StopFleet')} * @throws {@link LampException} (client fault)\n`,
      ),
    }))
    expect(problems).toEqual([
      'error StopFleet LampException: regenerate src/appstream/model/requests.json, or add AppStreamLampError to src/schema/mutation/errors.ts',
    ])
  })

  test.each(['AppStreamApplication', 'AppStreamElasticApplication'])(
    'reports a member of Application that only %s lacks',
    (typename) => {
      const document = visit(parse(readFileSync('schema.graphql', 'utf8')), {
        [Kind.OBJECT_TYPE_DEFINITION]: (type) =>
          type.name.value === typename
            ? { ...type, fields: type.fields?.filter(({ name }) => name.value !== 'workingDirectory') }
            : undefined,
      })
      const schema = buildASTSchema(document, { assumeValid: true })
      const gaps = findGaps({ model: serviceModel, schema, uses: operationRegistry.all(), renamed })
      expect(gaps.filter(({ id }) => !(id in leftOut))).toEqual([
        {
          id: 'output Application.WorkingDirectory',
          hint: `add it to \`members\` of the declaration of ${typename}`,
          types: [typename],
        },
      ])
    },
  )

  test('reports a reason for something that the graph has', () => {
    expect(
      problemsOf([{ id: 'output A.B', hint: 'add it', types: [] }], {
        'output A.B': 'why',
        'output C.D': 'why',
      }),
    ).toEqual(['output C.D: the graph has it now, so remove it from src/tools/model/left-out.ts'])
  })
})

describe('model of the installed SDK', async () => {
  const model = sdkModel(await readSdk())

  test('has the operations and exceptions of the service model', () => {
    expect(Object.keys(model.operations).sort()).toEqual(Object.keys(serviceModel.operations).sort())
    for (const [operation, { errors }] of Object.entries(serviceModel.operations)) {
      expect({ operation, errors: [...new Set(model.operations[operation]?.errors)].sort() }).toEqual({
        operation,
        errors: [...new Set(errors)].sort(),
      })
    }
  })

  test('has the values of each enum of the service model', () => {
    const enums = Object.entries(serviceModel.shapes).filter(([, { enum: values }]) => values !== undefined)
    const missing = enums.flatMap(([name, { enum: values = [] }]) => {
      const known = model.shapes[name]?.enum ?? []
      return values.filter((value) => !known.includes(value)).map((value) => `${name}.${value}`)
    })
    // The SDK in use is older than the service model.
    expect(missing.sort()).toEqual(MISSING_IN_SDK)
    expect(enums.length).toBeGreaterThan(40)
  })
})
