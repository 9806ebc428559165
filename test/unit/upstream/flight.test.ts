import { expect, test } from 'vitest'
import { type FlightCall, join, launch } from '../../../src/inventory/flight.ts'

/** A flight that lands when the test says so. */
function launchHeld(by: Parameters<typeof launch>[1] = {}) {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const calls: FlightCall[] = []
  const flight = launch((call) => {
    calls.push(call)
    return promise
  }, by)
  const [call] = calls
  if (call === undefined) throw new Error('It did not begin.')
  return { flight, call, land: resolve, crash: reject }
}

test('it is given up when the last of those who hold it leaves, with that one’s reason', async () => {
  const { flight, call } = launchHeld()
  const [one, other] = [new AbortController(), new AbortController()]
  const joined = [join(flight, { signal: one.signal }), join(flight, { signal: other.signal })]
  one.abort('first')
  await expect(joined[0]).rejects.toBe('first')
  expect(flight.isAbandoned()).toBe(false)
  other.abort('second')
  await expect(joined[1]).rejects.toBe('second')
  expect(flight.isAbandoned()).toBe(true)
  expect(call.signal.reason).toBe('second')
})

test('who holds it without a signal keeps it to the end', async () => {
  const { flight, land } = launchHeld()
  const leaving = new AbortController()
  flight.hold({})
  const joined = join(flight, { signal: leaving.signal })
  leaving.abort('gone')
  await expect(joined).rejects.toBe('gone')
  land('landed')
  expect(await flight.result).toBe('landed')
  expect(flight.isAbandoned()).toBe(false)
})

test('who has left before does not keep it', () => {
  const { flight } = launchHeld()
  flight.hold({ signal: AbortSignal.abort('gone') })
  expect(flight.isAbandoned()).toBe(true)
})

test('leaving after it has landed gives nothing up', async () => {
  const { flight, land } = launchHeld()
  const leaving = new AbortController()
  const joined = join(flight, { signal: leaving.signal })
  land('landed')
  expect(await joined).toBe('landed')
  leaving.abort()
  expect(flight.isAbandoned()).toBe(false)
})

test('a failure that nobody waits for any more is no unhandled rejection', async () => {
  const { flight, crash } = launchHeld()
  const leaving = new AbortController()
  const joined = join(flight, { signal: leaving.signal })
  leaving.abort('gone')
  await expect(joined).rejects.toBe('gone')
  crash(new Error('no'))
  await expect(flight.result).rejects.toThrow('no')
})

test('its calls are those of its first reader, and a poll becomes a read when a reader joins', () => {
  const onSend = () => {}
  const { flight, call } = launchHeld({ purpose: 'poll', onSend })
  expect([call.purpose, call.onSend]).toEqual(['poll', onSend])
  flight.hold({ purpose: 'poll' })
  expect(call.purpose).toBe('poll')
  flight.hold({})
  expect(call.purpose).toBe('read')
  flight.hold({ purpose: 'poll' })
  expect(call.purpose).toBe('read')
})
