import { expect, test } from 'vitest'
import { createTestClock, createTestTime, startGateway } from '../../../support/gateway.ts'
import { subscribe } from '../../../support/subscription.ts'

const IDLE_MS = 15_000
const ACTIVE_MS = 2_000

interface StateEvent {
  readonly kind: string
  readonly cursor: string
  readonly state: string | null
  readonly previousState: string | null
  readonly errorsChanged: boolean
  readonly fleet: { readonly name: string } | null
}

function watchStates(url: string, args: string) {
  return subscribe<StateEvent>(
    url,
    `subscription { event: appStreamFleetStateChanged${args} { kind cursor state previousState errorsChanged fleet { name } } }`,
  )
}

function watchCapacity(url: string, args: string) {
  return subscribe<unknown>(
    url,
    `subscription { event: appStreamFleetCapacityChanged${args} {
      kind fleet { name } previousCapacity { provisioned } capacity { unit desired provisioned pending utilization }
    } }`,
  )
}

const status = (Desired: number, Running: number, InUse = 0) => ({
  ComputeCapacityStatus: { Desired, Running, InUse, Available: Running - InUse },
})

async function start() {
  const time = createTestTime()
  // The emulator's clock stands still, so that a fleet starts only when a test changes it.
  const gateway = await startGateway({ ...time, emulator: { clock: createTestClock() } })
  gateway.home.putFleet({ Name: 'desks', State: 'STOPPED', ...status(2, 0) })
  return { time, gateway, home: gateway.home }
}

test('emits created, changed and deleted fleets, including error codes', async () => {
  const { time, gateway, home } = await start()
  await using _ = gateway
  await using events = watchStates(gateway.url, '(snapshot: true)')
  expect(await events.take(2)).toMatchObject([
    { kind: 'SNAPSHOT', state: 'STOPPED', fleet: { name: 'desks' } },
    { kind: 'SYNCED', fleet: null, errorsChanged: false },
  ])
  home.change('fleet', 'desks', { State: 'STARTING' })
  time.advance(IDLE_MS)
  expect(await events.next()).toMatchObject({
    ...{ kind: 'STATE_CHANGED', previousState: 'STOPPED', state: 'STARTING', errorsChanged: false },
  })
  home.change('fleet', 'desks', { FleetErrors: [{ ErrorCode: 'SUBNET_NOT_FOUND', ErrorMessage: 'None.' }] })
  time.advance(ACTIVE_MS)
  expect(await events.next()).toMatchObject({
    ...{ kind: 'STATE_CHANGED', previousState: 'STARTING', state: 'STARTING', errorsChanged: true },
  })
  home.fleets.remove('desks')
  home.putFleet({ Name: 'later', State: 'STOPPED' })
  time.advance(ACTIVE_MS)
  expect(await events.take(2)).toMatchObject([
    { kind: 'DELETED', fleet: { name: 'desks' }, state: null },
    { kind: 'CREATED', fleet: { name: 'later' }, state: 'STOPPED' },
  ])
})

test('emits capacity and states to separate subscriptions from shared polls', async () => {
  const { time, gateway, home } = await start()
  await using _ = gateway
  await using states = watchStates(gateway.url, '(snapshot: true)')
  await using capacity = watchCapacity(gateway.url, '(snapshot: true, names: ["desks"])')
  await states.take(2)
  expect(await capacity.take(2)).toMatchObject([
    {
      kind: 'SNAPSHOT',
      capacity: { unit: 'INSTANCES', desired: 2, provisioned: 0, pending: 2, utilization: null },
    },
    { kind: 'SYNCED', capacity: null },
  ])
  gateway.emulator.calls.clear()
  home.change('fleet', 'desks', status(2, 2, 1))
  time.advance(IDLE_MS)
  expect(await capacity.next()).toMatchObject({
    kind: 'STATE_CHANGED',
    previousCapacity: { provisioned: 0 },
    capacity: { provisioned: 2, pending: 0, utilization: 0.5 },
  })
  expect(gateway.emulator.calls.count('DescribeFleets')).toBe(1)
  // A change of capacity is not a change of state: the next event is the next state change.
  home.change('fleet', 'desks', { State: 'RUNNING' })
  time.advance(IDLE_MS)
  expect(await states.next()).toMatchObject({ kind: 'STATE_CHANGED', state: 'RUNNING' })
})

test('misses nothing after the changeCursor of a start', async () => {
  const { time, gateway } = await start()
  await using _ = gateway
  await gateway.read('{ appStreamFleets { totalCount } }')
  const answer = await gateway.read<{ startAppStreamFleet: { changeCursor: string } }, never>(
    'mutation { startAppStreamFleet(input: { name: "desks" }) { ... on StartAppStreamFleetPayload { changeCursor fleet { state } } } }',
  )
  const { changeCursor } = answer.startAppStreamFleet
  await using events = watchStates(gateway.url, `(after: "${changeCursor}")`)
  expect(await events.next()).toMatchObject({
    kind: 'STATE_CHANGED',
    previousState: 'STOPPED',
    state: 'STARTING',
  })
  // The event came from the log; the first poll may still be running.
  await expect.poll(() => time.delays(), { timeout: 30_000 }).toContain(ACTIVE_MS)
  gateway.home.change('fleet', 'desks', { State: 'RUNNING' })
  time.advance(ACTIVE_MS)
  expect(await events.next()).toMatchObject({ kind: 'STATE_CHANGED', state: 'RUNNING' })
})

test('emits only the selected states', async () => {
  const { time, gateway, home } = await start()
  await using _ = gateway
  await using events = watchStates(gateway.url, '(states: [RUNNING], snapshot: true)')
  expect(await events.next()).toMatchObject({ kind: 'SYNCED' })
  home.change('fleet', 'desks', { State: 'STARTING' })
  time.advance(IDLE_MS)
  await expect.poll(() => time.delays(), { timeout: 30_000 }).toContain(ACTIVE_MS)
  home.change('fleet', 'desks', { State: 'RUNNING' })
  time.advance(ACTIVE_MS)
  expect(await events.next()).toMatchObject({
    kind: 'STATE_CHANGED',
    previousState: 'STARTING',
    state: 'RUNNING',
  })
})
