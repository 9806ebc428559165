import { expect, test } from 'vitest'
import { createTestClock, createTestTime, imageArn, startGateway } from '../../../support/gateway.ts'
import { subscribe } from '../../../support/subscription.ts'
import { putImage, putTask, taskId } from './support.ts'

const IDLE_MS = 15_000
const ACTIVE_MS = 2_000

interface TaskEvent {
  readonly kind: string
  readonly cursor: string
  readonly state: string | null
  readonly previousState: string | null
  readonly exportImageTask: {
    readonly id: string
    readonly taskId: string
    readonly amiId: string | null
  } | null
}

function watch(url: string, args: string) {
  return subscribe<TaskEvent>(
    url,
    `subscription { event: appStreamExportImageTaskStateChanged${args} {
      kind cursor state previousState exportImageTask { id taskId amiId }
    } }`,
  )
}

async function start() {
  const time = createTestTime()
  // The emulator's clock stands still, so that an export ends only when a test advances it.
  const gateway = await startGateway({ ...time, emulator: { clock: createTestClock() } })
  putImage(gateway.home)
  return { time, gateway, home: gateway.home }
}

test('emits an export from its start to its AMI, polling fast meanwhile', async () => {
  const { time, gateway } = await start()
  await using _ = gateway
  await using events = watch(gateway.url, '(snapshot: true)')
  expect(await events.next()).toMatchObject({ kind: 'SYNCED', exportImageTask: null })
  const input = `{ imageName: "golden", amiName: "backup", iamRoleArn: "arn:aws:iam::123456789012:role/export" }`
  await gateway.read(
    `mutation { createAppStreamExportImageTask(input: ${input}) { ... on AppStreamError { message } } }`,
  )
  expect(await events.next()).toMatchObject({
    ...{ kind: 'CREATED', state: 'EXPORTING', previousState: null },
    exportImageTask: { taskId: expect.any(String), amiId: null },
  })
  await expect.poll(() => time.delays(), { timeout: 30_000 }).toContain(ACTIVE_MS)
  gateway.emulator.advance(10_000)
  time.advance(ACTIVE_MS)
  expect(await events.next()).toMatchObject({
    ...{ kind: 'STATE_CHANGED', previousState: 'EXPORTING', state: 'COMPLETED' },
    exportImageTask: { amiId: expect.stringMatching(/^ami-/) },
  })
  await expect.poll(() => time.delays(), { timeout: 30_000 }).toContain(IDLE_MS)
})

test.each<[string, (id: string) => string]>([
  ['global id', (id) => `ids: ["${id}"]`],
  ['image', () => `imageArns: ["${imageArn('other')}"]`],
  ['id or image', (id) => `ids: ["${id}"], imageArns: ["${imageArn('none')}"]`],
  ['state', () => 'states: [FAILED]'],
])('selects tasks by %s', async (_what, argumentOf) => {
  const { time, gateway, home } = await start()
  await using _ = gateway
  putTask(home, 1)
  putTask(home, 2, { image: 'other', State: 'FAILED' })
  const { page } = await gateway.read<{ page: { nodes: readonly { id: string }[] } }, never>(
    `{ page: appStreamExportImageTasks(filter: { taskIds: ["${taskId(2)}"] }) { nodes { id } } }`,
  )
  await using events = watch(gateway.url, `(${argumentOf(page.nodes[0]?.id ?? '')}, snapshot: true)`)
  expect(await events.take(2)).toMatchObject([
    { kind: 'SNAPSHOT', exportImageTask: { taskId: taskId(2) } },
    { kind: 'SYNCED' },
  ])
  // The snapshot came from an earlier listing; the first poll may still be running.
  await expect.poll(() => time.delays(), { timeout: 30_000 }).toContain(ACTIVE_MS)
  home.exportImageTasks.change(taskId(1), { State: 'COMPLETED' })
  home.exportImageTasks.change(taskId(2), { State: 'TIMED_OUT' })
  time.advance(ACTIVE_MS)
  expect(await events.next()).toMatchObject({
    ...{ kind: 'STATE_CHANGED', previousState: 'FAILED', state: 'TIMED_OUT' },
    exportImageTask: { taskId: taskId(2) },
  })
})

test("resumes after a list's changeCursor and shows unlisted states as UNKNOWN", async () => {
  const { time, gateway, home } = await start()
  await using _ = gateway
  putTask(home, 1)
  const { page } = await gateway.read<{ page: { changeCursor: string } }, never>(
    '{ page: appStreamExportImageTasks { changeCursor } }',
  )
  home.exportImageTasks.change(taskId(1), { State: 'PENDING' })
  time.advance(IDLE_MS)
  await using events = watch(gateway.url, `(after: "${page.changeCursor}")`)
  expect(await events.next()).toMatchObject({
    ...{ kind: 'STATE_CHANGED', previousState: 'EXPORTING', state: 'UNKNOWN' },
    exportImageTask: { taskId: taskId(1) },
  })
})

test.each([
  ['ids: ["x"]', '`ids`'],
  [`ids: ["${Buffer.from('AppStreamFleet:a').toString('base64')}"]`, '`ids`'],
  [`ids: ["${Buffer.from('AppStreamExportImageTask:a').toString('base64')}"]`, '`ids`'],
  ['imageArns: ["arn:aws:appstream:us-east-1:123456789012:fleet/a"]', '`imageArns`'],
])('rejects %s', async (args, path) => {
  const { gateway } = await start()
  await using _ = gateway
  await using events = watch(gateway.url, `(${args})`)
  await expect(events.next()).rejects.toThrow(path)
})

test('matches nothing for the id of a task in another target', async () => {
  const { gateway, home } = await start()
  await using _ = gateway
  putTask(home, 1)
  const parts = JSON.stringify(['eu-west-1', '123456789012', taskId(1)])
  const id = Buffer.from(`AppStreamExportImageTask:${parts}`).toString('base64')
  await using events = watch(gateway.url, `(ids: ["${id}"], snapshot: true)`)
  expect(await events.next()).toMatchObject({ kind: 'SYNCED' })
})
