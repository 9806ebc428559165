import { expect, test } from 'vitest'
import { createSlices } from '../../../src/inventory/slices.ts'

/** Creates a scheduler with a manual clock and event loop. */
function createTestSlices() {
  let now = 0
  let scheduled: (() => void)[] = []
  const slices = createSlices({
    clock: { now: () => now },
    sliceMs: 10,
    nextTurn: (run) => void scheduled.push(run),
  })
  return {
    slices,
    work: (ms: number) => {
      now += ms
    },
    /** Runs one turn of the event loop and every promise that it settles. */
    async turn() {
      const due = scheduled
      scheduled = []
      for (const run of due) run()
      await new Promise<void>((resolve) => setImmediate(resolve))
    },
  }
}

test('runs tasks in order, as many per turn as fit a slice', async () => {
  const { slices, work, turn } = createTestSlices()
  const ran: number[] = []
  for (let task = 0; task < 6; task++) {
    slices.schedule(() => {
      ran.push(task)
      work(4)
    })
  }
  expect(ran).toEqual([])
  await turn()
  expect(ran).toEqual([0, 1, 2])
  expect(slices.waiting()).toBe(3)
  await turn()
  expect(ran).toEqual([0, 1, 2, 3, 4, 5])
})

test('counts promise work that a task settles towards its slice', async () => {
  const { slices, work, turn } = createTestSlices()
  const ran: number[] = []
  for (let task = 0; task < 4; task++) {
    slices.schedule(() => {
      void (async () => {
        for (let hop = 0; hop < 20; hop++) await undefined
        ran.push(task)
        work(10)
      })()
    })
  }
  await turn()
  expect(ran).toEqual([0])
  await turn()
  expect(ran).toEqual([0, 1])
})

test('queues a task scheduled by another behind those waiting', async () => {
  const { slices, work, turn } = createTestSlices()
  const ran: string[] = []
  const again = (name: string) => {
    ran.push(name)
    work(10)
    slices.schedule(() => again(name))
  }
  slices.schedule(() => again('a'))
  slices.schedule(() => again('b'))
  for (let turns = 0; turns < 4; turns++) await turn()
  expect(ran).toEqual(['a', 'b', 'a', 'b'])
})
