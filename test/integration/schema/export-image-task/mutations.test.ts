import { expect, test } from 'vitest'
import { imageArn } from '../../../support/gateway.ts'
import { startWorkshop, type Workshop } from '../mutation/support.ts'

const SELECT =
  '... on CreateAppStreamExportImageTaskPayload { exportImageTask { taskId state amiName amiDescription imageArn tagSpecifications { key value } image { name } } }'
const MUTATION = 'createAppStreamExportImageTask'
const role = 'arn:aws:iam::123456789012:role/export'

function create(workshop: Workshop, input: object = {}) {
  const valid = { imageName: 'golden', amiName: 'golden-ami', iamRoleArn: role }
  return workshop.mutate(MUTATION, { ...valid, ...input }, { select: SELECT })
}

function list(workshop: Workshop) {
  return workshop.read('{ tasks: appStreamExportImageTasks { nodes { amiName state } } }')
}

test('returns the new task, which later lists contain without a call', async () => {
  await using workshop = await startWorkshop()
  await list(workshop)
  workshop.emulator.calls.clear()
  const result = await create(workshop, {
    amiDescription: 'Backup',
    tagSpecifications: [{ key: 'team', value: 'it' }],
  })
  expect(result['exportImageTask']).toEqual({
    taskId: expect.stringMatching(/^[\da-f-]{36}$/),
    ...{ state: 'EXPORTING', amiName: 'golden-ami', amiDescription: 'Backup', imageArn: imageArn('golden') },
    ...{ tagSpecifications: [{ key: 'team', value: 'it' }], image: { name: 'golden' } },
  })
  expect(await list(workshop)).toEqual({ tasks: { nodes: [{ amiName: 'golden-ami', state: 'EXPORTING' }] } })
  expect(workshop.emulator.calls.count('ListExportImageTasks')).toBe(0)
})

test('shows the new task while AWS does not list it yet', async () => {
  await using workshop = await startWorkshop()
  const result = await create(workshop)
  workshop.home.exportImageTasks.clear()
  const { taskId } = Object(result['exportImageTask'])
  const headers = { 'cache-control': 'no-cache' }
  const query = `{ task: appStreamExportImageTask(taskId: "${taskId}") { state } }`
  expect(await workshop.read(query, { headers })).toEqual({ task: { state: 'EXPORTING' } })
  expect(await list(workshop)).toEqual({ tasks: { nodes: [{ amiName: 'golden-ami', state: 'EXPORTING' }] } })
})

test('takes an ARN instead of a name', async () => {
  await using workshop = await startWorkshop()
  const result = await create(workshop, { imageName: undefined, imageArn: imageArn('golden') })
  expect(result['exportImageTask']).toMatchObject({ imageArn: imageArn('golden') })
})

test.each<[string, object, string]>([
  ['no image', { imageName: undefined }, 'imageName'],
  ['two images', { imageArn: imageArn('golden') }, 'imageArn'],
  [
    'a fleet as image',
    { imageName: undefined, imageArn: imageArn('a').replace('image/', 'fleet/') },
    'imageArn',
  ],
  ['an image of AWS', { imageName: undefined, imageArn: imageArn('a', '') }, 'imageArn'],
  ['another account', { imageName: undefined, imageArn: imageArn('a', '210987654321') }, 'imageArn'],
  ['a short AMI name', { amiName: 'ab' }, 'amiName'],
])('rejects %s before calling AWS', async (_what, input, path) => {
  await using workshop = await startWorkshop({ env: { AWS_ACCOUNT_ID: '123456789012' } })
  const result = await create(workshop, input)
  expect(result.__typename).toBe('AppStreamInputError')
  expect(result.fields?.map((field) => field.path)).toContain(path)
  expect(workshop.emulator.calls.all).toEqual([])
})

test('does not claim an earlier export of the same AMI name', async () => {
  await using workshop = await startWorkshop()
  const { home, emulator } = workshop
  home.exportImageTasks.put({
    TaskId: '00000000-0000-4000-8000-000000000001',
    ImageArn: imageArn('golden'),
    AmiName: 'golden-ami',
    State: 'FAILED',
  })
  await list(workshop)
  emulator.faults.add({ operation: 'CreateExportImageTask', reset: 'before' })
  expect(await create(workshop)).toMatchObject({ code: 'OUTCOME_UNKNOWN' })
  emulator.faults.clear()
  workshop.clock.advance(1_000)
  emulator.faults.add({ operation: 'CreateExportImageTask', reset: 'after' })
  expect(await create(workshop)).toMatchObject({ exportImageTask: { state: 'EXPORTING' } })
  expect(home.exportImageTasks.size).toBe(2)
})

test('audits an export with image and AMI name, without its role', async () => {
  const lines: string[] = []
  await using workshop = await startWorkshop({ onLog: (line) => lines.push(line) })
  await create(workshop)
  const [audited] = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'mutation')
  expect(audited.audit).toMatchObject({ resource: 'golden', made: 'golden-ami', outcome: 'OK' })
})
