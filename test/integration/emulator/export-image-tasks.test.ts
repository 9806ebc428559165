import {
  CreateExportImageTaskCommand,
  type CreateExportImageTaskCommandInput,
  GetExportImageTaskCommand,
  ListExportImageTasksCommand,
} from '@aws-sdk/client-appstream'
import { describe, expect, test } from 'vitest'
import { startEmulator } from '../../../src/emulator/server.ts'
import { membersOf } from '../../support/model.ts'
import { accountId, clientOf, exceptionOf, otherAccountId } from './client.ts'
import { type Estate, region, startEstate } from './estate.ts'

const valid = { ImageName: 'base', AmiName: 'base-ami', IamRoleArn: `arn:aws:iam::${accountId}:role/export` }

async function create({ client }: Estate, input: Partial<CreateExportImageTaskCommandInput> = {}) {
  const { ExportImageTask } = await client.send(new CreateExportImageTaskCommand({ ...valid, ...input }))
  return ExportImageTask
}

async function get({ client }: Estate, TaskId: string | undefined) {
  return (await client.send(new GetExportImageTaskCommand({ TaskId }))).ExportImageTask
}

describe('CreateExportImageTask', () => {
  test.each<[string, Partial<CreateExportImageTaskCommandInput>, string, (estate: Estate) => unknown]>([
    ['an unknown image', { ImageName: 'none' }, 'ResourceNotFoundException', () => {}],
    [
      'an image that is not AVAILABLE',
      {},
      'ResourceNotAvailableException',
      ({ home }) => home.change('image', 'base', { State: 'PENDING' }),
    ],
    [
      'an image of AWS',
      { ImageName: 'public' },
      'ResourceNotAvailableException',
      ({ home }) => home.putImage({ Name: 'public', Visibility: 'PUBLIC' }),
    ],
    [
      'an image of another account',
      { ImageName: 'theirs' },
      'ResourceNotAvailableException',
      ({ emulator }) => {
        const theirs = emulator.region(region, otherAccountId)
        theirs.putImage({ Name: 'theirs' })
        theirs.shareImage('theirs', accountId, { allowFleet: true })
      },
    ],
    ['an unusable role', { IamRoleArn: `${valid.IamRoleArn}-invalid` }, 'InvalidRoleException', () => {}],
    ['a taken AMI name', {}, 'OperationNotPermittedException', (estate) => create(estate)],
  ])('rejects %s', async (_what, input, name, arrange) => {
    await using estate = await startEstate()
    await arrange(estate)
    expect(await exceptionOf(create(estate, input))).toMatchObject({ name })
  })

  test('limits concurrent exports', async () => {
    await using estate = await startEstate({ behaviour: { quotas: { exports: 1 } } })
    await create(estate)
    const error = await exceptionOf(create(estate, { AmiName: 'other' }))
    expect(error).toMatchObject({
      name: 'LimitExceededException',
      message: 'The quota of 1 concurrent exports has been reached.',
    })
  })

  test('exports an image, and returns the AMI once COMPLETED', async () => {
    await using estate = await startEstate()
    const task = await create(estate, { AmiDescription: 'Backup', TagSpecifications: { team: 'it' } })
    expect(task).toEqual({
      TaskId: expect.stringMatching(/^[\da-f-]{36}$/),
      ImageArn: `arn:aws:appstream:${region}:${accountId}:image/base`,
      AmiName: 'base-ami',
      AmiDescription: 'Backup',
      TagSpecifications: { team: 'it' },
      State: 'EXPORTING',
      CreatedDate: new Date(estate.clock.now()),
    })
    estate.emulator.advance(9_999)
    expect(await get(estate, task?.TaskId)).toMatchObject({ State: 'EXPORTING' })
    estate.emulator.advance(1)
    expect(await get(estate, task?.TaskId)).toEqual({
      ...task,
      State: 'COMPLETED',
      AmiId: expect.stringMatching(/^ami-[\da-f]{17}$/),
    })
  })

  test('frees the AMI name of an export that failed', async () => {
    await using estate = await startEstate()
    const task = await create(estate)
    estate.emulator.force({
      region,
      exportImageTask: task?.TaskId,
      state: 'FAILED',
      errors: [{ code: 'INTERNAL_ERROR', message: 'It broke.' }],
    })
    estate.emulator.advance(60_000)
    expect(await get(estate, task?.TaskId)).toMatchObject({
      State: 'FAILED',
      ErrorDetails: [{ ErrorCode: 'INTERNAL_ERROR', ErrorMessage: 'It broke.' }],
    })
    expect(await create(estate)).toMatchObject({ AmiName: 'base-ami', State: 'EXPORTING' })
  })
})

describe('GetExportImageTask and ListExportImageTasks', () => {
  test('reject unknown and missing ids, and filters', async () => {
    await using estate = await startEstate()
    const unknown = '00000000-0000-4000-8000-000000000000'
    expect(await exceptionOf(get(estate, unknown))).toMatchObject({
      name: 'ResourceNotFoundException',
      message: `The export image task ${unknown} for account ${accountId} does not exist.`,
    })
    expect(await exceptionOf(get(estate, undefined))).toMatchObject({ name: 'ValidationException' })
    const Filters = [{ Name: 'State', Values: ['EXPORTING'] }]
    const listed = estate.client.send(new ListExportImageTasksCommand({ Filters }))
    expect(await exceptionOf(listed)).toMatchObject({ name: 'ValidationException' })
  })

  test('list 50 tasks per page, or as many as requested', async () => {
    await using estate = await startEstate()
    const { client, home } = estate
    for (let index = 0; index < 60; index++) {
      home.exportImageTasks.put({ TaskId: `task-${index}`, ImageArn: 'arn', AmiName: `ami-${index}` })
    }
    const first = await client.send(new ListExportImageTasksCommand({}))
    const { NextToken } = first
    const second = await client.send(new ListExportImageTasksCommand({ NextToken }))
    const all = await client.send(new ListExportImageTasksCommand({ MaxResults: 500 }))
    const pages = [first, second, all].map(({ ExportImageTasks }) => ExportImageTasks?.length)
    expect(pages).toEqual([50, 10, 60])
    expect(all.NextToken).toBeUndefined()
  })

  test('show seeded tasks with each state and member', async () => {
    await using emulator = await startEmulator()
    using client = clientOf(emulator)
    const { ExportImageTasks = [] } = await client.send(new ListExportImageTasksCommand({}))
    const states = new Set(ExportImageTasks.map(({ State }) => State))
    expect(states).toEqual(new Set(['EXPORTING', 'COMPLETED', 'FAILED', 'TIMED_OUT']))
    const shown = new Set(ExportImageTasks.flatMap((task) => Object.keys(task)))
    expect(shown).toEqual(new Set(membersOf('ExportImageTask').map(([member]) => member)))
  })
})
