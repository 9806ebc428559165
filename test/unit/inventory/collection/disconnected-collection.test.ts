import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { A, startListed } from './replicated-collection.ts'

test('shares one listing among its readers while disconnected', async () => {
  const { one, other, put, listings, clock } = await startListed()
  one.shared.disconnect()
  put('a', 'RUNNING')
  expect(one.collection.peek({})).toBeUndefined()
  expect((await one.collection.read({})).items.get(A)?.aws.State).toBe('RUNNING')
  expect(one.collection.peek({})?.items.get(A)?.aws.State).toBe('RUNNING')
  expect(one.collection.known(A)?.item?.aws.State).toBe('RUNNING')
  await one.collection.read({})
  expect(listings()).toBe(2)
  clock.advance(5_001)
  await one.collection.read({})
  expect(listings()).toBe(3)
  await other.collection.read({})
  await other.writes
    .begin('a')
    .succeeded(other.image('a', 'STOPPING'), { kind: 'stateIn', states: ['RUNNING'] })
  one.shared.reconnect()
  expect((await one.collection.read({})).items.get(A)?.aws.State).toBe('STOPPING')
  expect(one.states()).toEqual(other.states())
  expect(listings()).toBe(4)
})

test('shows single observations to its own readers while disconnected', async () => {
  const { one, other, put } = await startListed()
  one.shared.disconnect()
  put('a', 'RUNNING')
  await one.readOne('a')()
  expect(one.collection.observed(A)?.item?.aws.State).toBe('RUNNING')
  expect(other.states()).toEqual({ a: 'STOPPED' })
})

test('commits a failed write later; reads ask AWS until then', async () => {
  const { one, other, put, listings } = await startListed()
  one.shared.disconnect()
  put('a', 'PENDING')
  await one.writes.begin('a').succeeded(one.image('a', 'PENDING'), { kind: 'stateIn', states: ['STOPPED'] })
  expect((await one.collection.read({})).items.get(A)?.aws.State).toBe('PENDING')
  expect(listings()).toBe(2)
  one.shared.reconnect()
  await setImmediate()
  expect(other.states()).toEqual({ a: 'PENDING' })
})

test('reads AWS for itself after it was closed', async () => {
  const { one, other, put } = await startListed()
  one.collection.close()
  put('a', 'RUNNING')
  expect((await one.collection.read(one.noCache())).items.get(A)?.aws.State).toBe('RUNNING')
  expect(other.states()).toEqual({ a: 'STOPPED' })
})
