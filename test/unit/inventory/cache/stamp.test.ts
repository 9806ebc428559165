import { setTimeout } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { createStamp } from '../../../../src/inventory/cache/stamp.ts'
import { createReads } from '../../../../src/schema/reads.ts'
import { createTestClock } from '../../../support/gateway.ts'

/** Collects what nothing refers to. */
async function collect(): Promise<void> {
  setFlagsFromString('--expose-gc')
  const gc: unknown = runInNewContext('gc')
  for (let round = 0; round < 5; round++) {
    // A task may still hold what it has dereferenced.
    await setTimeout(1)
    if (typeof gc === 'function') gc()
  }
}

test('does not keep state that has ended', async () => {
  function start() {
    const state = { isServed: true }
    const stamp = createStamp(() => state.isServed)
    const dependency = stamp.dependency()
    expect(dependency.isCurrent()).toBe(true)
    stamp.replace()
    return { dependency, state: new WeakRef(state) }
  }
  const { dependency, state } = start()
  await collect()

  expect(state.deref()).toBeUndefined()
  expect(dependency.isCurrent()).toBe(false)
})

test('keeps nothing that was read with the expiry of an answer', async () => {
  const clock = createTestClock()
  function read() {
    const reads = createReads(clock)
    const dependency = { isCurrent: () => true }
    reads.note(dependency, clock.now() + 1_000)
    const [expiry] = reads.dependencies() ?? []
    return { expiry, dependency: new WeakRef(dependency) }
  }
  const { expiry, dependency } = read()
  await collect()

  expect(dependency.deref()).toBeUndefined()
  expect(expiry?.isCurrent()).toBe(true)
})
