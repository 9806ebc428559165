import { expect, test } from 'vitest'
import { createSchema } from '../../../src/schema/index.ts'
import { imageArn, imageBuilderArn, startGateway } from '../../support/gateway.ts'
import { membersOf, sample, shapeOf } from '../../support/model.ts'
import { everyField } from '../../support/selection.ts'

const schema = createSchema()

/** Where a member stands, by the names and indexes that lead to it. */
type Path = readonly (string | number)[]

/** Every member of a structure, and of those within it and within its lists. */
function pathsOf(shapeName: string): readonly Path[] {
  return membersOf(shapeName).flatMap(([member, of]) => {
    const isList = shapeOf(of).type === 'list'
    const inner = isList ? (shapeOf(of).member ?? '') : of
    const within = shapeOf(inner).type === 'structure' ? pathsOf(inner) : []
    return [[member], ...within.map((path) => [member, ...(isList ? [0] : []), ...path])]
  })
}

/** A copy of a value in which a member is something else; undefined leaves it out. */
function changed(value: unknown, [step, ...rest]: Path, to: unknown): unknown {
  if (step === undefined) return to
  if (Array.isArray(value)) return value.map((item) => changed(item, rest, to))
  const members: Record<string, unknown> = Object(value)
  return { ...members, [step]: changed(members[step], rest, to) }
}

/** As it goes over the wire. */
function full(shapeName: string): unknown {
  return sample(shapeName, (_, of) => (shapeOf(of).type === 'timestamp' ? 1_777_863_721 : undefined))
}

test.for([
  ['Image', 'DescribeImages', 'Images', 'images', imageArn],
  ['ImageBuilder', 'DescribeImageBuilders', 'ImageBuilders', 'imageBuilders', imageBuilderArn],
] as const)(
  'every member of an %s, but its name, may be absent or null, each by itself: no field fails',
  async ([shapeName, operation, member, field, arnOf]) => {
    // Every field of a hundred resources.
    await using gateway = await startGateway({ env: { MAX_COST: '0', MAX_UPSTREAM_CALLS: '0' } })
    // The emulator has none of what is described here, so it has no tags and no shares of it either.
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
