import { expect, test } from 'vitest'
import { createTestTime, startGateway } from '../support/gateway.ts'
import { seededRandom } from '../support/random.ts'
import { type Subscription, type WatchEvent, watchImageBuilders } from '../support/subscription.ts'

const NAMES = Array.from({ length: 130 }, (_, index) => `builder-${String(index).padStart(3, '0')}`)
const STATES = ['PENDING', 'RUNNING', 'STOPPING', 'STOPPED', 'FAILED']
const CHANGES = 5_000
/** More than any pause of a watcher: whatever the last poll did, another one is due. */
const LONG_MS = 60_001

/** What somebody who follows the events holds; fails at an event that does not follow from the last one. */
function createReplica() {
  const held = new Map<string, string | null>()
  return {
    held,
    apply({ kind, item, state, previousState }: WatchEvent): void {
      const name = item?.name ?? ''
      switch (kind) {
        case 'RESET':
          held.clear()
          return
        case 'SNAPSHOT':
        case 'CREATED':
          expect(held.has(name), `${kind} of ${name}, which is held`).toBe(false)
          held.set(name, state)
          return
        case 'STATE_CHANGED':
          expect(held.get(name), `${name} before`).toBe(previousState)
          held.set(name, state)
          return
        case 'DELETED':
          expect(held.get(name), `${name} before`).toBe(previousState)
          held.delete(name)
      }
    },
  }
}

test(`${CHANGES} changes, with failing pages, throttling and cut sockets: a resuming subscriber holds what AWS holds`, async () => {
  const time = createTestTime()
  await using gateway = await startGateway({ ...time, env: { UPSTREAM_MAX_ATTEMPTS: '1' } })
  const { home, emulator } = gateway
  const random = seededRandom(4)
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item
  const replica = createReplica()
  let created = Date.UTC(2026, 0, 1)
  let cursor: string | undefined
  let stream: Subscription<WatchEvent> | undefined
  let resumed = 0

  function change(): void {
    const name = pick(NAMES)
    const dice = random()
    if (!home.imageBuilders.has(name)) {
      created += 1_000
      home.putImageBuilder({ Name: name, State: pick(STATES), CreatedTime: new Date(created) })
    } else if (dice < 0.15) home.deleteImageBuilder(name)
    else home.change('image-builder', name, { State: pick(STATES) })
  }

  /** Follows until the mark: a builder that is made for it, and unmade. */
  async function followTo(mark: string): Promise<void> {
    stream ??= watchImageBuilders(
      gateway.url,
      cursor === undefined ? '(snapshot: true)' : `(after: "${cursor}")`,
    )
    for (;;) {
      const event = await stream.next()
      cursor = event.cursor
      replica.apply(event)
      if (event.kind === 'CREATED' && event.item?.name === mark) return
      // Without a mark in the log, the snapshot holds it.
      if (event.kind === 'SYNCED' && replica.held.has(mark)) return
    }
  }

  for (let made = 0, round = 0; made < CHANGES; round++) {
    const batch = 1 + Math.floor(random() * 40)
    emulator.faults.clear()
    for (let index = 0; index < batch; index++) change()
    made += batch
    const dice = random()
    if (dice < 0.2) emulator.faults.add({ error: { type: 'ThrottlingException' }, times: 1 })
    else if (dice < 0.4) {
      emulator.faults.add({ match: ({ NextToken }) => NextToken !== undefined, reset: 'before', times: 1 })
    } else if (dice < 0.5) emulator.faults.add({ latencyMs: 5 })
    time.advance(LONG_MS)
    // Let the poll that this began come to its end: pages are not of one moment, and the mark has to be on one that is.
    if (stream !== undefined) await time.nextTimer()
    if (random() < 0.3 && stream !== undefined) {
      await stream[Symbol.asyncDispose]()
      stream = undefined
      resumed++
    }
    // Another poll, once nothing fails any more, shows the mark; by then everything before it was told.
    emulator.faults.clear()
    const mark = `mark-${round}`
    home.putImageBuilder({ Name: mark, State: 'STOPPED' })
    let isThere = false
    const following = followTo(mark).finally(() => {
      isThere = true
    })
    following.catch(() => {})
    while (!isThere) {
      time.advance(LONG_MS)
      await Promise.race([following, time.nextTimer()])
    }
    await following
    const there = [...home.imageBuilders.values()].map(({ Name, State }) => [Name, State])
    expect(Object.fromEntries(replica.held)).toEqual(Object.fromEntries(there))
    home.deleteImageBuilder(mark)
  }
  await stream?.[Symbol.asyncDispose]()
  expect(resumed).toBeGreaterThan(10)
})
