import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { A, startListed } from './replicated-collection.ts'

test('lists once for all replicas, cold and after the maximum age', async () => {
  const { one, other, clock, listings } = await startListed()
  expect(listings()).toBe(1)
  expect([one.states(), other.states()]).toEqual([{ a: 'STOPPED' }, { a: 'STOPPED' }])
  clock.advance(5_001)
  await Promise.all([other.collection.read({}), one.collection.read({}), one.collection.read({})])
  expect(listings()).toBe(2)
})

test('serves a listing of another replica at its age', async () => {
  const { other, clock } = await startListed()
  clock.advance(4_999)
  expect(other.collection.peek({})?.observedAt).toBe(clock.now() - 4_999)
  clock.advance(2)
  expect(other.collection.peek({})).toBeUndefined()
})

test('logs the same changes with the same numbers at every replica', async () => {
  const { one, other, put } = await startListed()
  put('a', 'RUNNING')
  put('b', 'PENDING')
  await one.collection.read(one.noCache())
  put('b', undefined)
  await other.collection.read(other.noCache())
  expect(one.log()?.map(({ change }) => change)).toEqual([
    ['STATE_CHANGED', 'STOPPED', 'RUNNING'],
    ['CREATED', undefined, 'PENDING'],
    ['DELETED', 'PENDING', undefined],
  ])
  expect(other.log()).toEqual(one.log())
  expect(other.collection.latest()?.version).toBe(3)
})

test('keeps unchanged items and snapshots the same objects', async () => {
  const { one, other, put } = await startListed()
  put('b', 'PENDING')
  await one.collection.read(one.noCache())
  const before = [one, other].map(({ collection }) => collection.latest())
  await other.collection.read(other.noCache())
  for (const [index, { collection }] of [one, other].entries()) {
    expect(collection.latest()?.items).toBe(before[index]?.items)
  }
  put('b', 'RUNNING')
  await one.collection.read(one.noCache())
  for (const [index, { collection }] of [one, other].entries()) {
    expect(collection.latest()?.items.get(A)).toBe(before[index]?.items.get(A))
  }
})

test('keeps the order of a listing at every replica', async () => {
  const { one, other, put } = await startListed()
  put('a', undefined)
  for (const name of ['c', 'a', 'd']) put(name, 'RUNNING')
  await one.collection.read(one.noCache())
  for (const name of ['c', 'a', 'd']) put(name, undefined)
  for (const name of ['b', 'd', 'e', 'c', 'f']) put(name, 'RUNNING')
  await other.collection.read(other.noCache())
  for (const { collection } of [one, other]) {
    expect([...(collection.latest()?.items.values() ?? [])].map(({ name }) => name).join('')).toBe('bdecf')
  }
})

test('invalidates at its own replica before the commit', async () => {
  const { one } = await startListed()
  const invalidated = one.collection.invalidate()
  expect(one.collection.peek({})).toBeUndefined()
  await invalidated
})

test('shares single observations, unless a later one is known', async () => {
  const { one, other, put } = await startListed()
  const early = other.readOne('a')
  put('a', 'RUNNING')
  await one.readOne('a')()
  expect(other.states()).toEqual({ a: 'RUNNING' })
  expect(other.collection.observed(A)?.item?.aws.State).toBe('RUNNING')
  await early()
  expect([one.states(), other.states()]).toEqual([{ a: 'RUNNING' }, { a: 'RUNNING' }])
})

test('commits the single observations of one task together', async () => {
  const { one, network, put } = await startListed()
  put('a', 'RUNNING')
  put('b', 'PENDING')
  const before = network.commits()
  const committed = [one.readOne('a')(), one.readOne('b')()]
  expect(one.collection.known(A)?.item?.aws.State).toBe('RUNNING')
  await Promise.all(committed)
  expect(one.states()).toEqual({ a: 'RUNNING', b: 'PENDING' })
  expect(network.commits()).toBe(before + 1)
})

test('never answers a no-cache read from another replica', async () => {
  const { one, other, put, hold, release, listings } = await startListed()
  const held = hold()
  const anew = one.collection.read(one.noCache())
  release()
  await other.collection.read(other.noCache())
  await setImmediate()
  expect(listings()).toBe(3)
  put('a', 'RUNNING')
  held.at(0).resolve()
  // Evaluated before the listing of the other replica ended: the order of the two is unknown.
  expect((await anew).items.get(A)?.aws.State).toBe('STOPPED')
})

test('shows an outdated listing only to its reader', async () => {
  const { one, other, put, hold, release } = await startListed()
  const held = hold()
  const anew = one.collection.read(one.noCache())
  await setImmediate()
  release()
  put('a', 'RUNNING')
  await other.collection.read(other.noCache())
  held.at(0).resolve()
  const own = await anew
  expect(own.items.get(A)?.aws.State).toBe('STOPPED')
  expect([one.states(), other.states()]).toEqual([{ a: 'RUNNING' }, { a: 'RUNNING' }])
  // A subscription that continues after this snapshot gets the change.
  expect(one.collection.log.since(own.version)).toHaveLength(1)
})

test('restores everything at a replica that joins later', async () => {
  const { one, other, join, put, listings } = await startListed()
  put('b', 'RUNNING')
  await one.collection.read(one.noCache())
  await one.writes.begin('b').succeeded(one.image('b', 'STOPPING'), { kind: 'stateIn', states: ['RUNNING'] })
  put('a', undefined)
  await other.readOne('a')()
  const later = join()
  await later.collection.read({})
  expect(listings()).toBe(2)
  expect(later.states()).toEqual({ b: 'STOPPING' })
  expect(later.log()).toEqual(one.log())
  await later.collection.read(later.noCache())
  expect([one.states(), later.states()]).toEqual([{ b: 'STOPPING' }, { b: 'STOPPING' }])
})

test('restores an invalidation', async () => {
  const { one, join, listings } = await startListed()
  await one.collection.invalidate()
  const later = join()
  await later.collection.read({})
  expect(listings()).toBe(2)
})

test('reports replaced state and keeps unchanged items', async () => {
  const { one, other } = await startListed()
  let resets = 0
  one.collection.onReset(() => resets++)
  const item = one.collection.latest()?.items.get(A)
  one.shared.pause()
  await other.writes.begin('b').succeeded(other.image('b', 'PENDING'), { kind: 'absentOrEarlier' })
  one.shared.reset()
  expect(resets).toBe(1)
  expect(one.states()).toEqual({ a: 'STOPPED', b: 'PENDING' })
  expect(one.collection.latest()?.items.get(A)).toBe(item)
  expect(one.log()).toEqual(other.log())
})

test('shows a listing from before a reset only to its reader', async () => {
  const { one, put, hold } = await startListed()
  put('a', 'RUNNING')
  const held = hold()
  const request = one.noCache()
  const anew = one.collection.read(request)
  await setImmediate()
  one.shared.reset()
  held.at(0).resolve()
  expect((await anew).items.get(A)?.aws.State).toBe('RUNNING')
  expect(one.states()).toEqual({ a: 'STOPPED' })
  // The restored listing may be older than the request.
  expect(one.collection.peek(request)).toBeUndefined()
})

test('a shared listing does not hide a write that a later listing confirmed', async () => {
  const { one, other, clock, put, hold, release } = await startListed()
  clock.advance(5_001)
  const held = hold()
  const early = other.collection.read({})
  while (held.count() === 0) await setImmediate()
  const write = one.writes.begin('a')
  put('a', 'PENDING', { CreatedTime: new Date(1_000) })
  await write.succeeded(one.image('a', 'PENDING', { CreatedTime: new Date(1_000) }), {
    kind: 'stateIn',
    states: ['STOPPED'],
  })
  const late = other.collection.read({})
  release()
  await one.collection.read(one.noCache())
  held.at(0).resolve()
  expect((await late).items.get(A)?.aws.State).toBe('PENDING')
  await early
})
