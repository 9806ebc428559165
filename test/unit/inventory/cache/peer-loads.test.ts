import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createCached } from '../../../../src/inventory/cache/cached.ts'
import { createHeld, createTestDependencies } from '../../../support/inventory.ts'

/** Creates a cached value that replicas load for each other. The test settles claims and loads. */
function startCached() {
  const dependencies = createTestDependencies()
  const { clock, sequence } = dependencies
  const loads = createHeld<string>()
  const claims: {
    isSatisfied: () => boolean | Promise<boolean>
    settle: (isOurs: boolean) => void
    fail: (error: Error) => void
  }[] = []
  const ended: unknown[] = []
  let floor = 0
  const membership = {
    floor: () => floor,
    confirm: async () => {
      await onConfirm()
    },
  }
  let onConfirm = async () => {}
  const cached = createCached<string>({
    ...dependencies,
    shared: { membership },
    what: 'value',
    load: loads.start,
    peers: {
      claim: (isSatisfied) =>
        new Promise((resolve, reject) => {
          claims.push({
            isSatisfied,
            settle: (isOurs) => resolve(isOurs ? (error) => void ended.push(error) : undefined),
            fail: reject,
          })
        }),
    },
  })
  return {
    clock,
    sequence,
    loads,
    cached,
    claims,
    /** Errors with which the claims ended so far. */
    ended,
    setFloor(at: number, confirm: () => void = () => {}) {
      floor = at
      onConfirm = async () => confirm()
    },
    acceptForeign: (value: string) =>
      cached.accept({ value, sequence: sequence.last() + 2 ** -21, observedAt: clock.now(), tookMs: 1 }),
  }
}

test('serves the value of the replica that holds the claim', async () => {
  const { cached, claims, loads, acceptForeign } = startCached()
  const reading = cached.read({})
  expect(await claims[0]?.isSatisfied()).toBe(false)
  acceptForeign('theirs')
  expect(await claims[0]?.isSatisfied()).toBe(true)
  claims[0]?.settle(false)
  expect((await reading).value).toBe('theirs')
  expect(loads.count()).toBe(0)
})

test('loads the value for all once it holds the claim', async () => {
  const { cached, claims, loads, ended } = startCached()
  const readings = [cached.read({}), cached.read({})]
  expect(claims).toHaveLength(1)
  claims[0]?.settle(true)
  await setImmediate()
  expect(ended).toEqual([])
  loads.at(0).resolve('ours')
  for (const reading of readings) expect((await reading).value).toBe('ours')
  expect(ended).toEqual([undefined])
  expect(loads.count()).toBe(1)
})

test('ends the claim with the error if the load fails', async () => {
  const { cached, claims, loads, ended } = startCached()
  const reading = cached.read({})
  claims[0]?.settle(true)
  await setImmediate()
  loads.at(0).reject(new Error('down'))
  await expect(reading).rejects.toThrow('down')
  expect(ended).toEqual([new Error('down')])
})

test('ends the claim without an error once the last reader has left', async () => {
  const { cached, claims, loads, ended } = startCached()
  const leaving = new AbortController()
  const reading = cached.read({ signal: leaving.signal })
  claims[0]?.settle(true)
  await setImmediate()
  leaving.abort(new Error('left'))
  await expect(reading).rejects.toThrow('left')
  loads.at(0).reject(new Error('down'))
  await setImmediate()
  expect(ended).toEqual([undefined])
})

test('takes the failure of the replica that holds the claim', async () => {
  const { cached, claims, loads } = startCached()
  const readings = [cached.read({}), cached.read({})]
  claims[0]?.fail(new Error('down there'))
  for (const reading of readings) await expect(reading).rejects.toThrow('down there')
  const next = cached.read({})
  claims[1]?.settle(true)
  await setImmediate()
  loads.at(0).resolve('ours')
  expect((await next).value).toBe('ours')
})

test('serves a stale value for a second after another replica failed', async () => {
  const { cached, claims, clock, loads, acceptForeign } = startCached()
  acceptForeign('known')
  clock.advance(6_000)
  const errors: unknown[] = []
  const onStale = ({ error }: { readonly error: unknown }) => errors.push(error)
  const first = cached.read({ onStale })
  const down = new Error('down there')
  claims[0]?.fail(down)
  expect((await first).value).toBe('known')
  clock.advance(999)
  expect((await cached.read({ onStale })).value).toBe('known')
  expect(errors).toEqual([down, down])
  expect(claims).toHaveLength(1)
  clock.advance(1)
  const last = cached.read({ onStale })
  expect(claims).toHaveLength(2)
  claims[1]?.settle(true)
  await setImmediate()
  loads.at(0).resolve('ours')
  expect((await last).value).toBe('ours')
})

test('never makes a no-cache reader wait for another replica', async () => {
  const { cached, claims, loads, sequence, acceptForeign } = startCached()
  const ordinary = cached.read({})
  const anew = cached.read({ notBefore: sequence.next() })
  acceptForeign('theirs')
  claims[0]?.settle(false)
  expect((await ordinary).value).toBe('theirs')
  loads.at(0).resolve('own')
  expect((await anew).value).toBe('own')
})

test('lets ordinary readers join the load of a no-cache reader', async () => {
  const { cached, claims, loads, sequence } = startCached()
  const anew = cached.read({ notBefore: sequence.next() })
  const ordinary = cached.read({})
  expect(claims).toHaveLength(0)
  loads.at(0).resolve('own')
  expect([(await anew).value, (await ordinary).value]).toEqual(['own', 'own'])
})

test('claims again if the value of the other replica was invalidated', async () => {
  const { cached, claims, loads, acceptForeign } = startCached()
  const reading = cached.read({})
  acceptForeign('theirs')
  cached.invalidate()
  claims[0]?.settle(false)
  await setImmediate()
  claims[1]?.settle(true)
  await setImmediate()
  loads.at(0).resolve('ours')
  expect((await reading).value).toBe('ours')
})

test('gives the claim up once no reader waits', async () => {
  const { cached, claims, loads } = startCached()
  const leaving = new AbortController()
  const reading = cached.read({ signal: leaving.signal })
  leaving.abort(new Error('left'))
  await expect(reading).rejects.toThrow('left')
  expect(claims).toHaveLength(1)
  const next = cached.read({})
  expect(claims).toHaveLength(2)
  claims[1]?.settle(true)
  await setImmediate()
  loads.at(0).resolve('next')
  expect((await next).value).toBe('next')
})

test('serves memory again once the membership is confirmed', async () => {
  const { cached, setFloor, acceptForeign, sequence, loads } = startCached()
  acceptForeign('known')
  setFloor(sequence.next(), () => setFloor(0))
  expect(cached.peek({})).toBeUndefined()
  expect((await cached.read({})).value).toBe('known')
  expect(loads.count()).toBe(0)
})

test('asks AWS without a claim while the membership is lost', async () => {
  const { cached, setFloor, acceptForeign, sequence, loads, claims } = startCached()
  acceptForeign('known')
  setFloor(sequence.next())
  const reading = cached.read({ onStale() {} })
  await setImmediate()
  expect(claims).toHaveLength(0)
  loads.at(0).resolve('read alone')
  expect((await reading).value).toBe('read alone')
  expect(cached.peek({})?.value).toBe('read alone')
})
