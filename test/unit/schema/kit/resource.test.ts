import SchemaBuilder from '@pothos/core'
import { afterAll, expect, test, vi } from 'vitest'
import type { AwsFleet } from '../../../../src/appstream/model/model.ts'
import type { ItemOfKind } from '../../../../src/inventory/kind.ts'

// Test files share modules, but only this file declares the resource, so it builds its own graph.
vi.resetModules()
// Pothos is not reset, and would refuse the graph's own plugin the second time.
SchemaBuilder.allowPluginReRegistration = true
const { defineKind } = await import('../../../../src/inventory/kind.ts')
const { fleetState } = await import('../../../../src/schema/fleet/enums.ts')
const { anyOf, nameFilters } = await import('../../../../src/schema/kit/filter.ts')
const { transition } = await import('../../../../src/schema/kit/mutations/transition.ts')
const { update } = await import('../../../../src/schema/kit/mutations/update.ts')
const { create } = await import('../../../../src/schema/kit/mutations/create.ts')
const { remove } = await import('../../../../src/schema/kit/mutations/remove.ts')
const { defineResource } = await import('../../../../src/schema/kit/resource.ts')
const { defineStateSubscription } = await import('../../../../src/schema/kit/subscription.ts')
const { createTestTime, startGateway } = await import('../../../support/gateway.ts')
const { subscribe } = await import('../../../support/subscription.ts')

afterAll(() => void vi.resetModules())

// Resource type declared only in this file: everything below derives from this declaration.
const kind = defineKind({
  name: 'AppStreamPool',
  plural: 'pools',
  arnType: 'fleet',
  list: { operation: 'DescribeFleets', member: 'Fleets', structure: 'Fleet' },
  transitional: ['STARTING', 'STOPPING'],
  signatureOf: ({ State }: AwsFleet) => State,
})

type Pool = ItemOfKind<typeof kind>

const pools = defineResource({
  kind,
  structure: 'Fleet',
  description: 'A pool.',
  noun: 'pool',
  plural: 'pools',
  queries: { one: 'appStreamPool', many: 'appStreamPools' },
  state: fleetState,
  members: {
    InstanceType: 'The instance type.',
    CreatedTime: 'The time of creation.',
    Description: 'The text.',
  },
  filters: { ...nameFilters, states: anyOf<Pool, string>('States.', fleetState, ({ aws }) => aws.State) },
})

const common = { type: pools, scope: 'appstream:manage', description: 'Changes a pool.' } as const

create({
  ...common,
  name: 'createAppStreamPool',
  operation: 'CreateFleet',
  structure: 'CreateFleetRequest',
  members: { InstanceType: 'The instance type.', ImageName: 'The image.', Description: 'The text.' },
  output: 'Fleet',
  payloadDescription: 'The pool.',
  recognizedBy: ['InstanceType'],
})
update({
  ...common,
  name: 'updateAppStreamPool',
  operation: 'UpdateFleet',
  structure: 'UpdateFleetRequest',
  members: { Description: 'The text.' },
  output: 'Fleet',
  payloadDescription: 'The pool.',
})
transition({
  ...common,
  name: 'startAppStreamPool',
  operation: 'StartFleet',
  to: ['STARTING', 'RUNNING'],
  response: { subscription: 'appStreamPoolStateChanged' },
})
remove({ ...common, name: 'deleteAppStreamPool', operation: 'DeleteFleet' })
defineStateSubscription({
  type: pools,
  name: 'appStreamPoolStateChanged',
  event: 'AppStreamPoolStateChangeEvent',
  state: fleetState,
  description: 'Emits pools.',
})

const ARN = 'arn:aws:appstream:us-east-1:123456789012:fleet/one'

test('serves a declared resource by list, connection, node, entity and tags', async () => {
  await using gateway = await startGateway()
  gateway.home.putFleet({ Name: 'one', State: 'STOPPED', InstanceType: 'stream.small' })
  gateway.home.putFleet({ Name: 'two' })
  gateway.home.setTags(ARN, { team: 'it' })
  const { one, all, some, _entities } = await gateway.read<Record<string, Record<string, unknown>>, never>(`{
    one: appStreamPool(arn: "${ARN}") { id arn name region accountId state rawState instanceType tags { key value } }
    all: appStreamPools(first: 1, orderBy: { field: NAME, direction: DESC }) {
      totalCount changeCursor pageInfo { hasNextPage } nodes { name }
    }
    some: appStreamPools(filter: { states: [STOPPED] }) { nodes { name } }
    _entities(representations: [{ __typename: "AppStreamPool", arn: "${ARN}" }]) { ... on AppStreamPool { name } }
  }`)
  expect(one).toMatchObject({
    ...{ arn: ARN, name: 'one', region: 'us-east-1', accountId: '123456789012', state: 'STOPPED' },
    ...{ rawState: 'STOPPED', instanceType: 'stream.small', tags: [{ key: 'team', value: 'it' }] },
  })
  expect(all).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: true }, nodes: [{ name: 'two' }] })
  expect(some).toEqual({ nodes: [{ name: 'one' }] })
  expect(_entities).toEqual([{ name: 'one' }])
  expect(await gateway.read(`{ node(id: "${one?.['id']}") { __typename } }`)).toEqual({
    node: { __typename: 'AppStreamPool' },
  })
  expect(gateway.emulator.calls.count('DescribeFleets')).toBe(1)
})

test('changes a declared resource and streams its states', async () => {
  const time = createTestTime()
  await using gateway = await startGateway(time)
  gateway.home.putImage({ Name: 'golden' })
  await using events = subscribe<unknown>(
    gateway.url,
    'subscription { event: appStreamPoolStateChanged(snapshot: true) { kind state pool { name } } }',
  )
  expect(await events.next()).toEqual({ kind: 'SYNCED', state: null, pool: null })
  gateway.home.putFleet({ Name: 'one', State: 'STOPPED' })
  const mutate = (text: string) =>
    gateway.read<Record<string, unknown>, never>(`mutation { result: ${text} }`)
  expect(
    await mutate(
      'updateAppStreamPool(input: { name: "one", description: "New." }) { ... on UpdateAppStreamPoolPayload { pool { description } } }',
    ),
  ).toEqual({ result: { pool: { description: 'New.' } } })
  expect(await events.next()).toMatchObject({ kind: 'CREATED', pool: { name: 'one' } })
  expect(
    await mutate(
      'startAppStreamPool(input: { name: "one" }) { ... on StartAppStreamPoolPayload { pool { state } } }',
    ),
  ).toEqual({ result: { pool: { state: 'STARTING' } } })
  expect(await events.next()).toMatchObject({ kind: 'STATE_CHANGED', state: 'STARTING' })
  expect(await mutate('createAppStreamPool(input: { name: "-", instanceType: "x" }) { __typename }')).toEqual(
    { result: { __typename: 'AppStreamInputError' } },
  )
  expect(await mutate('deleteAppStreamPool(input: { name: "one" }) { __typename }')).toEqual({
    result: { __typename: 'AppStreamResourceInUseError' },
  })
})

test('labels the metrics of a declared resource', async () => {
  await using gateway = await startGateway()
  await gateway.read('{ appStreamPools { totalCount } }')
  const metrics = await (await fetch(new URL('/metrics', gateway.url))).text()
  expect(metrics).toContain('collection="pools"')
})
