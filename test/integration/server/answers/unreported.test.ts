import { extendSchema, type GraphQLFieldResolver, type GraphQLSchema, parse } from 'graphql'
import { expect, test } from 'vitest'
import type { GraphContext } from '../../../../src/schema/context.ts'
import { fleetKind } from '../../../../src/schema/fleet/kind.ts'
import { createTestClock, sharedSchema, startGateway } from '../../../support/gateway.ts'
import { gatewayOutcomes } from './support.ts'

type Resolver = GraphQLFieldResolver<unknown, GraphContext>

/** Returns the schema of the gateway with a field that counts fleets. */
function withFleetCount(resolve: Resolver): GraphQLSchema {
  const schema = extendSchema(sharedSchema(), parse('extend type Query { fleetCount: Int }'))
  const field = schema.getQueryType()?.getFields()['fleetCount']
  if (field === undefined) throw new Error('Expected the field.')
  field.resolve = resolve
  return schema
}

test.each<[string, Resolver]>([
  [
    'that forgets to report',
    async (_root, _args, { wholeInventory }) => {
      const [target] = wholeInventory.targets
      return target && (await wholeInventory.of(target).kinds.of(fleetKind).collection.read({})).items.size
    },
  ],
  [
    'of a member that reports nothing',
    (_root, _args, { wholeInventory }) => {
      const [target] = wholeInventory.targets
      return target && (wholeInventory.of(target).kinds.of(fleetKind).collection.latest()?.items.size ?? 0)
    },
  ],
])('keeps no answer with a read %s, although another read reports', async (_title, resolve) => {
  await using gateway = await startGateway({ schema: withFleetCount(resolve), clock: createTestClock() })
  const query = '{ fleetCount imageBuilders { totalCount } }'
  await gateway.read('{ appStreamFleets { totalCount } }')
  expect(await gateway.read(query)).toEqual({ fleetCount: 0, imageBuilders: { totalCount: 0 } })
  gateway.home.putFleet({ Name: 'office' })
  await gateway.read('{ appStreamFleets { totalCount } }', { headers: { 'cache-control': 'no-cache' } })

  expect(await gateway.read(query)).toEqual({ fleetCount: 1, imageBuilders: { totalCount: 0 } })
  expect(await gatewayOutcomes(gateway)).toMatchObject({ hit: 0 })
})

test('keeps an answer of reads that report', async () => {
  const schema = withFleetCount(async (_root, _args, { inventory, reading }) => {
    const [target] = inventory.targets
    const { collection } = target ? inventory.of(target).kinds.of(fleetKind) : {}
    return (await collection?.read(reading.options))?.items.size
  })
  await using gateway = await startGateway({ schema, clock: createTestClock() })
  for (let time = 0; time < 2; time++) expect(await gateway.read('{ fleetCount }')).toEqual({ fleetCount: 0 })

  expect(await gatewayOutcomes(gateway)).toMatchObject({ hit: 1, miss: 1 })
})
