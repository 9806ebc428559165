import { expect, test } from 'vitest'
import { createCached } from '../../../../src/inventory/cache/cached.ts'
import type { Freshness } from '../../../../src/inventory/cache/reads.ts'
import { createHeld, createTestDependencies } from '../../../support/inventory.ts'

/** Creates a cached value whose loads the test answers. */
function startCached(freshness: Partial<Freshness> = {}) {
  const dependencies = createTestDependencies(freshness)
  const loads = createHeld<string>()
  const observed: string[] = []
  const cached = createCached<string>({
    ...dependencies,
    what: 'value',
    load: loads.start,
    onObserved: ({ value }) => observed.push(value),
  })
  return {
    ...dependencies,
    loads,
    observed,
    cached,
    noCache: () => ({ notBefore: dependencies.sequence.next() }),
    /** Reads, and answers the load that this starts. */
    async readAnew(value: string) {
      const reading = cached.read({ notBefore: dependencies.sequence.next() })
      loads.at(loads.count() - 1).resolve(value)
      return reading
    },
  }
}

const onStale = () => {}

test('does not cache a failed load and retries for the next reader', async () => {
  const { cached, loads } = startCached()
  const failed = cached.read({ onStale })
  loads.at(0).reject(new Error('down'))
  await expect(failed).rejects.toThrow('down')
  const next = cached.read({})
  loads.at(1).resolve('up')
  expect((await next).value).toBe('up')
})

test('does not answer a no-cache read from an earlier load', async () => {
  const { cached, loads, noCache } = startCached()
  const plain = cached.read({})
  const anew = cached.read(noCache())
  expect(loads.count()).toBe(2)
  loads.at(0).resolve('before')
  loads.at(1).resolve('after')
  expect((await plain).value).toBe('before')
  expect((await anew).value).toBe('after')
})

test('fails a no-cache read rather than return an older value', async () => {
  const { cached, loads, noCache, readAnew } = startCached()
  await readAnew('old')
  const anew = cached.read({ ...noCache(), onStale })
  loads.at(1).reject(new Error('down'))
  await expect(anew).rejects.toThrow('down')
})

test('keeps the later of two loads that finish in reverse order', async () => {
  const { cached, loads, observed, noCache } = startCached()
  const reads = [cached.read({}), cached.read(noCache())]
  loads.at(1).resolve('later')
  await reads[1]
  loads.at(0).resolve('earlier')
  await reads[0]
  expect(cached.latest()?.value).toBe('later')
  expect(observed).toEqual(['later'])
})

test('serves stale values within the bound, to readers that accept them', async () => {
  const { cached, clock, loads, readAnew } = startCached()
  await readAnew('old')
  clock.advance(60_000)
  const errors: unknown[] = []
  const stale = cached.read({ onStale: ({ error }) => errors.push(error) })
  const strict = cached.read({})
  loads.at(1).reject(new Error('down'))
  expect((await stale).value).toBe('old')
  expect(errors).toMatchObject([{ message: 'down' }])
  await expect(strict).rejects.toThrow('down')
  clock.advance(1)
  const tooOld = cached.read({ onStale })
  expect(loads.count()).toBe(2 + 1)
  loads.at(2).reject(new Error('still down'))
  await expect(tooOld).rejects.toThrow('still down')
})

test('discards loads begun before an invalidation, even when AWS fails', async () => {
  const { cached, loads, readAnew } = startCached()
  await readAnew('old')
  const underWay = cached.read({ notBefore: 0 })
  cached.invalidate()
  const after = cached.read({ onStale })
  loads.at(1).reject(new Error('down'))
  await expect(after).rejects.toThrow('down')
  expect((await underWay).value).toBe('old')
})

test('retries after a failure that a later load has superseded', async () => {
  const { cached, clock, loads, noCache } = startCached({ maxStalenessMs: 0 })
  const reads = [cached.read({}), cached.read(noCache())]
  loads.at(1).resolve('later')
  await reads[1]
  loads.at(0).reject(new Error('down'))
  await expect(reads[0]).rejects.toThrow('down')
  clock.advance(1)
  const next = cached.read({ onStale })
  loads.at(2).resolve('latest')
  expect((await next).value).toBe('latest')
})
