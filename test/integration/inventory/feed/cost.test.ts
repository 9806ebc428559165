import { expect, test } from 'vitest'
import { callsOf, openSubscribers } from '../../../support/clients/many-subscribers.ts'
import { createTestTime, startGateway } from '../../../support/gateway.ts'

test('makes the same AWS calls for 1, 100 and 1,000 subscribers', async () => {
  const one = await callsOf(1, 1)
  expect(one.length).toBeGreaterThan(0)
  expect(await callsOf(10, 10)).toEqual(one)
  expect(await callsOf(20, 50)).toEqual(one)
})

test('neither polls nor sets timers without subscribers, even after many have left', async () => {
  const time = createTestTime()
  await using gateway = await startGateway({ ...time })
  gateway.home.putImageBuilder({ Name: 'builder', State: 'PENDING' })
  await gateway.read('{ imageBuilders { totalCount } }')
  expect(time.timers()).toBe(0)

  for (let round = 0; round < 5; round++) {
    const subscribers = await openSubscribers(gateway.url, 4, 10)
    await subscribers.close()
  }
  // The disconnection of the last subscriber is noticed when its socket closes on this side; its timers
  // remain until then.
  await expect.poll(() => time.timers(), { timeout: 30_000 }).toBeLessThanOrEqual(2)
  time.advance(5_000)
  await expect.poll(() => time.timers(), { timeout: 30_000 }).toBe(0)
  const calls = gateway.emulator.calls.count()
  time.advance(3_600_000)
  expect(time.timers()).toBe(0)
  expect(gateway.emulator.calls.count()).toBe(calls)
})
