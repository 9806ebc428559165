import { expect, test } from 'vitest'
import { emptySeed, startEmulator } from '../../src/emulator/server.ts'
import { measureFanOut } from '../bench/live/fan-out.ts'
import { memoryOf, startMeasuredGateway } from '../bench/servers/measured-gateway.ts'
import { callsOf } from '../support/clients/many-subscribers.ts'
import { visit } from '../support/clients/short-lived-subscriber.ts'
import { createTestTime, startGateway } from '../support/gateway.ts'
import { watchImageBuilders } from '../support/subscription.ts'
import { untilIdle } from '../support/until-idle.ts'

const CYCLES = 10_000
const AT_ONCE = 50

/** Runs that many short-lived subscribers, some of them concurrently. */
async function visitAll(url: string, count: number): Promise<void> {
  for (let done = 0; done < count; done += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => visit(url, done + index)))
  }
}

test('makes the AWS calls of one subscriber for 10,000', async () => {
  const one = await callsOf(1, 1)
  expect(one.length).toBeGreaterThan(0)
  expect(await callsOf(200, 50)).toEqual(one)
})

test(`leaves no timer or poll after ${CYCLES} subscribers disconnect`, async () => {
  const time = createTestTime()
  await using gateway = await startGateway({ ...time })
  gateway.home.putImageBuilder({ Name: 'builder', State: 'PENDING' })
  await visitAll(gateway.url, CYCLES)
  // The clock stood still: the first poll served all of them.
  expect(gateway.emulator.calls.count()).toBe(1)
  await untilIdle(time)
  const calls = gateway.emulator.calls.count()
  time.advance(3_600_000)
  expect(gateway.emulator.calls.count()).toBe(calls)
})

test(`does not grow the heap over ${CYCLES} subscribers`, async () => {
  await using emulator = await startEmulator({ seed: emptySeed })
  emulator.region('us-east-1').putImageBuilder({ Name: 'builder', State: 'PENDING' })
  await using gateway = await startMeasuredGateway(emulator.url)
  // One subscriber stays, and with it the state shared by equal subscriptions.
  await using stayer = watchImageBuilders(gateway.url, '(snapshot: true)')
  await stayer.take(2)
  // Warms up until compilation has finished.
  await visitAll(gateway.url, CYCLES / 2)
  const { heapUsed: before } = await memoryOf(gateway)
  await visitAll(gateway.url, CYCLES)
  // A leaked subscriber would be 4 KB. The last ones are released a little later.
  await expect
    .poll(async () => ((await memoryOf(gateway)).heapUsed - before) / CYCLES, {
      timeout: 60_000,
      interval: 1_000,
    })
    .toBeLessThan(200)
})

test('holds at most 5,500 bytes of heap per subscriber with 10,000', async () => {
  const { heapBytes, callsPerMinute } = await measureFanOut({ subscribers: 10_000, rounds: 5 })
  expect(heapBytes).toBeLessThanOrEqual(5500)
  // At most one poll every two seconds.
  expect(callsPerMinute).toBeLessThanOrEqual(30)
})
