import { expect, test } from 'vitest'
import { describeOutcomes, mutate } from '../../../support/mutate.ts'
import { appBlockArn } from '../app-block/support.ts'
import { applicationArn } from '../catalog/support.ts'
import { fleetArn } from '../fleet/support.ts'
import { startTools } from './support.ts'

const settings = {
  name: 'paint',
  iconS3Location: { s3Bucket: 'icons', s3Key: 'paint.png' },
  launchPath: 'C:\\paint.exe',
  platforms: ['WINDOWS_SERVER_2022', 'WINDOWS_SERVER_2025'],
  instanceFamilies: ['GENERAL_PURPOSE'],
  appBlockArn: appBlockArn('tools'),
}

/** Each mutation, its AWS operation, and an input that succeeds on the resources of {@link startTools}. */
const MUTATIONS = {
  createAppStreamElasticApplication: { operation: 'CreateApplication', input: settings },
  updateAppStreamElasticApplication: {
    operation: 'UpdateApplication',
    input: { name: 'cad', description: 'New.' },
  },
  deleteAppStreamElasticApplication: { operation: 'DeleteApplication', input: { name: 'spare' } },
  associateAppStreamApplicationFleet: {
    operation: 'AssociateApplicationFleet',
    input: { fleetName: 'lab', applicationName: 'cad' },
  },
  disassociateAppStreamApplicationFleet: {
    operation: 'DisassociateApplicationFleet',
    input: { fleetName: 'studio', applicationName: 'cad' },
  },
} as const

type Name = keyof typeof MUTATIONS

const NO_CACHE = { 'cache-control': 'no-cache' }

describeOutcomes(MUTATIONS, startTools)

const EVERY_SETTING = `application {
  arn displayName description iconUrl iconS3Location { s3Bucket s3Key } launchPath launchParameters
  workingDirectory platforms instanceFamilies appBlockArn appBlock { name } tags { key value }
}`

test('creates, updates and deletes an application', async () => {
  await using gateway = await startTools()
  const created = await mutate(
    gateway,
    'createAppStreamElasticApplication',
    {
      ...settings,
      ...{ displayName: 'Paint', description: 'Paints.', launchParameters: '-p' },
      ...{ workingDirectory: 'D:\\', tags: [{ key: 'team', value: 'it' }] },
    },
    EVERY_SETTING,
  )
  const { name: _, ...given } = settings
  expect(created['application']).toEqual({
    ...given,
    ...{ arn: applicationArn('paint'), displayName: 'Paint', description: 'Paints.' },
    ...{ iconUrl: expect.stringMatching(/^https:/), launchParameters: '-p', workingDirectory: 'D:\\' },
    ...{ appBlock: { name: 'tools' }, tags: [{ key: 'team', value: 'it' }] },
  })
  const updated = await mutate(
    gateway,
    'updateAppStreamElasticApplication',
    {
      ...{ arn: applicationArn('paint'), displayName: '', appBlockArn: appBlockArn('other-tools') },
      attributesToDelete: ['LAUNCH_PARAMETERS', 'WORKING_DIRECTORY'],
    },
    EVERY_SETTING,
  )
  expect(updated['application']).toMatchObject({
    ...{ displayName: null, description: 'Paints.', launchParameters: null, workingDirectory: null },
    ...{ appBlockArn: appBlockArn('other-tools'), appBlock: { name: 'other-tools' } },
  })
  const deleted = await mutate(
    gateway,
    'deleteAppStreamElasticApplication',
    { name: 'paint' },
    'deletedId deletedArn application { name }',
  )
  expect(deleted).toMatchObject({
    ...{ deletedId: expect.any(String), deletedArn: applicationArn('paint'), application: { name: 'paint' } },
  })
  expect(await gateway.read('{ appStreamElasticApplication(name: "paint") { name } }')).toEqual({
    appStreamElasticApplication: null,
  })
})

test.each<[Name, object, string]>([
  [
    'createAppStreamElasticApplication',
    { appBlockArn: appBlockArn('gone') },
    'AppStreamResourceNotFoundError',
  ],
  [
    'createAppStreamElasticApplication',
    { iconS3Location: { s3Bucket: 'icons-denied', s3Key: 'paint.png' } },
    'AppStreamOperationNotPermittedError',
  ],
  ['createAppStreamElasticApplication', { name: 'cad' }, 'AppStreamResourceAlreadyExistsError'],
  ['createAppStreamElasticApplication', { instanceFamilies: ['GRAPHICS_G9'] }, 'AppStreamInputError'],
  ['updateAppStreamElasticApplication', { name: 'gone' }, 'AppStreamResourceNotFoundError'],
  ['deleteAppStreamElasticApplication', { name: 'gone' }, 'AppStreamResourceNotFoundError'],
  ['deleteAppStreamElasticApplication', { name: 'cad' }, 'AppStreamResourceInUseError'],
  ['associateAppStreamApplicationFleet', { fleetName: 'gone' }, 'AppStreamResourceNotFoundError'],
  ['associateAppStreamApplicationFleet', { fleetName: 'desks' }, 'AppStreamOperationNotPermittedError'],
  [
    'disassociateAppStreamApplicationFleet',
    { fleetName: 'lab' },
    'AppStreamInvalidParameterCombinationError',
  ],
])('returns the rejection of %s with %j as %s', async (name, input, typename) => {
  await using gateway = await startTools()
  const result = await mutate(gateway, name, { ...MUTATIONS[name].input, ...input })
  expect(result).toMatchObject({ __typename: typename, awsRequestId: expect.any(String) })
})

test.each<[Name, object, string]>([
  ['createAppStreamElasticApplication', { name: '-' }, 'name'],
  ['createAppStreamElasticApplication', { platforms: [] }, 'platforms'],
  ['createAppStreamElasticApplication', { platforms: ['UNKNOWN'] }, 'platforms.0'],
  ['createAppStreamElasticApplication', { platforms: Array(5).fill('WINDOWS') }, 'platforms'],
  ['createAppStreamElasticApplication', { instanceFamilies: [] }, 'instanceFamilies'],
  ['createAppStreamElasticApplication', { appBlockArn: 'tools' }, 'appBlockArn'],
  ['createAppStreamElasticApplication', { iconS3Location: { s3Bucket: 'icons' } }, 'iconS3Location.s3Key'],
  ['createAppStreamElasticApplication', { displayName: 'x'.repeat(101) }, 'displayName'],
  ['createAppStreamElasticApplication', { clientToken: 'with space' }, 'clientToken'],
  ['updateAppStreamElasticApplication', { arn: applicationArn('cad') }, 'arn'],
  ['updateAppStreamElasticApplication', { iconS3Location: { s3Bucket: 'icons' } }, 'iconS3Location.s3Key'],
  [
    'updateAppStreamElasticApplication',
    { launchParameters: '-p', attributesToDelete: ['LAUNCH_PARAMETERS'] },
    'attributesToDelete',
  ],
  ['deleteAppStreamElasticApplication', { name: undefined, arn: fleetArn('studio') }, 'arn'],
  ['associateAppStreamApplicationFleet', { fleetArn: fleetArn('lab') }, 'fleetArn'],
  ['disassociateAppStreamApplicationFleet', { applicationName: undefined }, 'applicationName'],
])('rejects %s with %j before calling AWS', async (name, input, path) => {
  await using gateway = await startTools()
  const result = await mutate(gateway, name, { ...MUTATIONS[name].input, ...input })
  expect(result).toMatchObject({ __typename: 'AppStreamInputError', code: 'BAD_USER_INPUT' })
  expect(result['fields']).toContainEqual({ path, message: expect.any(String) })
  expect(gateway.emulator.calls.all).toEqual([])
})

test('marks an application of a newly created app block as retryable', async () => {
  await using gateway = await startTools()
  const input = { ...settings, appBlockArn: appBlockArn('fresh') }
  const create = () => mutate(gateway, 'createAppStreamElasticApplication', input)
  expect(await create()).toMatchObject({ code: 'RESOURCE_NOT_FOUND', retryable: false })
  const sourceS3Location = { s3Bucket: 'blocks' }
  await mutate(gateway, 'createAppStreamAppBlock', {
    ...{ name: 'fresh', packagingType: 'APPSTREAM2', sourceS3Location },
  })
  gateway.home.appBlocks.remove('fresh')
  expect(await create()).toMatchObject({ code: 'RESOURCE_NOT_FOUND', retryable: true })
})

test('hides a deleted application while AWS lags', async () => {
  await using gateway = await startTools()
  const query = '{ appStreamElasticApplications { nodes { name } } }'
  await gateway.read(query)
  const before = gateway.home.applications.get('spare')
  await mutate(gateway, 'deleteAppStreamElasticApplication', { name: 'spare' })
  if (before !== undefined) gateway.home.applications.put(before)
  expect(await gateway.read(query, { headers: NO_CACHE })).toEqual({
    appStreamElasticApplications: { nodes: [{ name: 'cad' }, { name: 'mail' }] },
  })
})

test('tags an application', async () => {
  await using gateway = await startTools()
  const tagged = await mutate(
    gateway,
    'tagAppStreamResource',
    { resourceArn: applicationArn('cad'), tags: [{ key: 'team', value: 'it' }] },
    'tags { key value }',
  )
  expect(tagged).toMatchObject({ tags: [{ key: 'team', value: 'it' }] })
  expect(gateway.home.tags.get(applicationArn('cad'))).toEqual({ team: 'it' })
})
