import { expect, test } from 'vitest'
import { createSlices } from '../../../../src/inventory/slices.ts'
import { EventResults } from '../../../../src/server/subscriptions/event-results.ts'

/** Subscriptions of one connection; each has one event after another. */
function subscribe(count: number, mayBeLarge: boolean) {
  const executed: number[] = []
  let last = Promise.resolve()
  const sink = {
    room: () => undefined,
    reserve() {
      const { promise, resolve } = Promise.withResolvers<void>()
      const reserved = last.then(() => resolve)
      last = promise
      return reserved
    },
  }
  async function* events() {
    for (let event = 0; ; event++) yield event
  }
  const slices = createSlices()
  const subscriptions = Array.from({ length: count }, (_, index) => {
    const resultOf = () => {
      executed.push(index)
      return { value: { data: {} }, bytes: 1_000_000, settled: Promise.resolve(), hold: () => () => {} }
    }
    const subscription = { caller: 'me', sink, mayBeLarge }
    return new EventResults(events(), subscription, { slices, roomToSend: () => undefined, resultOf })
  })
  return { executed, subscriptions }
}

test('executes the next large event once the last is sent', async () => {
  const { executed, subscriptions } = subscribe(3, true)
  const results = subscriptions.map((subscription) => subscription.next())
  await results[0]
  expect(executed).toEqual([0])
  // The transport asks for the next event when it has sent the last one.
  void subscriptions[0]?.next()
  await results[1]
  expect(executed).toEqual([0, 1])
  await subscriptions[1]?.return()
  await results[2]
  expect(executed).toEqual([0, 1, 2])
})

test('a subscription that ends while waiting admits the next', async () => {
  const { executed, subscriptions } = subscribe(3, true)
  const results = subscriptions.map((subscription) => subscription.next())
  await results[0]
  await subscriptions[1]?.return()
  await subscriptions[0]?.return()
  expect(await results[1]).toMatchObject({ done: true })
  expect(await results[2]).toMatchObject({ done: false })
  expect(executed).toEqual([0, 2])
})

test('small events of a connection do not wait for each other', async () => {
  const { executed, subscriptions } = subscribe(3, false)
  await Promise.all(subscriptions.map((subscription) => subscription.next()))
  expect(executed).toEqual([0, 1, 2])
})
