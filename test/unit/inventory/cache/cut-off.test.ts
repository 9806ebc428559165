import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createCached } from '../../../../src/inventory/cache/cached.ts'
import { createHeld, createTestDependencies } from '../../../support/inventory.ts'

/** Creates a cached value of a replica that cannot reach the others. */
function startCutOff() {
  const dependencies = createTestDependencies()
  const { sequence } = dependencies
  const loads = createHeld<string>()
  const cached = createCached<string>({
    ...dependencies,
    shared: { membership: { floor: () => sequence.last(), confirm: async () => {} } },
    what: 'value',
    load: loads.start,
  })
  sequence.next()
  return { cached, loads }
}

test('a reader that is cut off never gets what was loaded before it came', async () => {
  const { cached, loads } = startCutOff()
  const first = cached.read({})
  await setImmediate()
  loads.at(0).resolve('old')
  expect((await first).value).toBe('old')
  const second = cached.read({})
  await setImmediate()
  loads.at(1).resolve('new')
  expect((await second).value).toBe('new')
})

test('readers that come during a load share the next one', async () => {
  const { cached, loads } = startCutOff()
  const first = cached.read({})
  await setImmediate()
  const others = [cached.read({}), cached.read({}), cached.read({})]
  await setImmediate()
  expect(loads.count()).toBe(1)
  loads.at(0).resolve('old')
  expect((await first).value).toBe('old')
  await setImmediate()
  expect(loads.count()).toBe(2)
  loads.at(1).resolve('new')
  expect((await Promise.all(others)).map(({ value }) => value)).toEqual(['new', 'new', 'new'])
})

test('readers go on when the load before them fails or they leave', async () => {
  const { cached, loads } = startCutOff()
  const first = cached.read({})
  await setImmediate()
  const leaving = new AbortController()
  const left = cached.read({ signal: leaving.signal })
  const stays = cached.read({})
  await setImmediate()
  leaving.abort(new Error('left'))
  await expect(left).rejects.toThrow('left')
  loads.at(0).reject(new Error('failed'))
  await expect(first).rejects.toThrow('failed')
  await setImmediate()
  loads.at(1).resolve('new')
  expect((await stays).value).toBe('new')
})
