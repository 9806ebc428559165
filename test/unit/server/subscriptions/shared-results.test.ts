import { expect, test } from 'vitest'
import { createSharedResults } from '../../../../src/server/subscriptions/shared-results.ts'

const RESULT = { data: { event: 1 } }

test('executes an event once for all subscribers with the same key', async () => {
  const results = createSharedResults()
  const event = {}
  let executions = 0
  const get = (key: string) =>
    results.get(event, key, async () => {
      executions++
      return { result: RESULT, bytes: 10 }
    })
  const [one, other] = [get('a'), get('a')]
  await Promise.all([one.settled, other.settled])
  expect(one.value).toBe(RESULT)
  expect(get('a')).toBe(one)
  get('b')
  expect(executions).toBe(2)
})

test('aborts an execution when its last subscriber leaves', async () => {
  const results = createSharedResults()
  const event = {}
  let abandoned: AbortSignal | undefined
  const get = () =>
    results.get(event, 'a', (signal) => {
      abandoned = signal
      return new Promise(() => {})
    })
  const leave = [get().hold(), get().hold()]
  leave[0]?.()
  leave[0]?.()
  expect(abandoned?.aborted).toBe(false)
  leave[1]?.()
  expect(abandoned?.aborted).toBe(true)
  const first = abandoned
  get()
  expect(abandoned).not.toBe(first)
})

test('keeps results up to a number of bytes', () => {
  const results = createSharedResults()
  const events = Array.from({ length: 20 }, () => ({}))
  let executions = 0
  const get = (event: object) =>
    results.get(event, 'a', () => {
      executions++
      return { result: RESULT, bytes: 1_000_000 }
    })
  for (const event of events) get(event)
  expect(executions).toBe(20)
  for (const event of events.slice(-8)) get(event)
  expect(executions).toBe(20)
  get(events[0] ?? {})
  expect(executions).toBe(21)
})
