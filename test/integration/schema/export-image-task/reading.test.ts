import { describe, expect, test } from 'vitest'
import {
  imageArn,
  startGateway,
  type TestGateway,
  type TestGatewayOptions,
} from '../../../support/gateway.ts'
import { callsOf } from '../fleet/support.ts'
import { putImage, putTask, taskId } from './support.ts'

const SECOND = '210987654321'
const TWO_ACCOUNTS = {
  AWS_REGIONS: 'us-east-1',
  AWS_ROLE_ARNS: `arn:aws:iam::123456789012:role/reader,arn:aws:iam::${SECOND}:role/reader`,
}

interface Task {
  readonly id: string
  readonly taskId: string
}

async function start(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const gateway = await startGateway(options)
  const { home } = gateway
  putImage(home)
  putTask(home, 1, { State: 'COMPLETED', AmiId: 'ami-0a1b2c3d4e5f60718', AmiName: 'golden' })
  putTask(home, 2, { State: 'FAILED', ErrorDetails: [{ ErrorCode: 'X', ErrorMessage: 'Broken.' }] })
  putTask(home, 3, { TagSpecifications: { team: 'it', cost: '1' }, AmiDescription: '' })
  return gateway
}

async function list(gateway: TestGateway, args = ''): Promise<readonly string[]> {
  const { tasks } = await gateway.read<{ tasks: { nodes: readonly Task[] } }, never>(
    `{ tasks: appStreamExportImageTasks${args} { nodes { id taskId } } }`,
  )
  return tasks.nodes.map(({ taskId: id }) => id)
}

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

describe('one task', () => {
  const query = (number: number) =>
    `{ task: appStreamExportImageTask(taskId: "${taskId(number)}") { amiName } }`

  test('is read with one call, and not again while fresh', async () => {
    await using gateway = await start()
    expect(await gateway.read(query(2))).toEqual({ task: { amiName: 'ami-of-2' } })
    expect(await gateway.read(query(2))).toEqual({ task: { amiName: 'ami-of-2' } })
    expect(await gateway.read(query(9))).toEqual({ task: null })
    expect(callsOf(gateway)).toEqual({ GetExportImageTask: 2 })
  })

  test('is read from a fresh list without a call', async () => {
    await using gateway = await start()
    await list(gateway)
    expect(await gateway.read(query(2))).toEqual({ task: { amiName: 'ami-of-2' } })
    expect(callsOf(gateway)).toEqual({ ListExportImageTasks: 1 })
  })

  test('is read again with no-cache', async () => {
    await using gateway = await start()
    await list(gateway)
    gateway.home.exportImageTasks.change(taskId(2), { AmiName: 'renamed' })
    const headers = { 'cache-control': 'no-cache' }
    expect(await gateway.read(query(2), { headers })).toEqual({ task: { amiName: 'renamed' } })
    expect(callsOf(gateway)).toEqual({ GetExportImageTask: 1, ListExportImageTasks: 1 })
    // The list has the later observation, too.
    expect(await list(gateway, '(filter: { amiNamePrefix: "renamed" })')).toEqual([taskId(2)])
  })

  test('comes from an earlier list if AWS fails', async () => {
    await using gateway = await start({ env: { MAX_STALENESS_MS: '0' } })
    await list(gateway)
    gateway.emulator.faults.add({ error: { type: 'AccessDeniedException' } })
    expect(await gateway.read(query(2))).toEqual({ task: { amiName: 'ami-of-2' } })
  })

  test('fails with the code of the error of AWS', async () => {
    await using gateway = await start()
    gateway.emulator.faults.add({ operation: 'GetExportImageTask', error: { type: 'AccessDeniedException' } })
    const { errors } = await gateway.query(query(2))
    expect(errors).toMatchObject([{ path: ['task'], extensions: { code: 'UPSTREAM_ACCESS_DENIED' } }])
  })

  test('fails if the response of AWS contains no task', async () => {
    await using gateway = await start()
    gateway.emulator.faults.add({ operation: 'GetExportImageTask', raw: { status: 200, body: '{}' } })
    const { errors } = await gateway.query(query(2))
    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_UNREADABLE' } }])
  })

  test.each(['', 'x', taskId(1).replaceAll('0', 'A')])('rejects the id %j without a call', async (id) => {
    await using gateway = await start()
    const { errors } = await gateway.query(`{ appStreamExportImageTask(taskId: "${id}") { amiName } }`)
    expect(errors).toMatchObject([
      { message: expect.stringContaining('`taskId`'), extensions: { code: 'BAD_USER_INPUT' } },
    ])
    expect(gateway.emulator.calls.all).toEqual([])
  })

  test('requires a target if several are configured', async () => {
    await using gateway = await start({ env: TWO_ACCOUNTS })
    const { errors } = await gateway.query(query(1))
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }])
  })
})

describe('nodes and entities', () => {
  async function idsOf(gateway: TestGateway): Promise<readonly string[]> {
    const { page } = await gateway.read<{ page: { nodes: readonly Task[] } }, never>(
      '{ page: appStreamExportImageTasks { nodes { id } } }',
      { headers: { 'cache-control': 'no-cache' } },
    )
    gateway.emulator.calls.clear()
    return page.nodes.map(({ id }) => id)
  }

  const noCache = { headers: { 'cache-control': 'no-cache' } }

  test('read one task with one call, and several with one list', async () => {
    await using gateway = await start()
    const ids = await idsOf(gateway)
    const one = `{ node(id: "${ids[0]}") { ... on AppStreamExportImageTask { taskId } } }`
    expect(await gateway.read(one, noCache)).toEqual({ node: { taskId: taskId(3) } })
    expect(callsOf(gateway)).toEqual({ GetExportImageTask: 1 })
    const entities = ids.map((id) => `{ __typename: "AppStreamExportImageTask", id: "${id}" }`)
    expect(
      await gateway.read(
        `{ _entities(representations: [${entities}]) { ... on AppStreamExportImageTask { taskId } } }`,
        noCache,
      ),
    ).toEqual({ _entities: [3, 2, 1].map((number) => ({ taskId: taskId(number) })) })
    expect(callsOf(gateway)).toEqual({ GetExportImageTask: 1, ListExportImageTasks: 1 })
  })

  test('are null for a task of another target; reject a malformed id', async () => {
    await using gateway = await start()
    const idOf = (parts: readonly string[]) =>
      Buffer.from(`AppStreamExportImageTask:${JSON.stringify(parts)}`).toString('base64')
    const node = (parts: readonly string[]) => gateway.query(`{ node(id: "${idOf(parts)}") { id } }`)
    expect((await node(['us-east-1', SECOND, taskId(1)])).data).toEqual({ node: null })
    const { errors } = await node(['us-east-1', '123456789012', 'no-uuid'])
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }])
    expect(gateway.emulator.calls.all).toEqual([])
  })
})

describe('Image.exportTasks', () => {
  const query = (name: string) => `{ image(name: "${name}") { exportTasks { totalCount nodes { taskId } } } }`

  test('lists exports per image, latest first, with one call for all images', async () => {
    await using gateway = await start()
    putImage(gateway.home, 'other')
    const answer = await gateway.read('{ images { nodes { name exportTasks { nodes { taskId } } } } }')
    expect(answer).toEqual({
      images: {
        nodes: [
          { name: 'golden', exportTasks: { nodes: [3, 2, 1].map((number) => ({ taskId: taskId(number) })) } },
          { name: 'other', exportTasks: { nodes: [] } },
        ],
      },
    })
    expect(callsOf(gateway)).toMatchObject({ ListExportImageTasks: 1 })
  })

  test('is empty and calls nothing for images of others', async () => {
    await using gateway = await start()
    const { home, emulator } = gateway
    home.putImage({ Name: 'public', Visibility: 'PUBLIC' })
    const theirs = emulator.region('us-east-1', SECOND)
    theirs.putImage({ Name: 'lent' })
    theirs.shareImage('lent', '123456789012', { allowFleet: true })
    putTask(theirs, 7, { image: 'lent' })
    for (const name of ['public', 'lent']) {
      expect(await gateway.read(query(name))).toEqual({
        image: { exportTasks: { totalCount: 0, nodes: [] } },
      })
    }
    expect(emulator.calls.count('ListExportImageTasks')).toBe(0)
  })

  test('excludes exports of a deleted image with the same name', async () => {
    await using gateway = await start()
    gateway.home.putImage({ Name: 'golden', CreatedTime: new Date(Date.UTC(2026, 0, 1) + 2_500) })
    expect(await gateway.read(query('golden'))).toEqual({
      image: { exportTasks: { totalCount: 1, nodes: [{ taskId: taskId(3) }] } },
    })
    const { page } = await gateway.read<Record<string, object>, never>(
      '{ page: appStreamExportImageTasks { nodes { image { name } } } }',
    )
    expect(page).toEqual({ nodes: [{ image: { name: 'golden' } }, { image: null }, { image: null }] })
  })

  test('nulls only the exports, with an error, if AWS fails', async () => {
    await using gateway = await start()
    gateway.emulator.faults.add({
      operation: 'ListExportImageTasks',
      error: { type: 'AccessDeniedException' },
    })
    const { data, errors } = await gateway.query(query('golden'))
    expect(data).toEqual({ image: { exportTasks: null } })
    expect(errors).toMatchObject([
      { path: ['image', 'exportTasks'], extensions: { code: 'UPSTREAM_ACCESS_DENIED' } },
    ])
  })
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
