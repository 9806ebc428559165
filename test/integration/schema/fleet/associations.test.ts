import { expect, test } from 'vitest'
import { imageArn, startGateway, type TestGateway } from '../../../support/gateway.ts'
import { callsOf, fleetArn, stackArn } from './support.ts'

/**
 * Creates fleets and stacks and associates each fleet with the stack of its number, modulo the number of
 * stacks.
 */
function fill({ home }: TestGateway, fleets: number, stacks: number): void {
  home.putImage({ Name: 'base' })
  for (let index = 0; index < stacks; index++) home.putStack({ Name: `stack-${index}` })
  for (let index = 0; index < fleets; index++) {
    home.putFleet({ Name: `fleet-${index}`, ImageArn: imageArn('base') })
    home.associate(`stack-${index % stacks}`, `fleet-${index}`)
  }
}

const onePage = { emulator: { behaviour: { pageSize: 100 } } }

test('reads 25 fleets, their images and sibling fleets in two calls', async () => {
  await using gateway = await startGateway(onePage)
  fill(gateway, 25, 10)
  const query = '{ appStreamFleets(first: 25) { nodes { image { fleets(first: 100) { totalCount } } } } }'
  const { appStreamFleets } = await gateway.read<{ appStreamFleets: { nodes: unknown[] } }, never>(query)
  expect(appStreamFleets.nodes).toEqual(Array(25).fill({ image: { fleets: { totalCount: 25 } } }))
  expect(callsOf(gateway)).toEqual({ DescribeFleets: 1, DescribeImages: 1 })
  await gateway.read(query)
  expect(callsOf(gateway)).toEqual({ DescribeFleets: 1, DescribeImages: 1 })
})

test('reads associations from the shorter side, once per pair', async () => {
  await using gateway = await startGateway(onePage)
  fill(gateway, 25, 10)
  const query = `{ appStreamFleets(first: 25) { nodes { name stacks { nodes { name fleets { nodes { name } } } } } } }`
  interface Answer {
    appStreamFleets: {
      nodes: { name: string; stacks: { nodes: { name: string; fleets: { nodes: { name: string }[] } }[] } }[]
    }
  }
  const { appStreamFleets } = await gateway.read<Answer, never>(query)
  const found = appStreamFleets.nodes.find(({ name }) => name === 'fleet-13')
  expect(found?.stacks.nodes).toEqual([
    { name: 'stack-3', fleets: { nodes: [{ name: 'fleet-13' }, { name: 'fleet-23' }, { name: 'fleet-3' }] } },
  ])
  const calls = { DescribeFleets: 1, DescribeStacks: 1, ListAssociatedFleets: 10 }
  expect(callsOf(gateway)).toEqual(calls)
  await gateway.read(query)
  expect(callsOf(gateway)).toEqual(calls)
  expect(gateway.emulator.calls.maxInFlight('ListAssociatedFleets')).toBeLessThanOrEqual(10)
})

test('reads one stack, then its only fleet', async () => {
  await using gateway = await startGateway(onePage)
  fill(gateway, 8, 8)
  const { appStreamStack } = await gateway.read<{ appStreamStack: unknown }, never>(
    '{ appStreamStack(name: "stack-2") { fleets { nodes { name stacks { nodes { name } } } } } }',
  )
  expect(appStreamStack).toEqual({
    fleets: { nodes: [{ name: 'fleet-2', stacks: { nodes: [{ name: 'stack-2' }] } }] },
  })
  expect(callsOf(gateway)).toEqual({
    DescribeFleets: 1,
    DescribeStacks: 1,
    ListAssociatedFleets: 1,
    ListAssociatedStacks: 1,
  })
})

test('rereads associations for no-cache', async () => {
  await using gateway = await startGateway(onePage)
  fill(gateway, 2, 2)
  const query = '{ appStreamStack(name: "stack-0") { fleets { nodes { name } } } }'
  await gateway.read(query)
  gateway.home.associate('stack-0', 'fleet-1')
  expect(await gateway.read(query)).toEqual({ appStreamStack: { fleets: { nodes: [{ name: 'fleet-0' }] } } })
  const headers = { 'cache-control': 'no-cache' }
  expect(await gateway.read(query, { headers })).toEqual({
    appStreamStack: { fleets: { nodes: [{ name: 'fleet-0' }, { name: 'fleet-1' }] } },
  })
})

test('filters fleets by stack and stacks by fleet in one call', async () => {
  await using gateway = await startGateway(onePage)
  fill(gateway, 6, 3)
  const answer = await gateway.read(`{
    appStreamFleets(filter: { stackArn: "${stackArn('stack-1')}" }) { nodes { name } }
    appStreamStacks(filter: { fleetArn: "${fleetArn('fleet-5')}" }) { nodes { name } }
  }`)
  expect(answer).toEqual({
    appStreamFleets: { nodes: [{ name: 'fleet-1' }, { name: 'fleet-4' }] },
    appStreamStacks: { nodes: [{ name: 'stack-2' }] },
  })
  expect(callsOf(gateway)).toMatchObject({ ListAssociatedFleets: 1, ListAssociatedStacks: 1 })
  const { errors } = await gateway.query(
    `{ appStreamFleets(filter: { stackArn: "${fleetArn('fleet-5')}" }) { totalCount } }`,
  )
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }])
})

test('fails only the associations of one stack', async () => {
  await using gateway = await startGateway(onePage)
  fill(gateway, 8, 3)
  gateway.emulator.faults.add({
    operation: 'ListAssociatedFleets',
    match: ({ StackName }) => StackName === 'stack-1',
    error: { type: 'AccessDeniedException' },
  })
  const { data, errors } = await gateway.query<{ appStreamStacks: { nodes: unknown[] } }, never>(
    '{ appStreamStacks { nodes { name fleets { totalCount } } } }',
  )
  expect(data?.appStreamStacks.nodes).toEqual([
    { name: 'stack-0', fleets: { totalCount: 3 } },
    { name: 'stack-1', fleets: null },
    { name: 'stack-2', fleets: { totalCount: 2 } },
  ])
  expect(errors).toMatchObject([
    { path: ['appStreamStacks', 'nodes', 1, 'fleets'], extensions: { code: 'UPSTREAM_ACCESS_DENIED' } },
  ])
})

test('resolves a directory config to the image builders that join its domain', async () => {
  await using gateway = await startGateway()
  gateway.home.putDirectoryConfig({ DirectoryName: 'corp.example.com' })
  const DomainJoinInfo = { DirectoryName: 'CORP.example.com' }
  gateway.home.putImageBuilder({ Name: 'joined', DomainJoinInfo })
  gateway.home.putImageBuilder({ Name: 'alone' })
  const query = '{ appStreamDirectoryConfigs { nodes { imageBuilders { nodes { name } } } } }'
  expect(await gateway.read(query)).toEqual({
    appStreamDirectoryConfigs: { nodes: [{ imageBuilders: { nodes: [{ name: 'joined' }] } }] },
  })
  expect(callsOf(gateway)).toEqual({ DescribeDirectoryConfigs: 1, DescribeImageBuilders: 1 })
})

test('resolves a directory config to the fleets that join its domain', async () => {
  await using gateway = await startGateway()
  gateway.home.putDirectoryConfig({ DirectoryName: 'corp.example.com' })
  gateway.home.putFleet({ Name: 'joined', DomainJoinInfo: { DirectoryName: 'corp.example.com' } })
  gateway.home.putFleet({ Name: 'alone' })
  expect(await gateway.read('{ appStreamDirectoryConfigs { nodes { fleets { nodes { name } } } } }')).toEqual(
    {
      appStreamDirectoryConfigs: { nodes: [{ fleets: { nodes: [{ name: 'joined' }] } }] },
    },
  )
})
