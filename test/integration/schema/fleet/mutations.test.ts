import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { requestModel } from '../../../../src/tools/request-model.ts'
import {
  imageArn,
  startGateway,
  type TestGateway,
  type TestGatewayOptions,
} from '../../../support/gateway.ts'
import { describeOutcomes, mutate } from '../../../support/mutate.ts'
import { callsOf, fleetArn, stackArn } from './support.ts'

/** Each mutation, its AWS operation, and an input that succeeds on the resources of {@link start}. */
const MUTATIONS = {
  createAppStreamFleet: {
    operation: 'CreateFleet',
    input: {
      name: 'fresh',
      imageName: 'golden',
      instanceType: 'stream.standard.medium',
      computeCapacity: { desiredInstances: 1 },
    },
  },
  updateAppStreamFleet: { operation: 'UpdateFleet', input: { name: 'parked', description: 'New.' } },
  startAppStreamFleet: { operation: 'StartFleet', input: { name: 'parked' } },
  stopAppStreamFleet: { operation: 'StopFleet', input: { name: 'desks' } },
  deleteAppStreamFleet: { operation: 'DeleteFleet', input: { name: 'parked' } },
  associateAppStreamFleet: { operation: 'AssociateFleet', input: { fleetName: 'desks', stackName: 'empty' } },
  disassociateAppStreamFleet: {
    operation: 'DisassociateFleet',
    input: { fleetName: 'desks', stackName: 'office' },
  },
  createAppStreamStack: { operation: 'CreateStack', input: { name: 'fresh' } },
  updateAppStreamStack: { operation: 'UpdateStack', input: { name: 'office', description: 'New.' } },
  deleteAppStreamStack: { operation: 'DeleteStack', input: { name: 'empty' } },
} as const

type Name = keyof typeof MUTATIONS

async function start(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const gateway = await startGateway({
    ...options,
    emulator: { behaviour: { visibleAfterMs: 0 }, ...options.emulator },
  })
  const { home } = gateway
  home.putImage({ Name: 'golden', Platform: 'WINDOWS_SERVER_2022' })
  home.putFleet({ Name: 'desks', ImageArn: imageArn('golden'), ImageName: 'golden' })
  home.putFleet({ Name: 'parked', State: 'STOPPED', ImageArn: imageArn('golden'), ImageName: 'golden' })
  home.putStack({ Name: 'office' })
  home.putStack({ Name: 'empty' })
  home.associate('office', 'desks')
  return gateway
}

test('matches the request constraints of the service model', () => {
  const model = readFileSync('src/emulator/model.json', 'utf8')
  expect(readFileSync('src/appstream/model/requests.json', 'utf8')).toBe(requestModel(JSON.parse(model)))
})

describeOutcomes(MUTATIONS, start, {
  before: '{ appStreamFleets { totalCount } appStreamStacks { totalCount } }',
  confirmed: {
    createAppStreamFleet: 'fleet { name }',
    startAppStreamFleet: 'fleet { name }',
    associateAppStreamFleet: 'fleet { name }',
    deleteAppStreamStack: 'stack { name }',
  },
})

test('creates, starts, follows, associates, stops and deletes a fleet', async () => {
  await using gateway = await start({ emulator: { speed: 1000 } })
  const created = await mutate(
    gateway,
    'createAppStreamFleet',
    {
      ...MUTATIONS.createAppStreamFleet.input,
      displayName: 'Fresh',
      disableImdsv1: true,
      vpcConfig: { subnetIds: ['subnet-1'] },
      tags: [{ key: 'team', value: 'it' }],
    },
    'fleet { arn state displayName disableImdsv1 vpcConfig { subnetIds } tags { key value } }',
  )
  expect(created['fleet']).toEqual({
    arn: fleetArn('fresh'),
    state: 'STOPPED',
    displayName: 'Fresh',
    disableImdsv1: true,
    vpcConfig: { subnetIds: ['subnet-1'] },
    tags: [{ key: 'team', value: 'it' }],
  })
  const started = await mutate(
    gateway,
    'startAppStreamFleet',
    { arn: fleetArn('fresh') },
    'changeCursor fleet { state }',
  )
  expect(started).toMatchObject({
    changeCursor: expect.any(String),
    fleet: { state: expect.stringMatching(/STARTING|RUNNING/) },
  })
  const associated = await mutate(
    gateway,
    'associateAppStreamFleet',
    { fleetArn: fleetArn('fresh'), stackName: 'empty' },
    'fleet { stacks { nodes { name } } } stack { fleets { nodes { name } } }',
  )
  expect(associated).toMatchObject({
    fleet: { stacks: { nodes: [{ name: 'empty' }] } },
    stack: { fleets: { nodes: [{ name: 'fresh' }] } },
  })
  const inUse = await mutate(gateway, 'deleteAppStreamFleet', { name: 'fresh' })
  expect(inUse).toMatchObject({ __typename: 'AppStreamResourceInUseError', code: 'RESOURCE_IN_USE' })
  const parted = await mutate(
    gateway,
    'disassociateAppStreamFleet',
    { fleetName: 'fresh', stackName: 'empty' },
    'stack { fleets { totalCount } }',
  )
  expect(parted).toMatchObject({ stack: { fleets: { totalCount: 0 } } })
  await mutate(gateway, 'stopAppStreamFleet', { name: 'fresh' })
  gateway.home.change('fleet', 'fresh', { State: 'STOPPED' })
  const deleted = await mutate(
    gateway,
    'deleteAppStreamFleet',
    { name: 'fresh' },
    'deletedArn deletedId fleet { name }',
  )
  expect(deleted).toMatchObject({ deletedArn: fleetArn('fresh'), fleet: { name: 'fresh' } })
  expect(await gateway.read('{ appStreamFleet(name: "fresh") { name } }')).toEqual({ appStreamFleet: null })
})

test('shows the result of an update while AWS lags', async () => {
  await using gateway = await start()
  const { emulator, home } = gateway
  await gateway.read('{ appStreamStacks { totalCount } }')
  await mutate(gateway, 'updateAppStreamStack', { name: 'office', description: 'New.' })
  home.change('stack', 'office', { Description: undefined })
  emulator.calls.clear()
  const query = '{ appStreamStack(name: "office") { description } }'
  const headers = { 'cache-control': 'no-cache' }
  expect(await gateway.read(query, { headers })).toEqual({ appStreamStack: { description: 'New.' } })
  home.change('stack', 'office', { Description: 'Newer.' })
  expect(await gateway.read(query, { headers })).toEqual({ appStreamStack: { description: 'Newer.' } })
  expect(callsOf(gateway)).toEqual({ DescribeStacks: 2 })
})

test('hides a deleted stack while AWS lags, but not its namesake', async () => {
  await using gateway = await start()
  await gateway.read('{ appStreamStacks { totalCount } }')
  const before = gateway.home.stacks.get('empty')
  await mutate(gateway, 'deleteAppStreamStack', { name: 'empty' })
  if (before !== undefined) gateway.home.putStack(before)
  const query = '{ appStreamStack(name: "empty") { name } }'
  const headers = { 'cache-control': 'no-cache' }
  expect(await gateway.read(query, { headers })).toEqual({ appStreamStack: null })
  gateway.home.putStack({ Name: 'empty', CreatedTime: new Date(Date.now() + 1_000) })
  expect(await gateway.read(query, { headers })).toEqual({ appStreamStack: { name: 'empty' } })
})

test('deletes the storage connectors that an update omits', async () => {
  await using gateway = await start()
  gateway.home.change('stack', 'office', {
    StorageConnectors: [
      { ConnectorType: 'HOMEFOLDERS' },
      { ConnectorType: 'GOOGLE_DRIVE', Domains: ['a.com'] },
    ],
  })
  const updated = await mutate(
    gateway,
    'updateAppStreamStack',
    { name: 'office', storageConnectors: [{ connectorType: 'HOMEFOLDERS' }] },
    'stack { storageConnectors { connectorType } }',
  )
  expect(updated).toMatchObject({ stack: { storageConnectors: [{ connectorType: 'HOMEFOLDERS' }] } })
  const [call] = gateway.emulator.calls.all.filter(({ operation }) => operation === 'UpdateStack')
  expect(call?.input['AttributesToDelete']).toEqual(['STORAGE_CONNECTOR_GOOGLE_DRIVE'])
  expect(callsOf(gateway)).toEqual({ DescribeStacks: 1, UpdateStack: 1 })
})

test.each<[Name, object, string]>([
  ['createAppStreamFleet', { imageName: undefined }, 'imageName'],
  ['createAppStreamFleet', { imageArn: imageArn('golden') }, 'imageName'],
  ['createAppStreamFleet', { name: '-' }, 'name'],
  ['createAppStreamFleet', { computeCapacity: {} }, 'computeCapacity'],
  [
    'createAppStreamFleet',
    { computeCapacity: { desiredInstances: 1, desiredSessions: 2 } },
    'computeCapacity',
  ],
  ['createAppStreamFleet', { maxUserDurationInSeconds: 599 }, 'maxUserDurationInSeconds'],
  ['createAppStreamFleet', { idleDisconnectTimeoutInSeconds: 59 }, 'idleDisconnectTimeoutInSeconds'],
  ['createAppStreamFleet', { fleetType: 'UNKNOWN' }, 'fleetType'],
  ['createAppStreamFleet', { displayName: 'x'.repeat(101) }, 'displayName'],
  [
    'createAppStreamFleet',
    { vpcConfig: { securityGroupIds: Array(6).fill('sg-1') } },
    'vpcConfig.securityGroupIds',
  ],
  ['createAppStreamFleet', { tags: [{ key: 'aws:a', value: '' }] }, 'tags.0.key'],
  ['createAppStreamFleet', { clientToken: 'with space' }, 'clientToken'],
  ['updateAppStreamFleet', { arn: fleetArn('parked') }, 'arn'],
  ['updateAppStreamFleet', { iamRoleArn: 'no', attributesToDelete: ['IAM_ROLE_ARN'] }, 'iamRoleArn'],
  ['updateAppStreamFleet', { attributesToDelete: ['UNKNOWN'] }, 'attributesToDelete.0'],
  [
    'updateAppStreamFleet',
    {
      vpcConfig: { securityGroupIds: ['sg-1'] },
      attributesToDelete: ['VPC_CONFIGURATION_SECURITY_GROUP_IDS'],
    },
    'attributesToDelete',
  ],
  [
    'updateAppStreamStack',
    {
      storageConnectors: [{ connectorType: 'HOMEFOLDERS' }],
      attributesToDelete: ['STORAGE_CONNECTOR_HOMEFOLDERS'],
    },
    'attributesToDelete',
  ],
  ['startAppStreamFleet', { name: undefined, arn: stackArn('office') }, 'arn'],
  ['createAppStreamStack', { embedHostDomains: [] }, 'embedHostDomains'],
  ['createAppStreamStack', { redirectUrl: 'x'.repeat(1001) }, 'redirectUrl'],
  ['createAppStreamStack', { applicationSettings: { enabled: true } }, 'applicationSettings.settingsGroup'],
  [
    'createAppStreamStack',
    { agentAccessConfig: { screenResolution: 'W_1280xH_720' } },
    'agentAccessConfig.settings',
  ],
  ['associateAppStreamFleet', { fleetArn: fleetArn('desks') }, 'fleetArn'],
  ['associateAppStreamFleet', { stackName: undefined }, 'stackName'],
])('rejects %s with %j before calling AWS', async (name, input, path) => {
  await using gateway = await start()
  const result = await mutate(gateway, name, { ...MUTATIONS[name].input, ...input })
  expect(result).toMatchObject({ __typename: 'AppStreamInputError', code: 'BAD_USER_INPUT' })
  expect(result['fields']).toContainEqual({ path, message: expect.any(String) })
  expect(gateway.emulator.calls.all).toEqual([])
})

test('reports an unknown outcome if the connection breaks before a creation', async () => {
  await using gateway = await start()
  gateway.emulator.faults.add({ operation: 'CreateStack', reset: 'before' })
  const result = await mutate(gateway, 'createAppStreamStack', { name: 'fresh' })
  expect(result).toMatchObject({ __typename: 'AppStreamOutcomeUnknownError', code: 'OUTCOME_UNKNOWN' })
  expect(gateway.emulator.calls.count('CreateStack')).toBe(1)
})
