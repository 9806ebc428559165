import { expect, test } from 'vitest'
import { ACCOUNT } from '../../../support/gateway.ts'
import { mutate } from '../../../support/mutate.ts'
import { MUTATIONS, script, source } from './mutations.ts'
import { appBlockArn, appBlockBuilderArn, startPackaging } from './support.ts'

type Name = keyof typeof MUTATIONS

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

test('names the type that an ARN must have', async () => {
  await using gateway = await startPackaging()
  const arn = appBlockArn('draft')
  expect(await mutate(gateway, 'startAppStreamAppBlockBuilder', { arn })).toMatchObject({
    fields: [{ path: 'arn', message: 'Must be the ARN of an AppStream app block builder.' }],
  })
})
