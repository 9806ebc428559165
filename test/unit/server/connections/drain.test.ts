import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { createDrain } from '../../../../src/server/connections/drain.ts'
import { createTestTime } from '../../../support/gateway.ts'

async function startDrain(graceMs: number) {
  const time = createTestTime()
  const server = createServer((request, response) => {
    drain.admit(response)
    const { socket } = request
    response.once('close', () => drain.leave(response, socket))
    response.end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const drain = createDrain(server, { graceMs, ...time })
  const { port } = server.address() as AddressInfo
  let isQuiet = false
  return {
    time,
    begin() {
      drain.begin()
      drain.whenQuiet().then(() => {
        isQuiet = true
      })
    },
    request: async () => (await fetch(`http://127.0.0.1:${port}/`)).status,
    /** Advances the time and runs pending work. */
    async isQuietAfter(ms: number) {
      time.advance(ms)
      await new Promise((resolve) => setImmediate(resolve))
      return isQuiet
    },
    [Symbol.asyncDispose]: () => drain.stop(),
  }
}

test('ends immediately when no request arrived recently', async () => {
  await using drained = await startDrain(10_000)
  await drained.request()
  drained.time.advance(1_000)
  drained.begin()

  expect(await drained.isQuietAfter(0)).toBe(true)
})

test('waits while requests arrive', async () => {
  await using drained = await startDrain(10_000)
  await drained.request()
  drained.begin()
  expect(await drained.isQuietAfter(600)).toBe(false)
  await drained.request()

  expect(await drained.isQuietAfter(600)).toBe(false)
  expect(await drained.isQuietAfter(600)).toBe(true)
})

test.each([
  [300, 'its grace'],
  [5_000, 'five seconds'],
])('waits at most %i ms, %s', async (limitMs) => {
  await using drained = await startDrain(limitMs === 300 ? 300 : 600_000)
  await drained.request()
  drained.begin()
  for (let waitedMs = 0; waitedMs + 100 < limitMs; waitedMs += 100) {
    await drained.request()
    expect(await drained.isQuietAfter(100)).toBe(false)
  }

  expect(await drained.isQuietAfter(100)).toBe(true)
})
