import { expect, test } from 'vitest'
import { createTestClock, REGION } from '../../../support/gateway.ts'
import { mutate } from '../../../support/mutate.ts'
import { MUTATIONS, script, vpcConfig } from './mutations.ts'
import { appBlockArn, appBlockBuilderArn, startPackaging } from './support.ts'

test('packages an app block from its creation to its deletion', async () => {
  await using gateway = await startPackaging({ emulator: { clock: createTestClock() } })
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
  emulator.advance(5_000)
  expect(emulator.region(REGION).appBlockBuilders.get(name)?.State).toBe('RUNNING')
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
