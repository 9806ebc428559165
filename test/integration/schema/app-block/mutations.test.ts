import { expect, test } from 'vitest'
import { ACCOUNT } from '../../../support/gateway.ts'
import { describeOutcomes, mutate } from '../../../support/mutate.ts'
import { MUTATIONS } from './mutations.ts'
import { appBlockArn, appBlockBuilderArn, startPackaging } from './support.ts'

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
