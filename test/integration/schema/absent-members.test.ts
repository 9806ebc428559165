import { expect, test } from 'vitest'
import { createSchema } from '../../../src/schema/index.ts'
import { imageArn, imageBuilderArn, startGateway } from '../../support/gateway.ts'
import { membersOf, sample, shapeOf } from '../../support/model.ts'
import { everyField } from '../../support/selection.ts'

const schema = createSchema()

/** Path to a member, as names and indexes. */
type Path = readonly (string | number)[]

/** Returns the path of every member of a structure, including nested structures and lists. */
function pathsOf(shapeName: string): readonly Path[] {
  return membersOf(shapeName).flatMap(([member, of]) => {
    const isList = shapeOf(of).type === 'list'
    const inner = isList ? (shapeOf(of).member ?? '') : of
    const within = shapeOf(inner).type === 'structure' ? pathsOf(inner) : []
    return [[member], ...within.map((path) => [member, ...(isList ? [0] : []), ...path])]
  })
}

/** Returns a copy of a value with one member replaced; undefined removes it. */
function changed(value: unknown, [step, ...rest]: Path, to: unknown): unknown {
  if (step === undefined) return to
  if (Array.isArray(value)) return value.map((item) => changed(item, rest, to))
  const members: Record<string, unknown> = Object(value)
  return { ...members, [step]: changed(members[step], rest, to) }
}

/** Returns a full value in wire format. */
function full(shapeName: string): unknown {
  return sample(shapeName, (_, of) => (shapeOf(of).type === 'timestamp' ? 1_777_863_721 : undefined))
}

test.for([
  ['Image', 'DescribeImages', 'Images', 'images', imageArn],
  ['ImageBuilder', 'DescribeImageBuilders', 'ImageBuilders', 'imageBuilders', imageBuilderArn],
] as const)(
  'tolerates any absent or null member of an %s except its name',
  async ([shapeName, operation, member, field, arnOf]) => {
    // Allows every field of a hundred resources.
    await using gateway = await startGateway({ env: { MAX_COST: '0', MAX_UPSTREAM_CALLS: '0' } })
    // The emulator knows none of these resources and therefore none of their tags or shares.
    for (const detail of ['ListTagsForResource', 'DescribeImagePermissions'])
      gateway.emulator.faults.add({ operation: detail, raw: { status: 200, body: '{}' } })
    const paths = pathsOf(shapeName).filter(([first]) => first !== 'Name')
    expect(paths.length).toBeGreaterThan(30)
    for (const absent of [undefined, null]) {
      const described = paths.map((path, index) => {
        const identified = { ...Object(full(shapeName)), Name: `n-${index}`, Arn: arnOf(`n-${index}`) }
        return changed(identified, path, absent)
      })
      const fault = gateway.emulator.faults.add({
        operation,
        match: ({ Type }) => Type === undefined || Type === 'PRIVATE',
        raw: { status: 200, body: JSON.stringify({ [member]: described }) },
      })
      const answer = await gateway.read<Record<string, { nodes: readonly { name: string }[] }>, never>(
        `{ ${field}(first: 100) { nodes ${everyField(schema, shapeName, 0)} } }`,
        { headers: { 'cache-control': 'no-cache' } },
      )
      fault.remove()
      const names = paths.map((_path, index) => `n-${index}`)
      expect(answer[field]?.nodes.map(({ name }) => name)).toEqual(names.toSorted())
    }
  },
)
