import { afterEach, expect, test, vi } from 'vitest'
import { ACCOUNT, REGION, type TestGateway } from '../../../support/gateway.ts'
import { describeOutcomes, mutate, typeOf } from '../../../support/mutate.ts'
import { callsOf } from '../fleet/support.ts'
import { appBlockArn, appBlockBuilderArn, startPackaging } from './support.ts'

const script = {
  scriptS3Location: { s3Bucket: 'blocks', s3Key: 'setup.ps1' },
  executablePath: 'powershell.exe',
  timeoutInSeconds: 60,
}
const source = { s3Bucket: 'blocks', s3Key: 'fresh.vhd' }
const vpcConfig = { subnetIds: ['subnet-1', 'subnet-2'] }

/** Each mutation, its AWS operation, and an input that succeeds on the resources of {@link startPackaging}. */
const MUTATIONS = {
  createAppStreamAppBlock: {
    operation: 'CreateAppBlock',
    input: { name: 'fresh', sourceS3Location: source, setupScriptDetails: script },
  },
  deleteAppStreamAppBlock: { operation: 'DeleteAppBlock', input: { name: 'tools' } },
  createAppStreamAppBlockBuilder: {
    operation: 'CreateAppBlockBuilder',
    input: {
      ...{ name: 'fresh', platform: 'WINDOWS_SERVER_2019', instanceType: 'stream.standard.large', vpcConfig },
    },
  },
  updateAppStreamAppBlockBuilder: {
    operation: 'UpdateAppBlockBuilder',
    input: { name: 'bench', description: 'New.' },
  },
  startAppStreamAppBlockBuilder: { operation: 'StartAppBlockBuilder', input: { name: 'bench' } },
  stopAppStreamAppBlockBuilder: { operation: 'StopAppBlockBuilder', input: { name: 'busy' } },
  deleteAppStreamAppBlockBuilder: { operation: 'DeleteAppBlockBuilder', input: { name: 'spare' } },
  createAppStreamAppBlockBuilderStreamingUrl: {
    operation: 'CreateAppBlockBuilderStreamingURL',
    input: { name: 'busy' },
  },
  associateAppStreamAppBlockBuilderAppBlock: {
    operation: 'AssociateAppBlockBuilderAppBlock',
    input: { appBlockBuilderName: 'spare', appBlockName: 'other' },
  },
  disassociateAppStreamAppBlockBuilderAppBlock: {
    operation: 'DisassociateAppBlockBuilderAppBlock',
    input: { appBlockBuilderName: 'bench', appBlockName: 'draft' },
  },
} as const

type Name = keyof typeof MUTATIONS

afterEach(() => vi.unstubAllEnvs())

describeOutcomes(MUTATIONS, startPackaging, {
  before: '{ appStreamAppBlocks { totalCount } appStreamAppBlockBuilders { totalCount } }',
  confirmed: {
    createAppStreamAppBlock: 'appBlock { name }',
    createAppStreamAppBlockBuilder: 'appBlockBuilder { name }',
    deleteAppStreamAppBlock: 'appBlock { name }',
    startAppStreamAppBlockBuilder: 'appBlockBuilder { name }',
    stopAppStreamAppBlockBuilder: 'appBlockBuilder { name }',
    associateAppStreamAppBlockBuilderAppBlock: 'appBlock { name }',
    disassociateAppStreamAppBlockBuilderAppBlock: 'appBlock { name }',
  },
})

const missing = (label: string) => `The ${label} gone for account ${ACCOUNT} does not exist.`
const notStopped = 'The app block builder busy is RUNNING: the operation is not permitted in this state.'

test.each<[Name, object, string, string]>([
  [
    'createAppStreamAppBlock',
    { name: 'tools' },
    'ResourceAlreadyExists',
    'The app block tools already exists.',
  ],
  [
    'createAppStreamAppBlock',
    { sourceS3Location: { ...source, s3Bucket: 'denied' } },
    'OperationNotPermitted',
    'AppStream cannot read the S3 bucket denied.',
  ],
  ['createAppStreamAppBlock', {}, 'LimitExceeded', 'The quota of 3 app blocks has been reached.'],
  ['deleteAppStreamAppBlock', { name: 'gone' }, 'ResourceNotFound', missing('app block')],
  [
    'deleteAppStreamAppBlock',
    { name: 'draft' },
    'ResourceInUse',
    'The app block draft is associated with the app block builder bench.',
  ],
  [
    'createAppStreamAppBlockBuilder',
    { name: 'busy' },
    'ResourceAlreadyExists',
    'The app block builder busy already exists.',
  ],
  [
    'createAppStreamAppBlockBuilder',
    { platform: 'WINDOWS_SERVER_2022' },
    'Input',
    "1 validation error detected: Value 'WINDOWS_SERVER_2022' at 'platform' failed to satisfy constraint: Member must satisfy enum value set: [WINDOWS_SERVER_2019]",
  ],
  [
    'createAppStreamAppBlockBuilder',
    { iamRoleArn: `arn:aws:iam::${ACCOUNT}:role/invalid` },
    'InvalidRole',
    `AppStream encountered an error because your IAM role 'arn:aws:iam::${ACCOUNT}:role/invalid' is invalid`,
  ],
  [
    'createAppStreamAppBlockBuilder',
    {},
    'LimitExceeded',
    'The quota of 3 app block builders has been reached.',
  ],
  [
    'updateAppStreamAppBlockBuilder',
    { platform: 'WINDOWS_SERVER_2022' },
    'InvalidParameterCombination',
    'An app block builder does not support the platform WINDOWS_SERVER_2022.',
  ],
  [
    'updateAppStreamAppBlockBuilder',
    { name: 'busy', instanceType: 'stream.standard.large' },
    'OperationNotPermitted',
    notStopped,
  ],
  ['updateAppStreamAppBlockBuilder', { name: 'gone' }, 'ResourceNotFound', missing('app block builder')],
  [
    'startAppStreamAppBlockBuilder',
    { name: 'spare' },
    'OperationNotPermitted',
    'The app block builder spare is not associated with an app block: the operation is not permitted in this state.',
  ],
  ['startAppStreamAppBlockBuilder', { name: 'gone' }, 'ResourceNotFound', missing('app block builder')],
  [
    'stopAppStreamAppBlockBuilder',
    { name: 'bench' },
    'OperationNotPermitted',
    'The app block builder bench is STOPPED: the operation is not permitted in this state.',
  ],
  [
    'deleteAppStreamAppBlockBuilder',
    { name: 'bench' },
    'ResourceInUse',
    'The app block builder bench is associated with the app block draft.',
  ],
  [
    'createAppStreamAppBlockBuilderStreamingUrl',
    { name: 'bench' },
    'OperationNotPermitted',
    'The app block builder bench is STOPPED: the operation is not permitted in this state.',
  ],
  [
    'createAppStreamAppBlockBuilderStreamingUrl',
    { name: 'gone' },
    'ResourceNotFound',
    missing('app block builder'),
  ],
  [
    'associateAppStreamAppBlockBuilderAppBlock',
    { appBlockName: 'tools' },
    'InvalidParameterCombination',
    'The app block tools is not of type APPSTREAM2.',
  ],
  [
    'associateAppStreamAppBlockBuilderAppBlock',
    { appBlockBuilderName: 'bench' },
    'LimitExceeded',
    'The quota of 1 app blocks of app block builder bench has been reached.',
  ],
  [
    'associateAppStreamAppBlockBuilderAppBlock',
    { appBlockBuilderName: 'busy' },
    'OperationNotPermitted',
    notStopped,
  ],
  [
    'associateAppStreamAppBlockBuilderAppBlock',
    { appBlockName: 'gone' },
    'ResourceNotFound',
    `The resource ${appBlockArn('gone')} does not exist.`,
  ],
  [
    'disassociateAppStreamAppBlockBuilderAppBlock',
    { appBlockBuilderName: 'busy' },
    'OperationNotPermitted',
    notStopped,
  ],
  [
    'disassociateAppStreamAppBlockBuilderAppBlock',
    { appBlockName: 'other' },
    'ResourceNotFound',
    'The app block other is not associated with the app block builder bench.',
  ],
])('%s with %j is rejected as %s', async (name, input, type, message) => {
  const quotas = type === 'LimitExceeded' ? { appBlocks: 3, appBlockBuilders: 3 } : {}
  await using gateway = await startPackaging({ emulator: { behaviour: { quotas } } })
  const result = await mutate(gateway, name, { ...MUTATIONS[name].input, ...input })
  expect(result).toMatchObject({ __typename: `AppStream${type}Error`, message })
})

test.each<[Name, object, string]>([
  ['createAppStreamAppBlock', { name: '-' }, 'name'],
  ['createAppStreamAppBlock', { setupScriptDetails: undefined }, 'setupScriptDetails'],
  ['createAppStreamAppBlock', { sourceS3Location: { s3Bucket: 'blocks' } }, 'sourceS3Location.s3Key'],
  ['createAppStreamAppBlock', { postSetupScriptDetails: script }, 'postSetupScriptDetails'],
  ['createAppStreamAppBlock', { packagingType: 'APPSTREAM2' }, 'setupScriptDetails'],
  ['createAppStreamAppBlock', { packagingType: 'UNKNOWN' }, 'packagingType'],
  [
    'createAppStreamAppBlock',
    { sourceS3Location: { ...source, s3Bucket: 'B' } },
    'sourceS3Location.s3Bucket',
  ],
  ['createAppStreamAppBlock', { clientToken: 'with space' }, 'clientToken'],
  ['deleteAppStreamAppBlock', { arn: appBlockArn('tools') }, 'arn'],
  ['deleteAppStreamAppBlock', { name: undefined, arn: appBlockBuilderArn('bench') }, 'arn'],
  ['createAppStreamAppBlockBuilder', { vpcConfig: {} }, 'vpcConfig.subnetIds'],
  ['createAppStreamAppBlockBuilder', { vpcConfig: { subnetIds: ['a', 'a'] } }, 'vpcConfig.subnetIds'],
  ['createAppStreamAppBlockBuilder', { accessEndpoints: [] }, 'accessEndpoints'],
  ['createAppStreamAppBlockBuilder', { iamRoleArn: 'role' }, 'iamRoleArn'],
  ['updateAppStreamAppBlockBuilder', { vpcConfig: { subnetIds: ['a'] } }, 'vpcConfig.subnetIds'],
  [
    'updateAppStreamAppBlockBuilder',
    { vpcConfig: { securityGroupIds: ['sg'] }, attributesToDelete: ['VPC_CONFIGURATION_SECURITY_GROUP_IDS'] },
    'attributesToDelete',
  ],
  ['updateAppStreamAppBlockBuilder', { attributesToDelete: ['UNKNOWN'] }, 'attributesToDelete.0'],
  ['createAppStreamAppBlockBuilderStreamingUrl', { validity: 0 }, 'validity'],
  ['associateAppStreamAppBlockBuilderAppBlock', { appBlockName: undefined }, 'appBlockName'],
  ['associateAppStreamAppBlockBuilderAppBlock', { appBlockArn: appBlockArn('draft') }, 'appBlockArn'],
  [
    'disassociateAppStreamAppBlockBuilderAppBlock',
    { appBlockName: undefined, appBlockArn: appBlockBuilderArn('bench') },
    'appBlockArn',
  ],
])('rejects %s with %j before calling AWS', async (name, input, path) => {
  await using gateway = await startPackaging()
  const result = await mutate(gateway, name, { ...MUTATIONS[name].input, ...input })
  expect(result).toMatchObject({ __typename: 'AppStreamInputError', code: 'BAD_USER_INPUT' })
  expect(result['fields']).toContainEqual({ path, message: expect.any(String) })
  expect(gateway.emulator.calls.all).toEqual([])
})

test('packages an app block from its creation to its deletion', async () => {
  await using gateway = await startPackaging({ emulator: { speed: 1000 } })
  const { emulator, home } = gateway
  const name = 'fresh'
  const created = await mutate(
    gateway,
    'createAppStreamAppBlock',
    {
      ...{ name, packagingType: 'APPSTREAM2', sourceS3Location: { s3Bucket: 'blocks' } },
      ...{ postSetupScriptDetails: script, tags: [{ key: 'team', value: 'it' }] },
    },
    `appBlock {
      arn state sourceS3Location { s3Bucket s3Key } tags { key value }
      postSetupScriptDetails { scriptS3Location { s3Key } executablePath timeoutInSeconds }
    }`,
  )
  expect(created['appBlock']).toEqual({
    ...{ arn: appBlockArn(name), state: 'INACTIVE', tags: [{ key: 'team', value: 'it' }] },
    sourceS3Location: { s3Bucket: 'blocks', s3Key: null },
    postSetupScriptDetails: { ...script, scriptS3Location: { s3Key: 'setup.ps1' } },
  })
  const { input } = MUTATIONS.createAppStreamAppBlockBuilder
  const builder = await mutate(
    gateway,
    'createAppStreamAppBlockBuilder',
    { ...input, disableImdsv1: true },
    'appBlockBuilder { arn state platform vpcConfig { subnetIds } disableImdsv1 }',
  )
  expect(builder['appBlockBuilder']).toEqual({
    ...{ arn: appBlockBuilderArn(name), state: 'STOPPED', platform: 'WINDOWS_SERVER_2019' },
    ...{ vpcConfig, disableImdsv1: true },
  })
  const both = { appBlockBuilderArn: appBlockBuilderArn(name), appBlockArn: appBlockArn(name) }
  const associated = await mutate(
    gateway,
    'associateAppStreamAppBlockBuilderAppBlock',
    both,
    'appBlockBuilder { appBlocks { nodes { name } } } appBlock { appBlockBuilders { nodes { name } } }',
  )
  expect(associated).toMatchObject({
    appBlockBuilder: { appBlocks: { nodes: [{ name }] } },
    appBlock: { appBlockBuilders: { nodes: [{ name }] } },
  })
  const started = await mutate(
    gateway,
    'startAppStreamAppBlockBuilder',
    { name },
    'changeCursor appBlockBuilder { state }',
  )
  expect(started).toMatchObject({ changeCursor: expect.any(String), appBlockBuilder: { state: 'STARTING' } })
  await vi.waitUntil(() => emulator.region(REGION).appBlockBuilders.get(name)?.State === 'RUNNING')
  const url = await mutate(
    gateway,
    'createAppStreamAppBlockBuilderStreamingUrl',
    { name, validity: 60 },
    'streamingUrl expires',
  )
  expect(url).toMatchObject({ streamingUrl: expect.stringMatching(/^https:\/\/appstream2\./) })
  emulator.package({ region: REGION, appBlockBuilder: name, appBlock: name })
  const headers = { 'cache-control': 'no-cache' }
  expect(await gateway.read(`{ appStreamAppBlock(name: "${name}") { state } }`, { headers })).toEqual({
    appStreamAppBlock: { state: 'ACTIVE' },
  })
  const stopped = await mutate(
    gateway,
    'stopAppStreamAppBlockBuilder',
    { name },
    'changeCursor appBlockBuilder { state }',
  )
  expect(stopped).toMatchObject({ changeCursor: expect.any(String), appBlockBuilder: { state: 'STOPPING' } })
  home.change('app-block-builder', name, { State: 'STOPPED' })
  const parted = await mutate(
    gateway,
    'disassociateAppStreamAppBlockBuilderAppBlock',
    both,
    'appBlock { appBlockBuilders { totalCount } }',
  )
  expect(parted).toMatchObject({ appBlock: { appBlockBuilders: { totalCount: 0 } } })
  const select = 'deletedArn deletedId'
  expect(await mutate(gateway, 'deleteAppStreamAppBlockBuilder', { name }, select)).toMatchObject({
    deletedArn: appBlockBuilderArn(name),
  })
  expect(
    await mutate(gateway, 'deleteAppStreamAppBlock', { name }, `${select} appBlock { name }`),
  ).toMatchObject({ deletedArn: appBlockArn(name), appBlock: { name } })
  expect(await gateway.read(`{ appStreamAppBlock(name: "${name}") { name } }`)).toEqual({
    appStreamAppBlock: null,
  })
})

test('names the type that an ARN must have', async () => {
  await using gateway = await startPackaging()
  const arn = appBlockArn('draft')
  expect(await mutate(gateway, 'startAppStreamAppBlockBuilder', { arn })).toMatchObject({
    fields: [{ path: 'arn', message: 'Must be the ARN of an AppStream app block builder.' }],
  })
})

test('removes settings of an app block builder', async () => {
  await using gateway = await startPackaging()
  gateway.home.change('app-block-builder', 'bench', {
    IamRoleArn: `arn:aws:iam::${ACCOUNT}:role/packaging`,
    AccessEndpoints: [{ EndpointType: 'STREAMING', VpceId: 'vpce-1' }],
    VpcConfig: { SubnetIds: ['subnet-1', 'subnet-2'], SecurityGroupIds: ['sg-1'] },
  })
  const updated = await mutate(
    gateway,
    'updateAppStreamAppBlockBuilder',
    {
      ...{ arn: appBlockBuilderArn('bench'), displayName: '' },
      attributesToDelete: ['IAM_ROLE_ARN', 'ACCESS_ENDPOINTS', 'VPC_CONFIGURATION_SECURITY_GROUP_IDS'],
    },
    'appBlockBuilder { displayName iamRoleArn accessEndpoints { vpceId } vpcConfig { securityGroupIds } }',
  )
  expect(updated['appBlockBuilder']).toEqual({
    ...{ displayName: null, iamRoleArn: null, accessEndpoints: [], vpcConfig: { securityGroupIds: [] } },
  })
})

test('reports an unknown outcome if the connection breaks before a creation', async () => {
  await using gateway = await startPackaging()
  gateway.emulator.faults.add({ operation: 'CreateAppBlock', reset: 'before' })
  const { input } = MUTATIONS.createAppStreamAppBlock
  expect(await mutate(gateway, 'createAppStreamAppBlock', input)).toMatchObject({
    ...{ __typename: 'AppStreamOutcomeUnknownError', code: 'OUTCOME_UNKNOWN' },
  })
  expect(gateway.emulator.calls.count('CreateAppBlock')).toBe(1)
})

test('tags app blocks and app block builders', async () => {
  await using gateway = await startPackaging()
  for (const [resourceArn, type] of [
    [appBlockArn('tools'), 'AppStreamAppBlock'],
    [appBlockBuilderArn('bench'), 'AppStreamAppBlockBuilder'],
  ]) {
    const tagged = await mutate(
      gateway,
      'tagAppStreamResource',
      { resourceArn, tags: [{ key: 'team', value: 'it' }] },
      `resource { __typename ... on ${type} { tags { key value } } }`,
    )
    expect(tagged['resource']).toEqual({ __typename: type, tags: [{ key: 'team', value: 'it' }] })
    expect(gateway.home.tags.get(`${resourceArn}`)).toEqual({ team: 'it' })
  }
})

test('reads the account to build the ARN of a named app block', async () => {
  await using gateway = await startUnknownAccount()
  const name = 'associateAppStreamAppBlockBuilderAppBlock'
  const { operation, input } = MUTATIONS[name]
  expect(await mutate(gateway, name, input)).toEqual({ __typename: typeOf(name, 'Payload') })
  expect(callsOf(gateway)).toEqual({ DescribeAppBlocks: 1, [operation]: 1 })
})

test('rejects a named app block if the account remains unknown', async () => {
  await using gateway = await startUnknownAccount()
  gateway.home.appBlocks.clear()
  const name = 'associateAppStreamAppBlockBuilderAppBlock'
  expect(await mutate(gateway, name, MUTATIONS[name].input)).toMatchObject({
    __typename: 'AppStreamInputError',
    fields: [{ path: 'appBlockName', message: expect.stringContaining('account of this target is unknown') }],
  })
  expect(callsOf(gateway)).toEqual({ DescribeAppBlocks: 1 })
})

test('logs no streaming URL of an app block builder', async () => {
  const lines: string[] = []
  await using gateway = await startPackaging({ onLog: (line) => lines.push(line) })
  const name = 'createAppStreamAppBlockBuilderStreamingUrl'
  const { streamingUrl } = await mutate(gateway, name, MUTATIONS[name].input, 'streamingUrl')
  const secret = new URL(`${streamingUrl}`).searchParams.get('parameters') ?? ''
  expect(secret.length).toBeGreaterThan(20)
  expect(lines.join('\n')).toContain('CreateAppBlockBuilderStreamingURL')
  expect(lines.join('\n')).not.toContain(secret)
})

/** Starts a gateway that does not know the account of its target. */
function startUnknownAccount(): Promise<TestGateway> {
  vi.stubEnv('AWS_ACCESS_KEY_ID', ACCOUNT)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'any')
  return startPackaging({ env: { UPSTREAM: 'aws', AWS_REGION: REGION } })
}
