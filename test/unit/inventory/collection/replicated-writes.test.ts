import { expect, test } from 'vitest'
import { imageArn } from '../../../support/gateway.ts'
import { startReplicatedImages } from '../../../support/replicas/replicated-images.ts'

const A = imageArn('a')

/** Creates two replicas that know a listing with one image. */
async function startListed(state = 'STOPPED') {
  const world = startReplicatedImages()
  world.put('a', state, { CreatedTime: new Date(1_000) })
  const [one, other] = [world.join(), world.join()]
  await Promise.all([one.collection.read({}), other.collection.read({})])
  return { ...world, one, other }
}

test('shows a write at every replica once it resolves', async () => {
  const { one, other } = await startListed()
  await one.writes.begin('a').succeeded(one.image('a', 'PENDING'), { kind: 'stateIn', states: ['STOPPED'] })
  expect(other.states()).toEqual({ a: 'PENDING' })
  expect(other.collection.known(A)?.item?.aws.State).toBe('PENDING')
})

test('keeps an overlay of another replica until AWS confirms it', async () => {
  const { one, other, put, clock } = await startListed()
  await one.writes.begin('a').succeeded(one.image('a', 'PENDING'), { kind: 'stateIn', states: ['STOPPED'] })
  clock.advance(29_000)
  await other.collection.read(other.noCache())
  expect([one.states(), other.states()]).toEqual([{ a: 'PENDING' }, { a: 'PENDING' }])
  put('a', 'RUNNING')
  await other.collection.read(other.noCache())
  put('a', 'STOPPED')
  await one.collection.read(one.noCache())
  expect([one.states(), other.states()]).toEqual([{ a: 'STOPPED' }, { a: 'STOPPED' }])
})

test.each([
  ['in the order of their starts', [0, 1]],
  ['in reverse', [1, 0]],
])('lists again after writes of one image that overlap and end %s', async (_order, ends) => {
  const { one, other, put, listings } = await startListed()
  const both = [one.writes.begin('a'), other.writes.begin('a')]
  put('a', 'DELETING')
  for (const end of ends) {
    await both[end]?.succeeded(one.image('a', 'PENDING'), { kind: 'stateIn', states: ['STOPPED'] })
  }
  for (const { collection } of [one, other]) expect(collection.peek({})).toBeUndefined()
  await other.collection.read({})
  expect([one.states(), other.states()]).toEqual([{ a: 'DELETING' }, { a: 'DELETING' }])
  expect(listings()).toBe(2)
})

test('does not treat successive writes of two replicas as overlapping', async () => {
  const { one, other } = await startListed()
  const rule = { kind: 'stateIn', states: ['STOPPED', 'PENDING'] } as const
  await one.writes.begin('a').succeeded(one.image('a', 'PENDING'), rule)
  await other.writes.begin('a').succeeded(other.image('a', 'RUNNING'), rule)
  expect([one.states(), other.states()]).toEqual([{ a: 'RUNNING' }, { a: 'RUNNING' }])
  expect(one.collection.peek({})).toBeDefined()
})

test('hides a resource that another replica deleted, and shows its successor', async () => {
  const { one, other, put } = await startListed()
  await one.writes.begin('a').deleted(A, { kind: 'deleted', createdMs: 1_000, deletedMs: 5_000 })
  expect(other.states()).toEqual({})
  await other.collection.read(other.noCache())
  expect(other.states()).toEqual({})
  const successor = { CreatedTime: new Date(6_000) }
  await other.writes.begin('a').succeeded(other.image('a', 'PENDING', successor), { kind: 'absentOrEarlier' })
  await one.collection.read(one.noCache())
  expect([one.states(), other.states()]).toEqual([{ a: 'PENDING' }, { a: 'PENDING' }])
  put('a', 'RUNNING', successor)
  await one.collection.read(one.noCache())
  expect(other.states()).toEqual({ a: 'RUNNING' })
})

test('ends the overlay of another replica after a write of unknown outcome', async () => {
  const { one, other } = await startListed()
  await one.writes.begin('a').succeeded(one.image('a', 'PENDING'), { kind: 'stateIn', states: ['STOPPED'] })
  await other.writes.begin('a').unknown()
  await one.collection.read({})
  expect([one.states(), other.states()]).toEqual([{ a: 'STOPPED' }, { a: 'STOPPED' }])
})

test.each(['unknown', 'rejected'] as const)(
  'makes every replica list again after a write that was %s',
  async (outcome) => {
    const { one, other, listings } = await startListed()
    let noticed = 0
    other.collection.onForeignWrite(() => noticed++)
    await one.writes.begin('a')[outcome]()
    expect(other.collection.peek({})).toBeUndefined()
    await Promise.all([one.collection.read({}), other.collection.read({})])
    expect(listings()).toBe(2)
    expect(noticed).toBe(1)
  },
)
