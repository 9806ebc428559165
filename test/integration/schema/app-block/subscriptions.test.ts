import { expect, test } from 'vitest'
import { createTestClock, createTestTime, REGION } from '../../../support/gateway.ts'
import { mutate } from '../../../support/mutate.ts'
import { subscribe } from '../../../support/subscription.ts'
import { startPackaging } from './support.ts'

const IDLE_MS = 15_000
const ACTIVE_MS = 2_000

interface Event {
  readonly kind: string
  readonly state: string | null
  readonly previousState: string | null
}

function watchBlocks(url: string, args: string) {
  return subscribe<Event>(
    url,
    `subscription { event: appStreamAppBlockStateChanged${args} {
      kind cursor state previousState appBlock { name sourceS3Location { s3Key } }
    } }`,
  )
}

function watchBuilders(url: string, args: string) {
  return subscribe<Event>(
    url,
    `subscription { event: appStreamAppBlockBuilderStateChanged${args} {
      kind cursor state previousState appBlockBuilder { name }
    } }`,
  )
}

async function start() {
  const time = createTestTime()
  // The emulator's clock stands still, so that a builder starts only when a test changes it.
  const gateway = await startPackaging({ ...time, emulator: { clock: createTestClock() } })
  return { time, gateway, home: gateway.home }
}

test('emits a packaged app block, and those created and deleted', async () => {
  const { time, gateway, home } = await start()
  await using _ = gateway
  await using events = watchBlocks(gateway.url, '(snapshot: true, names: ["draft", "later"])')
  expect(await events.take(2)).toMatchObject([
    { kind: 'SNAPSHOT', state: 'INACTIVE', appBlock: { name: 'draft' } },
    { kind: 'SYNCED', appBlock: null },
  ])
  gateway.emulator.package({ region: REGION, appBlockBuilder: 'busy', appBlock: 'draft' })
  time.advance(IDLE_MS)
  expect(await events.next()).toMatchObject({
    ...{ kind: 'STATE_CHANGED', previousState: 'INACTIVE', state: 'ACTIVE' },
    appBlock: { name: 'draft', sourceS3Location: { s3Key: 'draft.vhd' } },
  })
  home.appBlocks.remove('draft')
  home.appBlocks.put({ Name: 'later' })
  time.advance(IDLE_MS)
  expect(await events.take(2)).toMatchObject([
    { kind: 'DELETED', state: null, previousState: 'ACTIVE', appBlock: { name: 'draft' } },
    { kind: 'CREATED', state: 'ACTIVE', appBlock: { name: 'later' } },
  ])
})

test('emits only app blocks of the selected states', async () => {
  const { time, gateway, home } = await start()
  await using _ = gateway
  await using events = watchBlocks(gateway.url, '(states: [ACTIVE])')
  await expect.poll(() => time.delays(), { timeout: 30_000 }).toContain(IDLE_MS)
  home.change('app-block', 'draft', { State: 'ODD' })
  home.change('app-block', 'other', { State: 'ACTIVE' })
  time.advance(IDLE_MS)
  expect(await events.next()).toMatchObject({
    ...{ kind: 'STATE_CHANGED', previousState: 'INACTIVE', state: 'ACTIVE', appBlock: { name: 'other' } },
  })
})

test('misses nothing after the changeCursor of a start, with frequent polls', async () => {
  const { time, gateway, home } = await start()
  await using _ = gateway
  await gateway.read('{ appStreamAppBlockBuilders { totalCount } }')
  const started = await mutate(gateway, 'startAppStreamAppBlockBuilder', { name: 'bench' }, 'changeCursor')
  await using events = watchBuilders(gateway.url, `(after: "${started['changeCursor']}", names: ["bench"])`)
  expect(await events.next()).toMatchObject({
    ...{ kind: 'STATE_CHANGED', previousState: 'STOPPED', state: 'STARTING' },
    appBlockBuilder: { name: 'bench' },
  })
  // The event came from the log; the first poll may still be running.
  await expect.poll(() => time.delays(), { timeout: 30_000 }).toContain(ACTIVE_MS)
  home.change('app-block-builder', 'bench', { State: 'RUNNING' })
  time.advance(ACTIVE_MS)
  expect(await events.next()).toMatchObject({
    ...{ kind: 'STATE_CHANGED', previousState: 'STARTING', state: 'RUNNING' },
  })
})
