import { expect, test } from 'vitest'
import { type FlightCall, join, launch } from '../../../../src/inventory/cache/flight.ts'

/** Launches a flight that the test settles. */
function launchHeld(by: Parameters<typeof launch>[1] = {}) {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const calls: FlightCall[] = []
  const flight = launch((call) => {
    calls.push(call)
    return promise
  }, by)
  const [call] = calls
  if (call === undefined) throw new Error('The flight did not begin.')
  return { flight, call, land: resolve, crash: reject }
}

test("aborts with the last holder's reason when all have left", async () => {
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

test('keeps running for a holder without a signal', async () => {
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

test('does not keep running for a holder that has already left', () => {
  const { flight } = launchHeld()
  flight.hold({ signal: AbortSignal.abort('gone') })
  expect(flight.isAbandoned()).toBe(true)
})

test('aborts nothing when a holder leaves after completion', async () => {
  const { flight, land } = launchHeld()
  const leaving = new AbortController()
  const joined = join(flight, { signal: leaving.signal })
  land('landed')
  expect(await joined).toBe('landed')
  leaving.abort()
  expect(flight.isAbandoned()).toBe(false)
})

test('raises no unhandled rejection for a failure that nobody awaits', async () => {
  const { flight, crash } = launchHeld()
  const leaving = new AbortController()
  const joined = join(flight, { signal: leaving.signal })
  leaving.abort('gone')
  await expect(joined).rejects.toBe('gone')
  crash(new Error('no'))
  await expect(flight.result).rejects.toThrow('no')
})

test('charges calls to its first reader; a joining read promotes polls', () => {
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
