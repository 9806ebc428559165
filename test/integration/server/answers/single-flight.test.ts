import { expect, test } from 'vitest'
import { openRaw, post } from '../../../support/clients/raw-connection.ts'
import { createTestTime } from '../../../support/gateway.ts'
import { bodyOf } from '../support.ts'
import { startAnswering } from './support.ts'

const SLOW = '{ slow }'
/** Time that followers wait for the leader. */
const MAX_WAIT_MS = 5000

/** Returns a request with the body and media type of the test client. */
const requestOf = (query: string) => post(JSON.stringify({ query }), ['Accept: */*'])

/** Starts a server whose followers wait until the test advances the time. */
async function startPatient() {
  const time = createTestTime()
  const server = await startAnswering({ schedule: time.schedule })
  return {
    ...server,
    /** Resolves once a request follows. The others have arrived by then, too, unless the machine is very busy. */
    async untilFollowed(): Promise<void> {
      await expect.poll(time.delays).toContain(MAX_WAIT_MS)
      for (let round = 0; round < 3; round++)
        await fetch(new URL('/healthz', server.url)).then((response) => response.text())
    },
  }
}

test('executes a hundred equal requests once', async () => {
  await using server = await startPatient()
  const leading = server.query(SLOW).then(bodyOf)
  await server.gate.reached
  const following = Array.from({ length: 99 }, () => server.query(SLOW).then(bodyOf))
  await server.untilFollowed()
  server.gate.open()

  expect(new Set((await Promise.all([leading, ...following])).map((body) => JSON.stringify(body)))).toEqual(
    new Set(['{"data":{"slow":"value 1"}}']),
  )
  expect(server.data.executions()).toBe(1)
  const { hit = 0, shared = 0, ...others } = await server.outcomes()
  expect(others).toEqual({ miss: 1, outdated: 0 })
  expect(shared).toBeGreaterThan(0)
  // A request that arrives after the answer gets the kept one.
  expect(shared + hit).toBe(99)
})

test('shows a write between leader and follower to the follower', async () => {
  await using server = await startPatient()
  const leading = server.query(SLOW).then(bodyOf)
  await server.gate.reached
  server.data.change()
  const following = server.query(SLOW).then(bodyOf)
  await server.untilFollowed()
  server.gate.open()

  expect(await leading).toEqual({ data: { slow: 'value 1' } })
  expect(await following).toEqual({ data: { slow: 'value 2' } })
})

test('executes once for all followers, at once, if the leader leaves', async () => {
  await using server = await startPatient()
  const { socket } = await openRaw(server.url)
  socket.write(requestOf(SLOW))
  await server.gate.reached
  const following = Array.from({ length: 20 }, () => server.query(SLOW).then(bodyOf))
  await server.untilFollowed()
  socket.destroy()
  await expect.poll(server.data.executions, { timeout: 10_000 }).toBeGreaterThan(1)
  server.gate.open()

  expect(await Promise.all(following)).toEqual(Array(20).fill({ data: { slow: 'value 1' } }))
  expect(server.data.executions()).toBe(2)
})

test('sends the answer to followers of a leader that does not read', async () => {
  await using server = await startPatient()
  const query = '{ slow long(length: 200000) }'
  const { socket } = await openRaw(server.url)
  socket.pause()
  socket.write(requestOf(query))
  await server.gate.reached
  const following = server.query(query).then(bodyOf)
  await server.untilFollowed()
  server.gate.open()

  expect((await following).data).toMatchObject({ slow: 'value 1' })
  expect(server.data.executions()).toBe(2)
  socket.destroy()
})

test('followers of an unrepeatable query wait only once', async () => {
  await using server = await startPatient()
  const query = '{ slow unrepeatable }'
  const leading = server.query(query).then(bodyOf)
  await server.gate.reached
  const following = Array.from({ length: 5 }, () => server.query(query).then(bodyOf))
  await server.untilFollowed()
  server.gate.open()

  expect(await Promise.all([leading, ...following])).toHaveLength(6)
  expect(server.data.executions()).toBe(12)
  expect(await server.outcomes()).toEqual({ hit: 0, shared: 0, miss: 6, outdated: 0 })
})

test('executes nothing for a follower that has left', async () => {
  await using server = await startPatient()
  const leading = server.query('{ slow unrepeatable }').then(bodyOf)
  await server.gate.reached
  const { socket } = await openRaw(server.url)
  socket.write(requestOf('{ slow unrepeatable }'))
  await server.untilFollowed()
  socket.destroy()
  await expect
    .poll(() => server.logs, { timeout: 10_000 })
    .toContainEqual(expect.objectContaining({ msg: 'request', operationType: 'query', aborted: true }))
  server.gate.open()
  await leading

  expect(server.data.executions()).toBe(2)
})

test('stops waiting for the leader after a while', async () => {
  const timers: (() => void)[] = []
  const schedule = (_delayMs: number, run: () => void) => {
    timers.push(run)
    return () => timers.splice(timers.indexOf(run), 1)
  }
  await using server = await startAnswering({ schedule })
  const leading = server.query(SLOW).then(bodyOf)
  await server.gate.reached
  const before = timers.length
  const following = server.query(SLOW).then(bodyOf)
  await expect.poll(() => timers.length, { timeout: 10_000 }).toBe(before + 1)
  timers.at(-1)?.()
  await expect.poll(server.data.executions, { timeout: 10_000 }).toBe(2)
  server.gate.open()

  expect(await Promise.all([leading, following])).toEqual([
    { data: { slow: 'value 1' } },
    { data: { slow: 'value 1' } },
  ])
})

test('shuts down while requests wait for each other', async () => {
  await using server = await startPatient()
  const leading = server.query(SLOW).then(bodyOf)
  await server.gate.reached
  const following = server.query(SLOW).then(bodyOf)
  await server.untilFollowed()
  const stopped = server.stop()
  server.gate.open()

  expect(await Promise.all([leading, following])).toEqual([
    { data: { slow: 'value 1' } },
    { data: { slow: 'value 1' } },
  ])
  await stopped
})
