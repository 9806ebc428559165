import { isDeepStrictEqual } from 'node:util'
import { expect, test } from 'vitest'
import { createReplica, describe } from '../support/clients/resuming-subscriber.ts'
import { createTestTime, startGateway } from '../support/gateway.ts'
import { seededRandom } from '../support/random.ts'
import { untilIdle } from '../support/until-idle.ts'

/** Two pages of a listing. */
const NAMES = Array.from({ length: 130 }, (_, index) => `builder-${String(index).padStart(3, '0')}`)
const STATES = ['PENDING', 'RUNNING', 'STOPPING', 'STOPPED', 'FAILED']
const CHANGES = 5_000
/** Exceeds any pause of a watcher, so that another poll is due. */
const LONG_MS = 60_001
/** Exceeds the retention of the log. */
const TOO_LONG_MS = 600_001

interface Listed {
  readonly name: string
  readonly state: string
  readonly createdTime: string
}

interface Listing {
  readonly head: { readonly changeCursor: string; readonly nodes: readonly Listed[] } | null
  readonly tail: { readonly nodes: readonly Listed[] } | null
}

const LISTING = `{
  head: imageBuilders(first: 100) { changeCursor nodes { name state createdTime } }
  tail: imageBuilders(last: 100) { nodes { name state createdTime } }
}`

test(`a resuming subscriber matches every poll in ${CHANGES} changes amid faults`, async () => {
  const time = createTestTime()
  await using gateway = await startGateway({ ...time, env: { UPSTREAM_MAX_ATTEMPTS: '1' } })
  const { home, emulator } = gateway
  const random = seededRandom(4)
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item
  using replica = createReplica(gateway.url)
  let created = Date.UTC(2026, 0, 1)
  let changes = 0

  function change(): void {
    changes++
    const name = pick(NAMES)
    const dice = random()
    created += 1_000
    const anew = { Name: name, State: pick(STATES), CreatedTime: new Date(created) }
    // Replaces an existing one with another of the same name.
    if (!home.imageBuilders.has(name) || dice < 0.05) home.putImageBuilder(anew)
    else if (dice < 0.15) home.deleteImageBuilder(name)
    else home.change('image-builder', name, { State: pick(STATES) })
  }

  function spoil(): void {
    emulator.faults.clear()
    const dice = random()
    if (dice < 0.15) emulator.faults.add({ error: { type: 'ThrottlingException' }, times: 1 })
    else if (dice < 0.35) {
      emulator.faults.add({ match: ({ NextToken }) => NextToken !== undefined, reset: 'before', times: 1 })
    } else if (dice < 0.45) emulator.faults.add({ latencyMs: 5 })
    else if (dice < 0.6) {
      // Changes resources between the pages of a listing, so that they differ in time.
      const match = ({ NextToken }: { NextToken?: unknown }) => {
        if (NextToken !== undefined) change()
        return false
      }
      emulator.faults.add({ match })
    }
  }

  /** Waits until no poll is running: the timers of the bookmark and the next poll are set. */
  async function settled(): Promise<void> {
    while (time.timers() < 2) await time.nextTimer()
  }

  const comparisons = { made: 0, failed: 0 }

  /** Compares the subscriber with the answer of a query at the same cursor. */
  async function compare(): Promise<Readonly<Record<string, string>> | undefined> {
    for (;;) {
      const { data } = await gateway.query<Listing, never>(LISTING)
      if (data?.head == null || data.tail == null) {
        comparisons.failed++
        return undefined
      }
      const { changeCursor } = data.head
      await replica.reached(changeCursor)
      // A poll may have ended meanwhile, which makes the answer outdated.
      if (!replica.isAt(changeCursor)) continue
      const nodes = [...data.head.nodes, ...data.tail.nodes].map(({ name, state, createdTime }) => [
        name,
        describe(state, createdTime),
      ])
      const seen = Object.fromEntries(nodes.sort())
      expect(Object.fromEntries([...replica.held].sort())).toEqual(seen)
      comparisons.made++
      return seen
    }
  }

  replica.connect()
  for (let round = 0; changes < CHANGES; round++) {
    for (let batch = 1 + Math.floor(random() * 30); batch > 0; batch--) change()
    spoil()
    const dice = random()
    if (dice < 0.2) replica.cut()
    else if (dice < 0.5) replica.cutAfter(1 + Math.floor(random() * 20))
    if (dice < 0.03) await away()
    time.advance(pick([2_000, 15_000, LONG_MS]))
    replica.connect()
    await settled()
    await compare()
    if (round % 10 !== 9) continue
    // Without faults and changes, the view equals the state of AWS.
    emulator.faults.clear()
    const there = Object.fromEntries(
      [...home.imageBuilders.values()].map(({ Name, State = '', CreatedTime }) => [
        Name,
        describe(State, CreatedTime?.toISOString()),
      ]),
    )
    let seen: unknown
    // The first poll may have begun earlier.
    for (let polls = 0; polls < 3 && !isDeepStrictEqual(seen, there); polls++) {
      time.advance(LONG_MS)
      await settled()
      seen = await compare()
    }
    expect(seen).toEqual(there)
  }

  /** Disconnects until the cursor has expired or polling has stopped. */
  async function away(): Promise<void> {
    replica.cut()
    await untilIdle(time)
    time.advance(pick([1, TOO_LONG_MS]))
    change()
  }

  const failed = emulator.calls.all.filter(({ status }) => status !== 200).length
  expect(failed).toBeGreaterThan(30)
  expect(comparisons.made).toBeGreaterThan(200)
  expect(replica.counts.cuts).toBeGreaterThan(50)
  expect(replica.counts.resets).toBeGreaterThan(0)
})
