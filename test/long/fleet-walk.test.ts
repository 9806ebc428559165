import { expect, test, vi } from 'vitest'
import { createFollower } from '../support/clients/reconnecting-subscriber.ts'
import { createTestTime, startGateway } from '../support/gateway.ts'
import { seededRandom } from '../support/random.ts'
import {
  type Associated,
  applyTo,
  type Event,
  FIELDS,
  formatCapacity,
  formatErrors,
  formatState,
  type Listed,
} from './fleet-walk.ts'

const FLEETS = Array.from({ length: 40 }, (_, index) => `fleet-${index}`)
const STACKS = Array.from({ length: 10 }, (_, index) => `stack-${index}`)
const STATES = ['STARTING', 'RUNNING', 'STOPPING', 'STOPPED']
const ERROR_CODES = ['SUBNET_NOT_FOUND', 'STS_DISABLED_EXCEPTION', 'MACHINE_ROLE_IS_MISSING']
const CHANGES = 5_000

/** Exceeds any pause of a watcher, so that another poll is due. */
const LONG_MS = 60_001

const CAPACITY = 'desired provisioned inUse'
const LISTING = `{ appStreamFleets(first: 100) { nodes { ${FIELDS} state capacity { ${CAPACITY} } } } }`
const PAIRS = `{
  fleets: appStreamFleets(first: 100) { nodes { name others: stacks(first: 100) { nodes { name } } } }
  stacks: appStreamStacks(first: 100) { nodes { name others: fleets(first: 100) { nodes { name } } } }
}`

test(`two subscribers and both association sides match AWS through ${CHANGES} changes`, async () => {
  const time = createTestTime()
  const env = { UPSTREAM_MAX_ATTEMPTS: '1', READ_PATIENCE_MS: '600000' }
  await using gateway = await startGateway({ ...time, env })
  const { home, emulator } = gateway
  const random = seededRandom(13)
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item
  let created = Date.UTC(2026, 0, 1)
  let changes = 0
  for (const Name of STACKS) home.putStack({ Name })

  function change(): void {
    changes++
    const name = pick(FLEETS)
    const dice = random()
    if (!home.fleets.has(name) || dice < 0.04) {
      created += 1_000
      home.putFleet({ Name: name, State: pick(STATES), CreatedTime: new Date(created) })
    } else if (dice < 0.1) home.fleets.remove(name)
    else if (dice < 0.35) home.change('fleet', name, { State: pick(STATES) })
    else if (dice < 0.6) {
      const Desired = Math.floor(random() * 5)
      const Running = Math.floor(random() * (Desired + 1))
      const InUse = Math.floor(random() * (Running + 1))
      const ComputeCapacityStatus = { Desired, Running, InUse, Available: Running - InUse }
      home.change('fleet', name, { ComputeCapacityStatus })
    } else if (dice < 0.75) {
      const codes = ERROR_CODES.filter(() => random() < 0.3)
      home.change('fleet', name, {
        FleetErrors: codes.map((ErrorCode) => ({ ErrorCode, ErrorMessage: 'An error.' })),
      })
    } else if (dice < 0.9) home.associate(pick(STACKS), name)
    else home.disassociate(pick(STACKS), name)
  }

  function disturb(): void {
    emulator.faults.clear()
    const dice = random()
    if (dice < 0.15) emulator.faults.add({ error: { type: 'ThrottlingException' }, times: 1 })
    else if (dice < 0.25) emulator.faults.add({ error: { type: 'InternalFailure' }, times: 2 })
    else if (dice < 0.4) {
      emulator.faults.add({ match: ({ NextToken }) => NextToken !== undefined, reset: 'before', times: 1 })
    } else if (dice < 0.5) emulator.faults.add({ latencyMs: 5 })
  }

  const states = new Map<string, string>()
  let cursor: string | undefined
  const applyState = applyTo(
    states,
    ({ state }, fleet) => formatState(state, fleet),
    ({ kind, previousState, errorsChanged }, fleet, held) => {
      const [state, errors, createdTime] = JSON.parse(held)
      if (createdTime !== fleet.createdTime || state !== previousState) return false
      const differs = JSON.stringify(errors) !== JSON.stringify(formatErrors(fleet))
      return kind === 'DELETED' || differs === errorsChanged
    },
  )
  using stateFollower = createFollower<Event>(
    gateway.url,
    () => {
      // Without a cursor, it holds at most part of a snapshot.
      if (cursor === undefined) states.clear()
      const args = cursor === undefined ? 'snapshot: true' : `after: "${cursor}"`
      return `subscription { event: appStreamFleetStateChanged(${args}) {
        kind cursor state previousState errorsChanged fleet { ${FIELDS} }
      } }`
    },
    (event) => {
      applyState(event)
      cursor = event.cursor
    },
  )
  const capacities = new Map<string, string>()
  using capacityFollower = createFollower<Event>(
    gateway.url,
    () => {
      capacities.clear()
      return `subscription { event: appStreamFleetCapacityChanged(snapshot: true) {
        kind capacity { ${CAPACITY} } previousCapacity { ${CAPACITY} } fleet { ${FIELDS} }
      } }`
    },
    applyTo(
      capacities,
      ({ capacity }, fleet) => formatCapacity(capacity, fleet),
      ({ previousCapacity }, fleet, held) => formatCapacity(previousCapacity, fleet) === held,
    ),
  )
  const followers = [stateFollower, capacityFollower]
  const counts = { comparisons: 0, failedReadings: 0, pairComparisons: 0 }

  /** Waits until both subscribers hold what a query returns; returns false if the query failed. */
  async function compare(): Promise<boolean> {
    return vi.waitFor(
      async () => {
        const { data } = await gateway.query<{ appStreamFleets: { nodes: Listed[] } | null }, never>(LISTING)
        for (const follower of followers) follower.check()
        if (data?.appStreamFleets == null) {
          counts.failedReadings++
          return false
        }
        const { nodes } = data.appStreamFleets
        expect(new Map([...states].sort())).toEqual(
          new Map(nodes.map((fleet) => [fleet.name, formatState(fleet.state, fleet)] as const).sort()),
        )
        expect(new Map([...capacities].sort())).toEqual(
          new Map(nodes.map((fleet) => [fleet.name, formatCapacity(fleet.capacity, fleet)] as const).sort()),
        )
        counts.comparisons++
        return true
      },
      { timeout: 20_000, interval: 5 },
    )
  }

  /** Compares what a `no-cache` query returns of both sides with the associations at AWS, unless it failed. */
  async function comparePairs(): Promise<void> {
    const { data, errors } = await gateway.query<
      Readonly<Record<'fleets' | 'stacks', { readonly nodes: readonly Associated[] } | null>>,
      never
    >(PAIRS, { headers: { 'cache-control': 'no-cache' } })
    if (errors !== undefined) return void counts.failedReadings++
    const seen = (side: 'fleets' | 'stacks') =>
      Object.fromEntries(
        (data?.[side]?.nodes ?? []).map(({ name, others }) => [
          name,
          others?.nodes.map((other) => other.name),
        ]),
      )
    const { fleets, associations } = home
    expect(seen('fleets')).toEqual(
      Object.fromEntries([...fleets.keys()].map((name) => [name, [...associations.leftsOf(name)].sort()])),
    )
    expect(seen('stacks')).toEqual(
      Object.fromEntries(
        STACKS.map((name) => [
          name,
          associations
            .rightsOf(name)
            .filter((fleet) => fleets.has(fleet))
            .sort(),
        ]),
      ),
    )
    counts.pairComparisons++
  }

  for (let round = 0; changes < CHANGES; round++) {
    for (let batch = 1 + Math.floor(random() * 25); batch > 0; batch--) change()
    disturb()
    for (const follower of followers) {
      const dice = random()
      if (dice < 0.2) follower.cut()
      else if (dice < 0.5) follower.cutAfter(1 + Math.floor(random() * 20))
    }
    time.advance(pick([2_000, 15_000, LONG_MS]))
    for (const follower of followers) follower.connect()
    if (round % 4 === 3) await comparePairs()
    // Reading may have failed; without faults the next poll repairs that.
    emulator.faults.clear()
    time.advance(LONG_MS)
    await compare()
  }

  const failed = emulator.calls.all.filter(({ status }) => status !== 200).length
  expect(failed).toBeGreaterThan(30)
  expect(counts.comparisons).toBeGreaterThan(200)
  expect(counts.pairComparisons).toBeGreaterThan(30)
  for (const follower of followers) {
    expect(follower.counts.cuts).toBeGreaterThan(50)
    expect(follower.counts.events).toBeGreaterThan(1_000)
  }
})
