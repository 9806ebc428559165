import { expect, test } from 'vitest'
import { emptySeed, startEmulator } from '../../src/emulator/server.ts'
import { measureFanOut } from '../bench/fan-out.ts'
import { memoryOf, startMeasuredGateway } from '../bench/measured-gateway.ts'
import { callsOf } from '../support/crowd.ts'
import { createTestTime, startGateway } from '../support/gateway.ts'
import { untilIdle } from '../support/idle.ts'
import { watchImageBuilders } from '../support/subscription.ts'
import { visit } from '../support/visitor.ts'

const CYCLES = 10_000
const AT_ONCE = 50

/** So many subscribers that come and go, some at a time. */
async function visitAll(url: string, count: number): Promise<void> {
  for (let done = 0; done < count; done += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => visit(url, done + index)))
  }
}

test('10,000 subscribers over 200 sockets cost AWS the calls of one', async () => {
  const one = await callsOf(1, 1)
  expect(one.length).toBeGreaterThan(0)
  expect(await callsOf(200, 50)).toEqual(one)
})

test(`${CYCLES} subscribers come and go, in every way: no timer stays, nothing is polled any more`, async () => {
  const time = createTestTime()
  await using gateway = await startGateway({ ...time })
  gateway.home.putImageBuilder({ Name: 'builder', State: 'PENDING' })
  await visitAll(gateway.url, CYCLES)
  // Time stood still: the first poll did for all of them.
  expect(gateway.emulator.calls.count()).toBe(1)
  await untilIdle(time)
  const calls = gateway.emulator.calls.count()
  time.advance(3_600_000)
  expect(gateway.emulator.calls.count()).toBe(calls)
})

test(`${CYCLES} subscribers come and go, in every way: the heap is where it was`, async () => {
  await using emulator = await startEmulator({ seed: emptySeed })
  emulator.region('us-east-1').putImageBuilder({ Name: 'builder', State: 'PENDING' })
  await using gateway = await startMeasuredGateway(emulator.url)
  // One stays, and with it whatever is kept for all who are told the same.
  await using stayer = watchImageBuilders(gateway.url, '(snapshot: true)')
  await stayer.take(2)
  // Until all is compiled that is going to be.
  await visitAll(gateway.url, CYCLES / 2)
  const { heapUsed: before } = await memoryOf(gateway)
  await visitAll(gateway.url, CYCLES)
  // A subscriber that stayed would be 9 KB. What is closed last is let go a little later.
  await expect
    .poll(async () => ((await memoryOf(gateway)).heapUsed - before) / CYCLES, {
      timeout: 60_000,
      interval: 1_000,
    })
    .toBeLessThan(200)
})

test('10,000 subscribers over 200 sockets hold less than 10 KB of heap each', async () => {
  const { heapBytes, upstreamCallsPerMinute } = await measureFanOut(10_000)
  expect(heapBytes).toBeLessThan(10 * 1024)
  // A poll every two seconds, and no more.
  expect(upstreamCallsPerMinute).toBeLessThanOrEqual(30)
})
