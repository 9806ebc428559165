import {
  CreateImportedImageCommand,
  type CreateImportedImageCommandInput,
  DescribeImagesCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-appstream'
import { expect, test } from 'vitest'
import { accountId, exceptionOf } from './client.ts'
import { type Estate, startEstate } from './estate.ts'

const valid = {
  Name: 'imported',
  SourceAmiId: 'ami-0a1b2c3d4e5f6a7b8',
  IamRoleArn: `arn:aws:iam::${accountId}:role/import`,
}

function importImage({ client }: Estate, input: Partial<CreateImportedImageCommandInput> = {}) {
  return client.send(new CreateImportedImageCommand({ ...valid, ...input }))
}

async function imported({ client }: Estate) {
  const { Images = [] } = await client.send(new DescribeImagesCommand({ Names: [valid.Name] }))
  return Images[0]
}

const application = { Name: 'Ledger', AbsoluteAppPath: 'C:\\Ledger\\ledger.exe' }

test.each<[string, Partial<CreateImportedImageCommandInput>, string]>([
  ['no source', { SourceAmiId: undefined }, 'InvalidParameterCombinationException'],
  ['two sources', { WorkspaceImageId: 'wsi-0a1b2c3d4' }, 'InvalidParameterCombinationException'],
  ['an AMI without a role', { IamRoleArn: undefined }, 'InvalidParameterCombinationException'],
  [
    'applications of one name',
    { AppCatalogConfig: [application, application] },
    'InvalidParameterCombinationException',
  ],
  ['a taken name', { Name: 'base' }, 'ResourceAlreadyExistsException'],
  ['a reserved name', { Name: 'appstream-mine' }, 'ValidationException'],
  ['an unusable role', { IamRoleArn: `${valid.IamRoleArn}-invalid` }, 'InvalidRoleException'],
  ['a missing AMI', { SourceAmiId: 'ami-0missing' }, 'ResourceNotFoundException'],
  ['an AMI of others', { SourceAmiId: 'ami-00denied' }, 'OperationNotPermittedException'],
  ['an unfit AMI', { SourceAmiId: 'ami-000unfit' }, 'IncompatibleImageException'],
  ['a dry run', { DryRun: true }, 'DryRunOperationException'],
])('rejects %s and creates nothing', async (_what, input, name) => {
  await using estate = await startEstate()
  const before = estate.home.images.size
  expect(await exceptionOf(importImage(estate, input))).toMatchObject({ name })
  expect(estate.home.images.size).toBe(before)
})

test('counts imported images towards the quota', async () => {
  await using estate = await startEstate({ behaviour: { quotas: { images: 1 } } })
  expect(await exceptionOf(importImage(estate))).toMatchObject({ name: 'LimitExceededException' })
})

test('imports an AMI, whose applications appear once AVAILABLE', async () => {
  await using estate = await startEstate()
  const { Image } = await importImage(estate, {
    Description: 'From EC2',
    Tags: { team: 'it' },
    AppCatalogConfig: [{ ...application, DisplayName: 'Ledger 4', AbsoluteIconPath: 'C:\\icon.png' }],
  })
  const found = { Name: 'imported', ImageType: 'CUSTOM', Description: 'From EC2', Visibility: 'PRIVATE' }
  expect(Image).toMatchObject({ ...found, State: 'IMPORTING' })
  expect(Image?.Applications).toBeUndefined()
  estate.emulator.advance(6_000)
  expect(await imported(estate)).toMatchObject({ ...found, State: 'VALIDATING' })
  estate.emulator.advance(4_000)
  expect(await imported(estate)).toMatchObject({
    ...found,
    State: 'AVAILABLE',
    Applications: [
      { Name: 'Ledger', DisplayName: 'Ledger 4', LaunchPath: 'C:\\Ledger\\ledger.exe', Enabled: true },
    ],
  })
  const tags = new ListTagsForResourceCommand({ ResourceArn: Image?.Arn })
  expect((await estate.client.send(tags)).Tags).toEqual({ team: 'it' })
})

test('imports a WorkSpaces image with licenses of the owner', async () => {
  await using estate = await startEstate()
  const input = { SourceAmiId: undefined, IamRoleArn: undefined, WorkspaceImageId: 'wsi-0a1b2c3d4' }
  const { Image } = await importImage(estate, input)
  expect(Image).toMatchObject({ ImageType: 'BYOL', State: 'IMPORTING' })
})

test('fails an image that cannot be validated', async () => {
  await using estate = await startEstate()
  await importImage(estate, { SourceAmiId: 'ami-00broken' })
  estate.emulator.advance(10_000)
  expect(await imported(estate)).toMatchObject({
    State: 'FAILED',
    StateChangeReason: { Code: 'IMAGE_IMPORT_FAILURE' },
  })
})
