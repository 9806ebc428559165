import {
  CreateAppBlockCommand,
  type CreateAppBlockCommandInput,
  DeleteAppBlockCommand,
  DescribeAppBlocksCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-appstream'
import { describe, expect, test } from 'vitest'
import { accountId, exceptionOf } from './client.ts'
import { type Estate, startEstate } from './estate.ts'

const SetupScriptDetails = {
  ScriptS3Location: { S3Bucket: 'blocks', S3Key: 'setup.ps1' },
  ExecutablePath: 'powershell.exe',
  TimeoutInSeconds: 60,
}
const custom = {
  Name: 'tools',
  SourceS3Location: { S3Bucket: 'blocks', S3Key: 'tools.vhd' },
  SetupScriptDetails,
}
const unpackaged: CreateAppBlockCommandInput = {
  Name: 'draft',
  PackagingType: 'APPSTREAM2',
  SourceS3Location: { S3Bucket: 'blocks' },
  PostSetupScriptDetails: SetupScriptDetails,
}

/** Returns the ARN of an app block of the client's account. */
function arnOf(name: string): string {
  return `arn:aws:appstream:us-east-1:${accountId}:app-block/${name}`
}

async function create({ client }: Estate, input: CreateAppBlockCommandInput) {
  return (await client.send(new CreateAppBlockCommand(input))).AppBlock
}

describe('CreateAppBlock', () => {
  test.each<[string, Partial<CreateAppBlockCommandInput>, string]>([
    ['a taken name', { Name: 'taken' }, 'ResourceAlreadyExistsException'],
    ['a CUSTOM one without a setup script', { SetupScriptDetails: undefined }, 'ValidationException'],
    ['a CUSTOM one without a key', { SourceS3Location: { S3Bucket: 'blocks' } }, 'ValidationException'],
    [
      'a CUSTOM one with a post-setup script',
      { PostSetupScriptDetails: SetupScriptDetails },
      'ValidationException',
    ],
    ['an APPSTREAM2 one with a setup script', { PackagingType: 'APPSTREAM2' }, 'ValidationException'],
    [
      'an unreadable package',
      { SourceS3Location: { S3Bucket: 'access-denied', S3Key: 'tools.vhd' } },
      'OperationNotPermittedException',
    ],
    [
      'an unreadable script',
      { SetupScriptDetails: { ...SetupScriptDetails, ScriptS3Location: { S3Bucket: 'denied', S3Key: 'a' } } },
      'OperationNotPermittedException',
    ],
  ])('rejects %s', async (_, input, name) => {
    await using estate = await startEstate()
    estate.home.appBlocks.put({ Name: 'taken' })
    expect((await exceptionOf(create(estate, { ...custom, ...input }))).name).toBe(name)
    expect([...estate.home.appBlocks.keys()]).toEqual(['taken'])
  })

  test('rejects an app block beyond the quota', async () => {
    await using estate = await startEstate({ behaviour: { quotas: { appBlocks: 1 } } })
    await create(estate, custom)
    expect(await exceptionOf(create(estate, unpackaged))).toMatchObject({
      name: 'LimitExceededException',
      message: 'The quota of 1 app blocks has been reached.',
    })
  })

  test('creates a CUSTOM app block that is ACTIVE, with tags', async () => {
    await using estate = await startEstate()
    expect(await create(estate, { ...custom, Description: 'Tools.', Tags: { team: 'it' } })).toEqual({
      ...{
        Name: 'tools',
        Arn: arnOf('tools'),
        Description: 'Tools.',
        PackagingType: 'CUSTOM',
        State: 'ACTIVE',
      },
      ...{ SourceS3Location: custom.SourceS3Location, SetupScriptDetails, AppBlockErrors: [] },
      CreatedTime: new Date(estate.clock.now()),
    })
    const tags = await estate.client.send(new ListTagsForResourceCommand({ ResourceArn: arnOf('tools') }))
    expect(tags.Tags).toEqual({ team: 'it' })
  })

  test('creates an APPSTREAM2 app block that is INACTIVE without a package', async () => {
    await using estate = await startEstate()
    expect(await create(estate, unpackaged)).toMatchObject({ State: 'INACTIVE', PackagingType: 'APPSTREAM2' })
    const packaged = { ...unpackaged, Name: 'done', SourceS3Location: custom.SourceS3Location }
    expect(await create(estate, packaged)).toMatchObject({ State: 'ACTIVE' })
  })
})

describe('DescribeAppBlocks', () => {
  test('lists all app blocks, or those of the ARNs', async () => {
    await using estate = await startEstate()
    for (const input of [custom, unpackaged]) await create(estate, input)
    const namesOf = async (Arns?: string[]) => {
      const { AppBlocks = [] } = await estate.client.send(new DescribeAppBlocksCommand({ Arns }))
      return AppBlocks.map(({ Name }) => Name)
    }
    expect(await namesOf()).toEqual(['draft', 'tools'])
    expect(await namesOf([arnOf('tools')])).toEqual(['tools'])
    expect((await exceptionOf(namesOf([arnOf('gone')]))).name).toBe('ResourceNotFoundException')
  })
})

describe('DeleteAppBlock', () => {
  const remove = ({ client }: Estate, Name: string) => client.send(new DeleteAppBlockCommand({ Name }))

  test('rejects a missing app block', async () => {
    await using estate = await startEstate()
    expect(await exceptionOf(remove(estate, 'gone'))).toMatchObject({
      name: 'ResourceNotFoundException',
      message: `The app block gone for account ${accountId} does not exist.`,
    })
  })

  test('rejects an app block that an application or builder uses', async () => {
    await using estate = await startEstate()
    const { home } = estate
    await create(estate, unpackaged)
    home.applications.put({ Name: 'calc', AppBlockArn: arnOf('draft') })
    home.appBlockBuilders.put({ Name: 'bench' })
    home.builderAppBlocks.add('bench', 'draft')
    const messages = [
      'The app block draft is in use by the application calc.',
      'The app block draft is associated with the app block builder bench.',
    ]
    for (const message of messages) {
      const error = await exceptionOf(remove(estate, 'draft'))
      expect(error).toMatchObject({ name: 'ResourceInUseException', message })
      home.applications.remove('calc')
    }
    home.builderAppBlocks.remove('bench', 'draft')
    await remove(estate, 'draft')
    expect(home.appBlocks.size).toBe(0)
  })
})
