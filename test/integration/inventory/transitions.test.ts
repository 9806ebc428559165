import { expect, test } from 'vitest'
import { createTestTime, imageArn, startGateway, type TestGatewayOptions } from '../../support/gateway.ts'
import { watchImageBuilders, watchImages } from '../../support/subscription.ts'

const ACTIVE_MS = 2_000
const IDLE_MS = 15_000

/** Starts a gateway with more builders and images than one call lists, one of each in transition. */
async function startLarge(options: TestGatewayOptions = {}) {
  const time = createTestTime()
  const gateway = await startGateway({ ...time, ...options })
  const { home } = gateway
  for (let index = 0; index < 120; index++) {
    const State = index === 7 ? 'PENDING' : 'STOPPED'
    home.putImageBuilder({ Name: `builder-${String(index).padStart(3, '0')}`, State })
  }
  for (let index = 0; index < 30; index++) {
    home.putImage({ Name: `image-${index}`, State: index === 7 ? 'COPYING' : 'AVAILABLE' })
  }
  return {
    time,
    gateway,
    home,
    /** Advances the time, waits for the due poll and returns the inputs of its calls. */
    async poll(ms: number) {
      gateway.emulator.calls.clear()
      time.advance(ms)
      await time.nextTimer()
      return gateway.emulator.calls.all.map(({ input }) => input)
    },
  }
}

test('polls builders in transition, and lists all at the idle interval', async () => {
  const { time, gateway, home, poll } = await startLarge()
  await using _ = gateway
  await using events = watchImageBuilders(gateway.url, '(snapshot: true)')
  await events.take(121)
  for (let polls = 0; polls < 7; polls++) expect(await poll(ACTIVE_MS)).toEqual([{ Names: ['builder-007'] }])
  // A change that only a listing can show is delayed, not lost.
  home.change('image-builder', 'builder-100', { State: 'RUNNING' })
  expect(await poll(ACTIVE_MS)).toMatchObject([{ MaxResults: 100 }, { NextToken: expect.any(String) }])
  expect(await events.next()).toMatchObject({ kind: 'STATE_CHANGED', item: { name: 'builder-100' } })
  home.change('image-builder', 'builder-007', { State: 'RUNNING' })
  expect(await poll(ACTIVE_MS)).toEqual([{ Names: ['builder-007'] }])
  expect(await events.next()).toMatchObject({ previousState: 'PENDING', state: 'RUNNING' })
  const calls = gateway.emulator.calls.count()
  time.advance(IDLE_MS - 1)
  expect(gateway.emulator.calls.count()).toBe(calls)
})

test('polls only images in transition', async () => {
  const { gateway, home, poll } = await startLarge()
  await using _ = gateway
  await using events = watchImages(gateway.url, '(snapshot: true)')
  await events.take(31)
  expect(await poll(ACTIVE_MS)).toEqual([{ Arns: [imageArn('image-7')] }])
  home.change('image', 'image-7', { State: 'AVAILABLE' })
  expect(await poll(ACTIVE_MS)).toEqual([{ Arns: [imageArn('image-7')] }])
  expect(await events.next()).toMatchObject({ previousState: 'COPYING', state: 'AVAILABLE' })
  home.putImage({ Name: 'later' })
  const types = (await poll(IDLE_MS)).map(({ Type }) => Type)
  expect(new Set(types)).toEqual(new Set(['PRIVATE', 'SHARED']))
  expect(await events.next()).toMatchObject({ kind: 'CREATED', item: { name: 'later' } })
})

test.each(['fail', 'omit'] as const)(
  'reports one of two transitioning builders as deleted (missing names: %s)',
  async (someNamesMissing) => {
    const { gateway, home, poll } = await startLarge({ emulator: { behaviour: { someNamesMissing } } })
    await using _ = gateway
    home.change('image-builder', 'builder-008', { State: 'DELETING' })
    home.change('image', 'image-8', { State: 'DELETING' })
    await using builders = watchImageBuilders(gateway.url, '(snapshot: true)')
    await builders.take(121)
    await using images = watchImages(gateway.url, '(snapshot: true)')
    await images.take(31)
    home.deleteImageBuilder('builder-008')
    home.deleteImage('image-8')
    await poll(ACTIVE_MS)
    expect(await builders.next()).toMatchObject({ kind: 'DELETED', item: { name: 'builder-008' } })
    expect(await images.next()).toMatchObject({ kind: 'DELETED', item: { name: 'image-8' } })
  },
)

test('follows the pages of a transition poll without reporting deletions', async () => {
  const { gateway, home, poll } = await startLarge({ emulator: { behaviour: { namedPageSize: 1 } } })
  await using _ = gateway
  for (const name of ['builder-008', 'builder-009']) home.change('image-builder', name, { State: 'PENDING' })
  for (const name of ['image-8', 'image-9']) home.change('image', name, { State: 'COPYING' })
  await using builders = watchImageBuilders(gateway.url, '(snapshot: true)')
  await builders.take(121)
  await using images = watchImages(gateway.url, '(snapshot: true)')
  await images.take(31)
  home.change('image-builder', 'builder-009', { State: 'RUNNING' })
  home.change('image', 'image-9', { State: 'AVAILABLE' })
  const inputs = await poll(ACTIVE_MS)
  expect(await builders.next()).toMatchObject({ kind: 'STATE_CHANGED', item: { name: 'builder-009' } })
  expect(await images.next()).toMatchObject({ kind: 'STATE_CHANGED', item: { name: 'image-9' } })
  // Reads by key, not by a listing that would hide a lost page.
  expect(inputs.every(({ Names, Arns }) => Names !== undefined || Arns !== undefined)).toBe(true)
})

test('polls everything after AWS rejects a mutation, despite other transitions', async () => {
  const { gateway, home } = await startLarge()
  await using _ = gateway
  await using events = watchImageBuilders(gateway.url, '(snapshot: true)')
  await events.take(121)
  home.change('image-builder', 'builder-100', { State: 'RUNNING' })
  await gateway.read('mutation { startImageBuilder(input: { name: "builder-100" }) { __typename } }')
  expect(await events.next()).toMatchObject({ state: 'RUNNING', item: { name: 'builder-100' } })
})
