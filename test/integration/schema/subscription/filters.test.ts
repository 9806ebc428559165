import { expect, test } from 'vitest'
import { imageArn } from '../../../support/gateway.ts'
import { subscribe } from '../../../support/subscription.ts'
import { stackArn } from '../fleet/support.ts'
import { type FilteredEvent, startWatched, tell, watchBuilders, watchFleets } from './filters.ts'

const IDLE_MS = 15_000

test('begins with the resources that match, and emits their changes only', async () => {
  const { time, gateway, home } = await startWatched()
  await using _ = gateway
  home.putImageBuilder({ Name: 'blue-1', State: 'STOPPED', Platform: 'WINDOWS_SERVER_2022' })
  home.putImageBuilder({ Name: 'blue-2', State: 'STOPPED', Platform: 'AMAZON_LINUX2' })
  home.putImageBuilder({ Name: 'red', State: 'STOPPED', Platform: 'WINDOWS_SERVER_2022' })
  await using events = watchBuilders(
    gateway,
    'snapshot: true, filter: { namePrefix: "blue", platforms: [WINDOWS_SERVER_2022] }',
  )
  expect(tell(await events.take(2))).toEqual([
    ['SNAPSHOT', 'blue-1', 'STOPPED', true],
    ['SYNCED', null, null, null],
  ])
  for (const name of ['red', 'blue-2', 'blue-1']) home.change('image-builder', name, { State: 'RUNNING' })
  home.putImageBuilder({ Name: 'green', State: 'PENDING', Platform: 'WINDOWS_SERVER_2022' })
  time.advance(IDLE_MS)
  expect(tell(await events.take(1))).toEqual([['STATE_CHANGED', 'blue-1', 'RUNNING', true]])
  for (const name of ['red', 'blue-1']) home.deleteImageBuilder(name)
  time.advance(IDLE_MS)
  expect(tell(await events.take(1))).toEqual([['DELETED', 'blue-1', null, false]])
})

test('emits the change by which a resource enters or leaves the filter', async () => {
  const { gateway, home } = await startWatched()
  await using _ = gateway
  home.putImageBuilder({ Name: 'builder', State: 'STOPPED' })
  await using events = watchBuilders(gateway, 'snapshot: true, filter: { states: [RUNNING, STOPPING] }')
  expect(tell(await events.take(1))).toEqual([['SYNCED', null, null, null]])
  const seen = []
  for (const State of ['PENDING', 'RUNNING', 'STOPPING', 'STOPPED', 'DELETING']) {
    home.change('image-builder', 'builder', { State })
    await gateway.read('{ imageBuilders { totalCount } }', { headers: { 'cache-control': 'no-cache' } })
    if (State !== 'PENDING' && State !== 'DELETING') seen.push(...(await events.take(1)))
  }
  expect(tell(seen)).toEqual([
    ['STATE_CHANGED', 'builder', 'RUNNING', true],
    ['STATE_CHANGED', 'builder', 'STOPPING', true],
    ['STATE_CHANGED', 'builder', 'STOPPED', false],
  ])
})

test('says by matches that a resource has left the states', async () => {
  const { time, gateway, home } = await startWatched()
  await using _ = gateway
  home.putImageBuilder({ Name: 'builder', State: 'RUNNING' })
  await using events = watchBuilders(gateway, 'snapshot: true, states: [RUNNING]')
  await events.take(2)
  home.change('image-builder', 'builder', { State: 'STOPPED' })
  time.advance(IDLE_MS)
  expect(tell(await events.take(1))).toEqual([['STATE_CHANGED', 'builder', 'STOPPED', false]])
})

test('emits a change of the image only to filters that it affects', async () => {
  const { time, gateway, home } = await startWatched()
  await using _ = gateway
  const [old, next] = [imageArn('old'), imageArn('next')]
  home.putFleet({ Name: 'desks', State: 'STOPPED', ImageArn: old })
  await using leaving = watchFleets(gateway, `snapshot: true, filter: { imageArn: "${old}" }`)
  await using entering = watchFleets(gateway, `snapshot: true, filter: { imageArn: "${next}" }`)
  await using everything = watchFleets(gateway, 'snapshot: true')
  await leaving.take(2)
  await entering.take(1)
  await everything.take(2)
  home.change('fleet', 'desks', { ImageArn: next })
  time.advance(IDLE_MS)
  expect(tell(await leaving.take(1))).toEqual([['STATE_CHANGED', 'desks', 'STOPPED', false]])
  expect(tell(await entering.take(1))).toEqual([['STATE_CHANGED', 'desks', 'STOPPED', true]])
  home.change('fleet', 'desks', { State: 'STARTING' })
  time.advance(IDLE_MS)
  expect(tell(await everything.take(1))).toEqual([['STATE_CHANGED', 'desks', 'STARTING', true]])
})

test('requires the filter and the other arguments to match', async () => {
  const { gateway, home } = await startWatched({ env: { AWS_REGIONS: 'us-east-1,eu-west-1' } })
  await using _ = gateway
  const europe = gateway.emulator.region('eu-west-1')
  for (const region of [home, europe]) {
    region.putImageBuilder({ Name: 'one', State: 'STOPPED' })
    region.putImageBuilder({ Name: 'two', State: 'RUNNING' })
  }
  home.putImageBuilder({ Name: 'three', State: 'STOPPED' })
  await using events = watchBuilders(
    gateway,
    'snapshot: true, targets: [{ region: "us-east-1" }], names: ["one", "two"], filter: { states: [STOPPED] }',
  )
  expect(tell(await events.take(2))).toEqual([
    ['SNAPSHOT', 'one', 'STOPPED', true],
    ['SYNCED', null, null, null],
  ])
})

test('an empty filter matches everything, an empty list nothing', async () => {
  const { gateway, home } = await startWatched()
  await using _ = gateway
  home.putImageBuilder({ Name: 'builder', State: 'STOPPED' })
  await using all = watchBuilders(gateway, 'snapshot: true, filter: { names: null }')
  expect((await all.take(2)).map(({ kind }) => kind)).toEqual(['SNAPSHOT', 'SYNCED'])
  await using none = watchBuilders(gateway, 'snapshot: true, filter: { names: [] }')
  expect((await none.take(1)).map(({ kind }) => kind)).toEqual(['SYNCED'])
})

test('filters changes of capacity', async () => {
  const { time, gateway, home } = await startWatched()
  await using _ = gateway
  for (const Name of ['one', 'two']) home.putFleet({ Name, State: 'RUNNING' })
  await using events = subscribe<FilteredEvent>(
    gateway.url,
    `subscription { event: appStreamFleetCapacityChanged(snapshot: true, filter: { names: ["two"] }) {
      kind matches item: fleet { name } } }`,
  )
  expect((await events.take(2)).map(({ kind, item }) => [kind, item?.name])).toEqual([
    ['SNAPSHOT', 'two'],
    ['SYNCED', undefined],
  ])
  for (const name of ['one', 'two']) {
    home.change('fleet', name, { ComputeCapacityStatus: { Desired: 9, Running: 1, InUse: 1, Available: 0 } })
  }
  time.advance(IDLE_MS)
  expect(await events.next()).toMatchObject({ kind: 'STATE_CHANGED', matches: true, item: { name: 'two' } })
})

test('filters fleets by findings that follow from the fleet', async () => {
  const { time, gateway, home } = await startWatched()
  await using _ = gateway
  home.putFleet({ Name: 'desks', State: 'RUNNING' })
  await using events = watchFleets(gateway, 'snapshot: true, filter: { findings: [ERRORS] }')
  expect((await events.take(1)).map(({ kind }) => kind)).toEqual(['SYNCED'])
  const FleetErrors = [{ ErrorCode: 'INTERNAL_SERVICE_ERROR', ErrorMessage: 'broken' }]
  home.change('fleet', 'desks', { FleetErrors })
  time.advance(IDLE_MS)
  expect(tell(await events.take(1))).toEqual([['STATE_CHANGED', 'desks', 'RUNNING', true]])
  home.change('fleet', 'desks', { FleetErrors: [] })
  time.advance(IDLE_MS)
  expect(tell(await events.take(1))).toEqual([['STATE_CHANGED', 'desks', 'RUNNING', false]])
})

test.each([
  ['appStreamFleetStateChanged', `{ stackArn: "${stackArn('office')}" }`, '`filter.stackArn` cannot be used'],
  ['appStreamFleetStateChanged', '{ findings: [ERRORS, IMAGE_GONE] }', 'cannot contain IMAGE_GONE'],
  ['appStreamFleetStateChanged', '{ findings: [START_OVERDUE] }', 'cannot contain START_OVERDUE'],
  [
    'appStreamFleetCapacityChanged',
    `{ stackArn: "${stackArn('office')}" }`,
    '`filter.stackArn` cannot be used',
  ],
  ['imageStateChanged', '{ visibilities: [SHARED, PUBLIC] }', 'cannot contain PUBLIC'],
  ['imageBuilderStateChanged', '{ imageArn: "golden" }', 'filter.imageArn'],
  ['imageBuilderStateChanged', `{ imageArn: "${stackArn('office')}" }`, 'filter.imageArn'],
])('%s rejects the filter %s', async (field, filter, message) => {
  const { gateway } = await startWatched()
  await using _ = gateway
  await using events = subscribe(gateway.url, `subscription { event: ${field}(filter: ${filter}) { kind } }`)
  const failure = await events.next().catch(String)
  expect(failure).toContain('BAD_USER_INPUT')
  expect(failure).toContain(message)
  expect(gateway.emulator.calls.count()).toBe(0)
})

test('polls once for any number of equal filters', async () => {
  const { time, gateway, home } = await startWatched()
  await using _ = gateway
  home.putImageBuilder({ Name: 'builder', State: 'STOPPED', ImageArn: imageArn('base') })
  await using all = new AsyncDisposableStack()
  const subscribers = Array.from({ length: 20 }, () =>
    all.use(watchBuilders(gateway, 'snapshot: true, filter: { names: ["builder"] }')),
  )
  await Promise.all(subscribers.map((events) => events.take(2)))
  expect(gateway.emulator.calls.count('DescribeImageBuilders')).toBe(1)
  home.change('image-builder', 'builder', { State: 'RUNNING' })
  time.advance(IDLE_MS)
  const events = await Promise.all(subscribers.map((each) => each.next()))
  expect(new Set(events.map(({ cursor }) => cursor)).size).toBe(1)
  expect(gateway.emulator.calls.count('DescribeImageBuilders')).toBe(2)
})
