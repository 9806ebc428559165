import {
  type AppBlockBuilder,
  CreateAppBlockBuilderCommand,
  type CreateAppBlockBuilderCommandInput,
  CreateAppBlockBuilderStreamingURLCommand,
  DeleteAppBlockBuilderCommand,
  DescribeAppBlockBuildersCommand,
  StartAppBlockBuilderCommand,
  StopAppBlockBuilderCommand,
  UpdateAppBlockBuilderCommand,
  type UpdateAppBlockBuilderCommandInput,
} from '@aws-sdk/client-appstream'
import { describe, expect, test } from 'vitest'
import type { EmulatorOptions } from '../../../src/emulator/server.ts'
import { accountId, exceptionOf } from './client.ts'
import { type Estate, startEstate } from './estate.ts'

const VpcConfig = { SubnetIds: ['subnet-1', 'subnet-2'], SecurityGroupIds: ['sg-1'] }
const settings: CreateAppBlockBuilderCommandInput = {
  Name: 'fresh',
  Platform: 'WINDOWS_SERVER_2019',
  InstanceType: 'stream.standard.medium',
  VpcConfig,
}
const invalidRole = `arn:aws:iam::${accountId}:role/invalid`

/** Starts an estate whose app block builder `bench` has the app block `draft`, and `spare` has none. */
async function startBenches(options: EmulatorOptions = {}): Promise<Estate> {
  const estate = await startEstate(options)
  const { home } = estate
  home.appBlocks.put({ Name: 'draft', PackagingType: 'APPSTREAM2', State: 'INACTIVE' })
  for (const Name of ['bench', 'spare']) home.appBlockBuilders.put({ Name, VpcConfig })
  home.builderAppBlocks.add('bench', 'draft')
  return estate
}

function create({ client }: Estate, input: Partial<CreateAppBlockBuilderCommandInput> = {}) {
  return client.send(new CreateAppBlockBuilderCommand({ ...settings, ...input }))
}

function update({ client }: Estate, input: Partial<UpdateAppBlockBuilderCommandInput>) {
  return client.send(new UpdateAppBlockBuilderCommand({ Name: 'bench', ...input }))
}

const start = ({ client }: Estate, Name = 'bench') => client.send(new StartAppBlockBuilderCommand({ Name }))
const stop = ({ client }: Estate, Name = 'bench') => client.send(new StopAppBlockBuilderCommand({ Name }))
const remove = ({ client }: Estate, Name: string) => client.send(new DeleteAppBlockBuilderCommand({ Name }))

function urlOf({ client }: Estate, AppBlockBuilderName = 'bench', Validity?: number) {
  return client.send(new CreateAppBlockBuilderStreamingURLCommand({ AppBlockBuilderName, Validity }))
}

async function described({ client }: Estate, Name = 'bench'): Promise<AppBlockBuilder | undefined> {
  const { AppBlockBuilders = [] } = await client.send(new DescribeAppBlockBuildersCommand({}))
  return AppBlockBuilders.find((builder) => builder.Name === Name)
}

test('every operation on a missing app block builder reports it', async () => {
  await using estate = await startEstate()
  const calls = [
    update(estate, { Name: 'gone' }),
    start(estate, 'gone'),
    stop(estate, 'gone'),
    remove(estate, 'gone'),
    urlOf(estate, 'gone'),
    estate.client.send(new DescribeAppBlockBuildersCommand({ Names: ['gone'] })),
  ]
  for (const call of calls) {
    expect(await exceptionOf(call)).toMatchObject({
      name: 'ResourceNotFoundException',
      message: `The app block builder gone for account ${accountId} does not exist.`,
    })
  }
})

describe('CreateAppBlockBuilder', () => {
  test.each<[string, Partial<CreateAppBlockBuilderCommandInput>, string]>([
    ['a taken name', { Name: 'bench' }, 'ResourceAlreadyExistsException'],
    ['an invalid role', { IamRoleArn: invalidRole }, 'InvalidRoleException'],
    ['a single subnet', { VpcConfig: { SubnetIds: ['a', 'a'] } }, 'InvalidParameterCombinationException'],
    ['a name beyond the quota', {}, 'LimitExceededException'],
  ])('rejects %s', async (_, input, name) => {
    await using estate = await startBenches({ behaviour: { quotas: { appBlockBuilders: 2 } } })
    expect((await exceptionOf(create(estate, input))).name).toBe(name)
    expect(estate.home.appBlockBuilders.size).toBe(2)
  })

  test('creates a STOPPED app block builder', async () => {
    await using estate = await startBenches()
    const { AppBlockBuilder: created } = await create(estate, { DisableIMDSV1: true, Tags: { team: 'it' } })
    expect(created).toEqual({
      ...{ ...settings, Arn: `arn:aws:appstream:us-east-1:${accountId}:app-block-builder/fresh` },
      ...{
        State: 'STOPPED',
        EnableDefaultInternetAccess: false,
        DisableIMDSV1: true,
        AppBlockBuilderErrors: [],
      },
      CreatedTime: new Date(estate.clock.now()),
    })
    expect(estate.home.tags.get(`${created?.Arn}`)).toEqual({ team: 'it' })
  })
})

describe('UpdateAppBlockBuilder', () => {
  test('accepts only texts while RUNNING, and nothing in transition', async () => {
    await using estate = await startBenches()
    await start(estate)
    const rename = { DisplayName: 'Bench', Description: 'Packages.' }
    expect(await exceptionOf(update(estate, rename))).toMatchObject({
      name: 'OperationNotPermittedException',
      message: 'The app block builder bench is STARTING: the operation is not permitted in this state.',
    })
    estate.clock.advance(5_000)
    expect((await update(estate, rename)).AppBlockBuilder).toMatchObject({ ...rename, State: 'RUNNING' })
    for (const input of [
      { InstanceType: 'stream.standard.large' },
      { AttributesToDelete: ['IAM_ROLE_ARN' as const] },
    ]) {
      expect((await exceptionOf(update(estate, { ...rename, ...input }))).name).toBe(
        'OperationNotPermittedException',
      )
    }
  })

  test('changes and deletes members while STOPPED', async () => {
    await using estate = await startBenches()
    const IamRoleArn = `arn:aws:iam::${accountId}:role/packaging`
    const AccessEndpoints = [{ EndpointType: 'STREAMING' as const, VpceId: 'vpce-1' }]
    await update(estate, { IamRoleArn, AccessEndpoints, InstanceType: 'stream.standard.large' })
    expect(await described(estate)).toMatchObject({ IamRoleArn, AccessEndpoints, VpcConfig })
    await update(estate, {
      AttributesToDelete: ['IAM_ROLE_ARN', 'ACCESS_ENDPOINTS', 'VPC_CONFIGURATION_SECURITY_GROUP_IDS'],
    })
    const { InstanceType, ...changed } = (await described(estate)) ?? {}
    expect(InstanceType).toBe('stream.standard.large')
    expect(changed).not.toHaveProperty('IamRoleArn')
    expect(changed).not.toHaveProperty('AccessEndpoints')
    expect(changed).toMatchObject({ VpcConfig: { SubnetIds: VpcConfig.SubnetIds } })
    expect(changed).not.toHaveProperty('VpcConfig.SecurityGroupIds')
  })

  test.each<[Partial<UpdateAppBlockBuilderCommandInput>, string]>([
    [{ Platform: 'WINDOWS_SERVER_2022' }, 'InvalidParameterCombinationException'],
    [{ VpcConfig: { SubnetIds: ['subnet-1'] } }, 'InvalidParameterCombinationException'],
    [{ IamRoleArn: invalidRole }, 'InvalidRoleException'],
  ])('rejects %j and changes nothing', async (input, name) => {
    await using estate = await startBenches()
    const before = await described(estate)
    expect((await exceptionOf(update(estate, { ...input, Description: 'New.' }))).name).toBe(name)
    expect(await described(estate)).toEqual(before)
  })
})

describe('life cycle of an app block builder', () => {
  test('starts with an app block in 5 s, stops in 3 s', async () => {
    await using estate = await startBenches()
    const states: unknown[] = [(await start(estate)).AppBlockBuilder?.State]
    const pass = async (ms: number) => {
      estate.clock.advance(ms)
      states.push((await described(estate))?.State)
    }
    await pass(4_999)
    await pass(1)
    states.push((await stop(estate)).AppBlockBuilder?.State)
    await pass(2_999)
    await pass(1)
    expect(states).toEqual(['STARTING', 'STARTING', 'RUNNING', 'STOPPING', 'STOPPING', 'STOPPED'])
  })

  test('rejects a start without an app block, or unless STOPPED', async () => {
    await using estate = await startBenches()
    expect(await exceptionOf(start(estate, 'spare'))).toMatchObject({
      name: 'OperationNotPermittedException',
      message:
        'The app block builder spare is not associated with an app block: the operation is not permitted in this state.',
    })
    await start(estate)
    expect((await exceptionOf(start(estate))).name).toBe('OperationNotPermittedException')
    expect((await exceptionOf(stop(estate))).message).toBe(
      'The app block builder bench is STARTING: the operation is not permitted in this state.',
    )
    expect((await exceptionOf(stop(estate, 'spare'))).name).toBe('OperationNotPermittedException')
  })

  test('deletes a STOPPED app block builder without an app block', async () => {
    await using estate = await startBenches()
    expect(await exceptionOf(remove(estate, 'bench'))).toMatchObject({
      name: 'ResourceInUseException',
      message: 'The app block builder bench is associated with the app block draft.',
    })
    estate.home.change('app-block-builder', 'spare', { State: 'RUNNING' })
    expect((await exceptionOf(remove(estate, 'spare'))).name).toBe('ResourceInUseException')
    estate.home.change('app-block-builder', 'spare', { State: 'STOPPED' })
    await remove(estate, 'spare')
    expect([...estate.home.appBlockBuilders.keys()]).toEqual(['bench'])
  })
})

test('a streaming URL requires a RUNNING app block builder', async () => {
  await using estate = await startBenches()
  expect((await exceptionOf(urlOf(estate))).name).toBe('OperationNotPermittedException')
  estate.home.change('app-block-builder', 'bench', { State: 'RUNNING' })
  for (const validity of [0, 604_801]) {
    expect((await exceptionOf(urlOf(estate, 'bench', validity))).name).toBe('ValidationException')
  }
  const [usual, long] = [await urlOf(estate), await urlOf(estate, 'bench', 604_800)]
  expect(usual.StreamingURL).toMatch(/^https:\/\/appstream2\.us-east-1\.aws\.amazon\.com\/authenticate\?/)
  expect([usual, long].map(({ Expires }) => Number(Expires) - estate.clock.now())).toEqual([
    3_600_000, 604_800_000,
  ])
})

test('DescribeAppBlockBuilders returns at most 25 a page', async () => {
  await using estate = await startEstate()
  for (let index = 0; index < 26; index++) estate.home.appBlockBuilders.put({ Name: `bench-${index}` })
  const page = await estate.client.send(new DescribeAppBlockBuildersCommand({ MaxResults: 100 }))
  expect([page.AppBlockBuilders?.length, typeof page.NextToken]).toEqual([25, 'string'])
})
