import {
  DescribeAppBlocksCommand,
  DescribeApplicationFleetAssociationsCommand,
} from '@aws-sdk/client-appstream'
import { expect, test } from 'vitest'
import { createTestTime, REGION, startGateway, type TestGateway } from '../../../support/gateway.ts'
import { mutate, typeOf } from '../../../support/mutate.ts'
import { subscribe } from '../../../support/subscription.ts'
import { clientOf } from '../../emulator/client.ts'
import { control } from '../../emulator/control.ts'
import { appBlockArn } from '../app-block/support.ts'
import { applicationArn, putElasticFleets } from '../catalog/support.ts'

/** Exceeds any transition of the emulator. */
const A_WHILE_MS = 60_000
/** Interval between polls of app blocks, none of which is in transition. */
const IDLE_POLL_MS = 15_000

interface StateChange {
  readonly kind: string
  readonly previousState: string | null
  readonly state: string | null
  readonly appBlock: { readonly name: string; readonly sourceS3Location: object } | null
}

function watchAppBlock({ url }: TestGateway) {
  return subscribe<StateChange>(
    url,
    `subscription { event: appStreamAppBlockStateChanged(names: ["paint"], snapshot: true) {
      kind previousState state appBlock { name sourceS3Location { s3Bucket s3Key } }
    } }`,
  )
}

/** Returns a function that runs mutations, which must succeed. */
function successOf(gateway: TestGateway) {
  return async (name: string, input: object, select = '') => {
    const result = await mutate(gateway, name, input, select)
    expect(result).toMatchObject({ __typename: typeOf(name, 'Payload') })
    return result
  }
}

const subnets = { vpcConfig: { subnetIds: ['subnet-1', 'subnet-2'] } }
const pair = { appBlockBuilderName: 'bench', appBlockArn: appBlockArn('paint') }
const application = {
  ...{ name: 'paint', displayName: 'Paint', appBlockArn: appBlockArn('paint'), launchPath: 'C:\\paint.exe' },
  iconS3Location: { s3Bucket: 'icons', s3Key: 'paint.png' },
  platforms: ['WINDOWS_SERVER_2022'],
  instanceFamilies: ['GENERAL_PURPOSE'],
}
const offer = { fleetName: 'studio', applicationArn: applicationArn('paint') }

test('packages an app block and offers its application on an Elastic fleet', async () => {
  const time = createTestTime()
  await using gateway = await startGateway({ ...time })
  const { emulator } = gateway
  putElasticFleets(gateway, { studio: ['mail'] })
  const run = successOf(gateway)
  const block = {
    ...{ name: 'paint', packagingType: 'APPSTREAM2', sourceS3Location: { s3Bucket: 'blocks' } },
  }
  const created = await run('createAppStreamAppBlock', block, 'appBlock { arn state }')
  expect(created['appBlock']).toEqual({ arn: appBlockArn('paint'), state: 'INACTIVE' })
  await using changes = watchAppBlock(gateway)
  expect(await changes.take(2)).toMatchObject([
    { kind: 'SNAPSHOT', state: 'INACTIVE', appBlock: { name: 'paint' } },
    { kind: 'SYNCED' },
  ])

  const bench = { name: 'bench', platform: 'WINDOWS_SERVER_2019', instanceType: 'stream.standard.medium' }
  await run('createAppStreamAppBlockBuilder', { ...bench, ...subnets })
  const early = await mutate(gateway, 'startAppStreamAppBlockBuilder', { name: 'bench' })
  expect(early).toMatchObject({ __typename: 'AppStreamOperationNotPermittedError' })
  await run('associateAppStreamAppBlockBuilderAppBlock', pair)
  const started = await run(
    'startAppStreamAppBlockBuilder',
    { name: 'bench' },
    'appBlockBuilder { state appBlocks { nodes { name } } }',
  )
  expect(started['appBlockBuilder']).toEqual({ state: 'STARTING', appBlocks: { nodes: [{ name: 'paint' }] } })
  emulator.advance(A_WHILE_MS)
  const connection = await run(
    'createAppStreamAppBlockBuilderStreamingUrl',
    { name: 'bench' },
    'streamingUrl',
  )
  expect(connection['streamingUrl']).toMatch(/^https:\/\/appstream2\./)

  const packaged = { region: REGION, appBlockBuilder: 'bench', appBlock: 'paint' }
  expect((await control(emulator, 'POST', '/package', packaged)).status).toBe(200)
  await expect.poll(() => time.delays(), { timeout: 30_000 }).toContain(IDLE_POLL_MS)
  time.advance(IDLE_POLL_MS)
  expect(await changes.next()).toEqual({
    ...{ kind: 'STATE_CHANGED', previousState: 'INACTIVE', state: 'ACTIVE' },
    appBlock: { name: 'paint', sourceS3Location: { s3Bucket: 'blocks', s3Key: 'paint.vhd' } },
  })

  await run('createAppStreamElasticApplication', application)
  await run('associateAppStreamApplicationFleet', offer)
  const query = `{ appStreamFleet(name: "studio") { catalog {
    name ... on AppStreamElasticApplication { appBlock { name state } }
  } } }`
  expect(await gateway.read(query)).toEqual({
    appStreamFleet: {
      catalog: [
        { name: 'mail', appBlock: null },
        { name: 'paint', appBlock: { name: 'paint', state: 'ACTIVE' } },
      ],
    },
  })
  using client = clientOf(emulator)
  const command = new DescribeApplicationFleetAssociationsCommand({ ApplicationArn: applicationArn('paint') })
  expect((await client.send(command)).ApplicationFleetAssociations).toEqual([
    { FleetName: 'studio', ApplicationArn: applicationArn('paint') },
  ])
})

test('deletes the resources of a packaged application, dependents first', async () => {
  await using gateway = await startGateway()
  const { emulator, home } = gateway
  putElasticFleets(gateway, { studio: [] })
  home.appBlocks.put({ Name: 'paint', PackagingType: 'APPSTREAM2' })
  home.appBlockBuilders.put({ Name: 'bench', State: 'RUNNING' })
  home.builderAppBlocks.add('bench', 'paint')
  const run = successOf(gateway)
  await run('createAppStreamElasticApplication', application)
  await run('associateAppStreamApplicationFleet', offer)
  const usersOf = async (mutation: string, name: string) => {
    const { result } = await gateway.read<
      { result: { usedBy: { id: string; __typename: string }[] } },
      never
    >(
      `mutation { result: ${mutation}(input: { name: "${name}" }) {
        ... on AppStreamResourceInUseError { usedBy { __typename } }
      } }`,
    )
    return result.usedBy.map(({ __typename }) => __typename)
  }

  expect(await usersOf('deleteAppStreamElasticApplication', 'paint')).toEqual(['AppStreamFleet'])
  await run('disassociateAppStreamApplicationFleet', offer)
  const inUse = await usersOf('deleteAppStreamAppBlock', 'paint')
  expect(inUse).toEqual(['AppStreamElasticApplication', 'AppStreamAppBlockBuilder'])
  await run('deleteAppStreamElasticApplication', { name: 'paint' })
  await run('stopAppStreamAppBlockBuilder', { name: 'bench' })
  emulator.advance(A_WHILE_MS)
  await run('disassociateAppStreamAppBlockBuilderAppBlock', pair)
  await run('deleteAppStreamAppBlockBuilder', { name: 'bench' })
  await run('deleteAppStreamAppBlock', { name: 'paint' })
  using client = clientOf(emulator)
  expect((await client.send(new DescribeAppBlocksCommand({}))).AppBlocks).toEqual([])
})
