import { expect, test } from 'vitest'
import { companySeed } from '../../../../src/emulator/server.ts'
import { ACCOUNT, imageArn, imageBuilderArn, REGION, startGateway } from '../../../support/gateway.ts'
import { callsOf, fleetArn, stackArn } from '../fleet/support.ts'
import { arnOf, ELASTIC, ESTATE, inWords, PARTNER, PLAN, planOf, startEstate, userId } from './support.ts'

const OTHER = '345678901234'

test('plans an estate in an order that works', async () => {
  await using gateway = await startEstate()
  const plan = await planOf(gateway, ESTATE)
  expect(inWords(plan)).toEqual([
    'stopAppStreamFleet desks',
    'disassociateAppStreamFleet desks office',
    'deleteAppStreamFleet desks',
    'deleteAppStreamEntitlement readers',
    'deleteAppStreamEntitlement writers',
    'deleteAppStreamThemeForStack office',
    `batchDisassociateAppStreamUserStack office ${userId('ann@example.com')}`,
    `batchDisassociateAppStreamUserStack office ${userId('bob@example.com')}`,
    'deleteAppStreamStack office',
    'expireAppStreamSession three',
    'disassociateAppStreamFleet kept lab',
    'deleteAppStreamStack lab',
    `deleteImagePermissions golden ${PARTNER}`,
    'deleteImage golden',
    'deleteImageBuilder builder',
  ])
  expect(plan.steps.map(({ dependsOn }) => dependsOn)).toEqual([
    [],
    [0],
    [0, 1],
    ...[[], [], [], [], []],
    [1, 3, 4, 5, 6, 7],
    [],
    [9],
    [10],
    [],
    [2, 12],
    [],
  ])
  expect(plan.steps.map(({ index }) => index)).toEqual(plan.steps.keys().toArray())
  expect(plan.steps.map(({ endsSessions }) => endsSessions)).toEqual([
    2,
    ...Array(8).fill(null),
    1,
    ...Array(5).fill(null),
  ])
  expect(plan.blockers).toEqual([
    {
      resource: { __typename: 'Image', name: 'golden' },
      usedBy: [],
      message: `The image golden is shared with accounts whose fleets this gateway cannot read: ${PARTNER}. Remove their permissions on the image first.`,
    },
  ])
})

test('plans Elastic resources in an order that works', async () => {
  await using gateway = await startEstate()
  const plan = await planOf(gateway, ELASTIC)
  expect(inWords(plan)).toEqual([
    'stopAppStreamAppBlockBuilder packager',
    'disassociateAppStreamAppBlockBuilderAppBlock packager tools',
    'deleteAppStreamAppBlockBuilder packager',
    'stopAppStreamFleet elastic',
    'disassociateAppStreamApplicationFleet editor elastic',
    'deleteAppStreamFleet elastic',
    'deleteAppStreamElasticApplication editor',
    'deleteAppStreamAppBlock tools',
  ])
  expect(plan.steps.map(({ dependsOn }) => dependsOn)).toEqual([
    ...[[], [0], [0, 1], [], [], [3, 4], [4]],
    [1, 6],
  ])
  expect(plan.blockers).toEqual([])
  expect(callsOf(gateway)).toMatchObject({
    ...{ DescribeAppBlocks: 1, DescribeAppBlockBuilders: 1, DescribeApplications: 1, DescribeFleets: 1 },
    ...{ DescribeApplicationFleetAssociations: 2, DescribeAppBlockBuilderAppBlockAssociations: 2 },
  })
})

test.each([
  ['RUNNING', 'The app block builder packager is RUNNING. It must be STOPPED first.'],
  ['STOPPING', 'The app block builder packager is STOPPING. It must be STOPPED first.'],
])('blocks an app block whose builder is %s and not deleted', async (State, message) => {
  await using gateway = await startEstate()
  gateway.home.change('app-block-builder', 'packager', { State })
  const { steps, blockers } = await planOf(gateway, [arnOf('app-block', 'tools')])
  expect(steps.map(({ mutation }) => mutation)).toEqual([
    'disassociateAppStreamAppBlockBuilderAppBlock',
    'deleteAppStreamAppBlock',
  ])
  expect(blockers).toMatchObject([
    { resource: { name: 'tools' }, usedBy: [{ name: 'packager' }], message },
    {
      ...{ resource: { name: 'tools' }, usedBy: [{ name: 'editor' }] },
      message: 'The app block tools is in use by resources that are not in `arns`: application editor.',
    },
  ])
})

test('blocks an app block builder while it is STARTING', async () => {
  await using gateway = await startEstate()
  gateway.home.change('app-block-builder', 'packager', { State: 'STARTING' })
  const { blockers } = await planOf(gateway, [arnOf('app-block-builder', 'packager')])
  expect(blockers).toMatchObject([
    { message: 'The app block builder packager is STARTING. It must be STOPPED first.' },
  ])
})

test('changes nothing, and reads each part once', async () => {
  await using gateway = await startEstate()
  await planOf(gateway, ESTATE)
  const calls = {
    ...{ DescribeImageBuilders: 1, DescribeImages: 1, DescribeFleets: 1, DescribeStacks: 1 },
    ...{ ListAssociatedFleets: 2, ListAssociatedStacks: 1, DescribeSessions: 2 },
    ...{ DescribeEntitlements: 2, DescribeThemeForStack: 2, DescribeUserStackAssociations: 2 },
    DescribeImagePermissions: 1,
  }
  expect(callsOf(gateway)).toEqual(calls)
  await planOf(gateway, ESTATE)
  expect(callsOf(gateway)).toEqual(calls)
  await planOf(gateway, ESTATE, { 'cache-control': 'no-cache' })
  expect(gateway.emulator.calls.count('DescribeFleets')).toBe(2)
})

test.each([
  [fleetArn('desks'), { DescribeFleets: 1, DescribeStacks: 1, ListAssociatedStacks: 1, DescribeSessions: 1 }],
  [
    stackArn('lab'),
    {
      ...{ DescribeFleets: 1, DescribeStacks: 1, ListAssociatedFleets: 1, DescribeSessions: 1 },
      ...{ DescribeEntitlements: 1, DescribeThemeForStack: 1, DescribeUserStackAssociations: 1 },
    },
  ],
  [imageArn('golden'), { DescribeImages: 1, DescribeFleets: 1, DescribeImagePermissions: 1 }],
  [imageBuilderArn('builder'), { DescribeImageBuilders: 1 }],
])('reads only what %s needs', async (arn, calls) => {
  await using gateway = await startEstate()
  await gateway.read(PLAN, { variables: { arns: [arn, arn] } })
  expect(callsOf(gateway)).toEqual(calls)
})

test('names fleets that are not deleted as blockers of their image', async () => {
  await using gateway = await startEstate()
  gateway.home.permissions.clear()
  const { steps, blockers } = await planOf(gateway, [imageArn('golden')])
  expect(steps).toMatchObject([{ mutation: 'deleteImage', dependsOn: [] }])
  expect(blockers).toEqual([
    {
      resource: { __typename: 'Image', name: 'golden' },
      usedBy: [{ __typename: 'AppStreamFleet', name: 'desks' }],
      message: 'The image golden is in use by resources that are not in `arns`: fleet desks.',
    },
  ])
})

test('plans no step to stop a STOPPED fleet or end its sessions', async () => {
  await using gateway = await startEstate()
  gateway.home.change('fleet', 'desks', { State: 'STOPPED' })
  const plan = await planOf(gateway, [fleetArn('desks')])
  expect(inWords(plan)).toEqual(['disassociateAppStreamFleet desks office', 'deleteAppStreamFleet desks'])
  expect(gateway.emulator.calls.count('DescribeSessions')).toBe(0)
})

test('lets a fleet without sessions be disassociated before it is stopped', async () => {
  await using gateway = await startEstate()
  for (const id of ['one', 'two']) gateway.home.endSession(id)
  const { steps } = await planOf(gateway, [fleetArn('desks')])
  expect(steps.map(({ mutation, dependsOn, endsSessions }) => [mutation, dependsOn, endsSessions])).toEqual([
    ['stopAppStreamFleet', [], 0],
    ['disassociateAppStreamFleet', [], null],
    ['deleteAppStreamFleet', [0, 1], null],
  ])
})

test('does not count sessions that have ended', async () => {
  await using gateway = await startEstate()
  gateway.home.sessions.change('one', { State: 'EXPIRED' })
  gateway.home.sessions.change('three', { State: 'EXPIRED' })
  const { steps } = await planOf(gateway, [fleetArn('desks'), stackArn('lab')])
  expect(steps[0]).toMatchObject({ mutation: 'stopAppStreamFleet', endsSessions: 1 })
  expect(steps.filter(({ mutation }) => mutation === 'expireAppStreamSession')).toEqual([])
})

test('returns an empty plan for resources that are gone or being deleted', async () => {
  await using gateway = await startEstate()
  gateway.home.change('image-builder', 'builder', { State: 'DELETING' })
  const arns = [fleetArn('gone'), stackArn('gone'), imageArn('gone'), imageBuilderArn('builder')]
  expect(await planOf(gateway, arns)).toEqual({ steps: [], blockers: [] })
})

test.each([
  ['image', 'golden', 'COPYING'],
  ['image-builder', 'builder', 'SYNCING_APPS'],
])('blocks the deletion of an %s that changes its state', async (type, name, State) => {
  await using gateway = await startEstate()
  gateway.home.permissions.clear()
  gateway.home.deleteImageBuilder('desks')
  gateway.home.fleets.remove('desks')
  gateway.home.change(type, name, { State })
  const { blockers } = await planOf(gateway, [type === 'image' ? imageArn(name) : imageBuilderArn(name)])
  expect(blockers).toMatchObject([
    {
      resource: { name },
      message: `The ${type.replace('-', ' ')} ${name} is ${State}. It can be deleted once it has left this state.`,
    },
  ])
})

test.each([
  [[], 'must contain 1 to 25 ARNs, got 0'],
  [Array.from({ length: 26 }, (_, index) => fleetArn(`fleet-${index}`)), 'must contain 1 to 25 ARNs, got 26'],
  [['desks'], 'must contain ARNs of these AppStream resources: '],
  [[`arn:aws:appstream:${REGION}:${ACCOUNT}:user/ann`], 'fleet, image, image-builder, stack; got'],
  [[fleetArn('desks', OTHER)], 'No target matches the account'],
  [[fleetArn('desks', ACCOUNT, 'eu-west-1')], 'No target matches the account'],
  [[imageArn('public', '')], 'this ARN belongs to AWS'],
])('rejects the invalid ARNs of case %# without a call', async (arns, message) => {
  await using gateway = await startEstate({ env: { AWS_ACCOUNT_ID: ACCOUNT } })
  const { data, errors } = await gateway.query<unknown, object>(PLAN, { variables: { arns } })
  expect(data).toEqual({ plan: null })
  expect(errors).toMatchObject([
    { message: expect.stringContaining(message), extensions: { code: 'BAD_USER_INPUT' } },
  ])
  expect(gateway.emulator.calls.all).toEqual([])
})

test('plans the whole seed company', async () => {
  await using gateway = await startGateway({ emulator: { seed: companySeed } })
  const { appStreamStacks, appStreamFleets } = await gateway.read<
    Record<'appStreamStacks' | 'appStreamFleets', { nodes: readonly { arn: string }[] }>,
    never
  >('{ appStreamStacks { nodes { arn } } appStreamFleets { nodes { arn } } }')
  const arns = [...appStreamStacks.nodes, ...appStreamFleets.nodes].map(({ arn }) => arn)
  const { steps, blockers } = await planOf(gateway, arns.slice(0, 25))
  expect(steps.length).toBeGreaterThan(30)
  expect(blockers).toEqual([])
})
