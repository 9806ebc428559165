import DataLoader from 'dataloader'
import { expect, test } from 'vitest'
import { createTurns } from '../../../../src/schema/pacing/turns.ts'

/** Creates a scheduler with a manual clock and event loop. */
function createTestTurns() {
  let now = 0
  let scheduled: (() => void)[] = []
  const turns = createTurns({
    clock: { now: () => now },
    sliceMs: 10,
    nextTurn: (run) => void scheduled.push(run),
  })
  return {
    turns,
    work: (ms: number) => {
      now += ms
    },
    /** Runs one turn of the event loop and every promise that it settles. */
    async turn() {
      const due = scheduled
      scheduled = []
      for (const run of due) {
        run()
        await settled()
      }
    },
    isIdle: () => scheduled.length === 0,
  }
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

test('does not delay an unregistered execution', async () => {
  const { turns, isIdle } = createTestTurns()
  const { signal } = new AbortController()
  expect(turns.isRegistered(signal)).toBe(false)
  expect(await turns.defer(signal, 'value')).toBe('value')
  expect(isIdle()).toBe(true)
})

test('resumes values in order until the slice ends', async () => {
  const { turns, work, turn } = createTestTurns()
  const { signal } = new AbortController()
  turns.register(signal)
  const done: number[] = []
  for (const value of [1, 2, 3, 4, 5]) {
    turns.defer(signal, value).then((item) => {
      done.push(item)
      work(4)
    })
  }
  expect(done).toEqual([])
  await turn()
  expect(done).toEqual([1, 2, 3])
  await turn()
  expect(done).toEqual([1, 2, 3, 4, 5])
})

test('rotates registered executions', async () => {
  const { turns, work, turn } = createTestTurns()
  const done: string[] = []
  for (const name of ['a', 'b']) {
    const { signal } = new AbortController()
    turns.register(signal)
    for (const index of [1, 2]) {
      turns.defer(signal, `${name}${index}`).then((item) => {
        done.push(item)
        work(10)
      })
    }
  }
  for (let count = 0; count < 4; count++) await turn()
  expect(done).toEqual(['a1', 'b1', 'a2', 'b2'])
})

test('does not split a DataLoader batch across slices', async () => {
  const { turns, work, turn, isIdle } = createTestTurns()
  const { signal } = new AbortController()
  turns.register(signal)
  const batches: number[][] = []
  const loader = new DataLoader(
    async (keys: readonly number[]) => {
      batches.push([...keys])
      return keys
    },
    { batchScheduleFn: (batch) => turns.scheduleBatch(signal, batch) },
  )
  for (let key = 0; key < 30; key++) {
    turns.defer(signal, key).then((item) => {
      work(5)
      return loader.load(item)
    })
  }
  while (!isIdle()) await turn()
  expect(batches).toEqual([Array.from({ length: 30 }, (_, key) => key)])
})

test('drops the values of an aborted execution', async () => {
  const { turns, turn, isIdle } = createTestTurns()
  const aborted = new AbortController()
  const other = new AbortController()
  turns.register(aborted.signal)
  turns.register(other.signal)
  const done: string[] = []
  turns.defer(aborted.signal, 'aborted').then((item) => done.push(item))
  turns.defer(other.signal, 'other').then((item) => done.push(item))
  aborted.abort()
  turns.defer(aborted.signal, 'late').then((item) => done.push(item))
  while (!isIdle()) await turn()
  expect(done).toEqual(['other'])
})
