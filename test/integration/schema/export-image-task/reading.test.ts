import { expect, test } from 'vitest'
import { imageArn, startGateway } from '../../../support/gateway.ts'
import { callsOf } from '../fleet/support.ts'
import { list, SECOND, start, type Task, TWO_ACCOUNTS } from './reading.ts'
import { putTask, taskId } from './support.ts'

test('shows every member of tasks and their image, 25 images per call', async () => {
  await using gateway = await start()
  const { appStreamExportImageTasks: page } = await gateway.read<Record<string, object>, never>(`{
    appStreamExportImageTasks {
      totalCount changeCursor failures { code }
      nodes {
        taskId region accountId target { region } imageArn amiName amiDescription createdDate state rawState amiId
        tagSpecifications { key value } errorDetails { errorCode errorMessage } image { name }
      }
    }
  }`)
  const common = {
    ...{ region: 'us-east-1', accountId: '123456789012', target: { region: 'us-east-1' } },
    ...{ imageArn: imageArn('golden'), image: { name: 'golden' }, amiDescription: null, amiId: null },
    ...{ tagSpecifications: [], errorDetails: [] },
  }
  const exporting = { state: 'EXPORTING', rawState: 'EXPORTING' }
  expect(page).toEqual({
    totalCount: 3,
    changeCursor: expect.any(String),
    failures: [],
    nodes: [
      {
        ...{ ...common, ...exporting, taskId: taskId(3), amiName: 'ami-of-3' },
        createdDate: '2026-01-01T00:00:03.000Z',
        tagSpecifications: [
          { key: 'cost', value: '1' },
          { key: 'team', value: 'it' },
        ],
      },
      {
        ...{ ...common, taskId: taskId(2), amiName: 'ami-of-2', state: 'FAILED', rawState: 'FAILED' },
        createdDate: '2026-01-01T00:00:02.000Z',
        errorDetails: [{ errorCode: 'X', errorMessage: 'Broken.' }],
      },
      {
        ...{ ...common, taskId: taskId(1), amiName: 'golden', state: 'COMPLETED', rawState: 'COMPLETED' },
        createdDate: '2026-01-01T00:00:01.000Z',
        amiId: 'ami-0a1b2c3d4e5f60718',
      },
    ],
  })
  expect(callsOf(gateway)).toEqual({ DescribeImages: 1, ListExportImageTasks: 1 })
})

test('reads 1,200 tasks with three calls', async () => {
  await using gateway = await startGateway()
  for (let index = 0; index < 1_200; index++) putTask(gateway.home, index)
  const answer = await gateway.read('{ appStreamExportImageTasks(first: 1) { totalCount } }')
  expect(answer).toEqual({ appStreamExportImageTasks: { totalCount: 1_200 } })
  expect(callsOf(gateway)).toEqual({ ListExportImageTasks: 3 })
})

test.each(['PENDING', 'RUNNING', undefined])('shows the unlisted state %s as UNKNOWN', async (State) => {
  await using gateway = await startGateway()
  putTask(gateway.home, 1, { State })
  const { appStreamExportImageTasks: page } = await gateway.read<Record<string, object>, never>(
    '{ appStreamExportImageTasks(filter: { states: [UNKNOWN] }) { nodes { state rawState } } }',
  )
  expect(page).toEqual({ nodes: [{ state: 'UNKNOWN', rawState: State ?? null }] })
})

test.each<[string, readonly number[]]>([
  ['', [3, 2, 1]],
  ['(orderBy: { field: CREATED_DATE, direction: ASC })', [1, 2, 3]],
  ['(orderBy: { field: AMI_NAME, direction: ASC })', [2, 3, 1]],
  [`(filter: { taskIds: ["${taskId(2)}", "${taskId(9)}"] })`, [2]],
  ['(filter: { states: [FAILED, EXPORTING] })', [3, 2]],
  ['(filter: { amiNamePrefix: "gold" })', [1]],
  ['(filter: { createdAfter: "2026-01-01T00:00:01Z" })', [3, 2]],
  ['(filter: { createdBefore: "2026-01-01T00:00:02Z" })', [1]],
  [`(filter: { imageArn: "${imageArn('golden')}" })`, [3, 2, 1]],
  [`(filter: { imageArn: "${imageArn('other')}" })`, []],
  ['(filter: { states: [] })', []],
  ['(targets: [])', []],
])('filters and sorts the list: %s', async (args, numbers) => {
  await using gateway = await start()
  expect(await list(gateway, args)).toEqual(numbers.map(taskId))
})

test('pages through tasks of one creation time without gaps', async () => {
  await using gateway = await startGateway()
  for (let index = 0; index < 5; index++) putTask(gateway.home, index, { CreatedDate: new Date(0) })
  const seen: string[] = []
  let after = ''
  do {
    const { page } = await gateway.read<
      { page: { nodes: readonly Task[]; pageInfo: { hasNextPage: boolean; endCursor: string } } },
      never
    >(
      `{ page: appStreamExportImageTasks(first: 2${after}) { nodes { taskId } pageInfo { hasNextPage endCursor } } }`,
    )
    seen.push(...page.nodes.map((node) => node.taskId))
    after = page.pageInfo.hasNextPage ? `, after: "${page.pageInfo.endCursor}"` : ''
  } while (after !== '')
  expect(seen.toSorted()).toEqual([0, 1, 2, 3, 4].map(taskId))
})

test('reads several accounts and shows a deleted image as null', async () => {
  await using gateway = await start({ env: TWO_ACCOUNTS })
  const theirs = gateway.emulator.region('us-east-1', SECOND)
  putTask(theirs, 4, { image: 'gone' })
  const { page } = await gateway.read<Record<string, object>, never>(
    `{ page: appStreamExportImageTasks(targets: [{ accountId: "${SECOND}" }]) { nodes { accountId image { name } } } }`,
  )
  expect(page).toEqual({ nodes: [{ accountId: SECOND, image: null }] })
  expect(await list(gateway)).toEqual([4, 3, 2, 1].map(taskId))
})
