import { expect, test } from 'vitest'
import { createTestTime, startGateway, type TestGatewayOptions } from '../../../support/gateway.ts'
import { watchImageBuilders, watchImages } from '../../../support/subscription.ts'
import { untilIdle } from '../../../support/until-idle.ts'

const IDLE_MS = 15_000
const BOOKMARK_MS = 60_000
const FAILING = { kind: 'SYNCED', failures: [{ code: 'UPSTREAM_ACCESS_DENIED' }] }

/** Starts a gateway with two regions and a builder in each. */
async function startBoth(options: TestGatewayOptions = {}) {
  const time = createTestTime()
  const gateway = await startGateway({ ...time, env: { AWS_REGIONS: 'us-east-1,eu-west-1' }, ...options })
  const europe = gateway.emulator.region('eu-west-1')
  gateway.home.putImageBuilder({ Name: 'american', State: 'STOPPED' })
  europe.putImageBuilder({ Name: 'european', State: 'STOPPED' })
  const deny = () =>
    gateway.emulator.faults.add({ region: 'eu-west-1', error: { type: 'AccessDeniedException' } })
  const metric = async () =>
    /^appstream_graphql_watch_failing\{kind="imageBuilders".*region="eu-west-1"\} (\d)/m.exec(
      await (await fetch(new URL('/metrics', gateway.url))).text(),
    )?.[1]
  return { time, gateway, home: gateway.home, europe, deny, metric }
}

test('emits and polls only the selected targets', async () => {
  const { time, gateway, home, europe } = await startBoth()
  await using _ = gateway
  await using events = watchImageBuilders(gateway.url, '(targets: [{ region: "eu-west-1" }], snapshot: true)')
  expect(await events.take(2)).toMatchObject([{ item: { name: 'european' } }, { kind: 'SYNCED' }])
  home.change('image-builder', 'american', { State: 'RUNNING' })
  europe.change('image-builder', 'european', { State: 'RUNNING' })
  time.advance(IDLE_MS)
  expect(await events.next()).toMatchObject({ kind: 'STATE_CHANGED', item: { name: 'european' } })
  expect(new Set(gateway.emulator.calls.all.map(({ region }) => region))).toEqual(new Set(['eu-west-1']))
})

test('reports a failing target at the next SYNCED and resumes it', async () => {
  const lines: string[] = []
  const { time, gateway, home, europe, deny, metric } = await startBoth({
    onLog: (line) => lines.push(line),
  })
  await using _ = gateway
  await using events = watchImageBuilders(gateway.url, '(snapshot: true)')
  await events.take(3)
  const broken = deny()
  home.change('image-builder', 'american', { State: 'RUNNING' })
  europe.change('image-builder', 'european', { State: 'RUNNING' })
  time.advance(IDLE_MS)
  expect(await events.next()).toMatchObject({ kind: 'STATE_CHANGED', item: { name: 'american' } })
  await expect.poll(metric, { timeout: 30_000 }).toBe('1')
  time.advance(BOOKMARK_MS - IDLE_MS)
  expect(await events.next()).toMatchObject(FAILING)

  broken.remove()
  await expect
    .poll(
      () => {
        time.advance(BOOKMARK_MS)
        return metric()
      },
      { timeout: 30_000 },
    )
    .toBe('0')
  time.advance(BOOKMARK_MS)
  const told = []
  do told.push(await events.next())
  while (told.at(-1)?.kind !== 'SYNCED' || told.at(-1)?.failures.length !== 0)
  expect(told.filter(({ kind }) => kind !== 'SYNCED')).toMatchObject([
    { kind: 'STATE_CHANGED', previousState: 'STOPPED', state: 'RUNNING', item: { name: 'european' } },
  ])
  const logged = lines.map((line) => JSON.parse(line)).filter(({ watched }) => watched !== undefined)
  expect(logged[0]).toMatchObject({
    msg: 'poll failed',
    failures: 1,
    watched: { kind: 'imageBuilders', region: 'eu-west-1' },
  })
  expect(logged.at(-1)).toMatchObject({ msg: 'polling recovered' })
})

test('informs a joining subscriber of a failing target, with its last snapshot', async () => {
  const { time, gateway, deny, metric } = await startBoth()
  await using _ = gateway
  await using first = watchImageBuilders(gateway.url, '(snapshot: true)')
  await first.take(3)
  deny()
  time.advance(IDLE_MS)
  await expect.poll(metric, { timeout: 30_000 }).toBe('1')
  await using second = watchImageBuilders(gateway.url, '(snapshot: true)')
  expect(await second.take(3)).toMatchObject([{ kind: 'SNAPSHOT' }, { kind: 'SNAPSHOT' }, FAILING])
})

test('waits at most 5 s for a hanging target; it follows later', async () => {
  const { time, gateway } = await startBoth({
    env: { AWS_REGIONS: 'us-east-1,eu-west-1', UPSTREAM_MAX_ATTEMPTS: '1', UPSTREAM_TIMEOUT_MS: '600000' },
  })
  await using _ = gateway
  const hanging = gateway.emulator.faults.add({ region: 'eu-west-1', hang: true })
  await using events = watchImageBuilders(gateway.url, '(snapshot: true)')
  const first = events.next()
  await gateway.emulator.calls.waitFor(2)
  // Timers of the bookmark, the patience and the other target's next poll.
  await expect.poll(() => time.timers(), { timeout: 30_000 }).toBe(3)
  time.advance(5_000)
  expect(await first).toMatchObject({ kind: 'SNAPSHOT', item: { name: 'american' } })
  expect(await events.next()).toMatchObject({ kind: 'SYNCED', failures: [{ code: 'NOT_READ_YET' }] })
  hanging.remove()
})

test('clears the failure metric when the last subscriber leaves', async () => {
  const { time, gateway, deny, metric } = await startBoth()
  await using _ = gateway
  const events = watchImageBuilders(gateway.url, '(snapshot: true)')
  deny()
  await events.take(2)
  expect(await metric()).toBe('1')
  await events[Symbol.asyncDispose]()
  await untilIdle(time)
  expect(await metric()).toBe('0')
})

test('emits a shared image once, or from the selected target', async () => {
  const owner = '123456789012'
  const user = '210987654321'
  const roles = [owner, user].map((account) => `arn:aws:iam::${account}:role/reader`)
  const { time, gateway, home } = await startBoth({ env: { AWS_ROLE_ARNS: roles.join(',') } })
  await using _ = gateway
  home.putImage({ Name: 'common', State: 'PENDING' })
  home.shareImage('common', user, { allowFleet: true })
  await using both = watchImages(gateway.url, '(snapshot: true)')
  await using one = watchImages(
    gateway.url,
    `(snapshot: true, targets: [{ accountId: "${user}", region: "us-east-1" }])`,
  )
  for (const events of [both, one]) {
    expect(await events.take(2)).toMatchObject([{ item: { name: 'common' } }, { kind: 'SYNCED' }])
  }
  home.change('image', 'common', { State: 'AVAILABLE' })
  time.advance(2_000)
  for (const events of [both, one]) expect(await events.next()).toMatchObject({ state: 'AVAILABLE' })
  time.advance(BOOKMARK_MS)
  for (const events of [both, one]) expect(await events.next()).toMatchObject({ kind: 'SYNCED' })
})
