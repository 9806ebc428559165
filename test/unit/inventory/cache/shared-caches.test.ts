import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createChildInventories } from '../../../../src/inventory/child-inventories.ts'
import { defineChildKind } from '../../../../src/inventory/child-kind.ts'
import { createPairInventories } from '../../../../src/inventory/pairs/pair-inventories.ts'
import type { PairKind } from '../../../../src/inventory/pairs/pair-kind.ts'
import { createSessions, type Sessions } from '../../../../src/inventory/sessions.ts'
import { createTagAndShareCache } from '../../../../src/inventory/tag-and-share-caches.ts'
import {
  type Named,
  pairKind,
  startCountedReplicas,
  unlimited,
} from '../../../support/replicas/counted-replicas.ts'

test('loads tags and shares once for all replicas', async () => {
  const { replicas, target, calls } = startCountedReplicas(3)
  const caches = replicas.map(({ own }) => createTagAndShareCache(target, own, unlimited))
  const tags = await Promise.all(caches.map((cache) => cache.tags('arn:a', {})))
  expect(tags).toEqual([{ team: 'a' }, { team: 'a' }, { team: 'a' }])
  for (const cache of caches) {
    expect((await cache.shares('image', {})).value).toEqual([
      { sharedAccountId: '111122223333', imagePermissions: { allowFleet: true } },
    ])
  }
  expect(calls).toEqual(['tags arn:a', 'shares image'])
})

test('keeps the age of a value that another replica loaded', async () => {
  const { replicas, target, calls, clock } = startCountedReplicas(2)
  const [first, second] = replicas.map(({ own }) => createTagAndShareCache(target, own, unlimited))
  await first?.shares('image', {})
  clock.advance(30_000)
  const observed = await second?.shares('image', {})
  expect(observed?.observedAt).toBe(clock.now() - 30_000)
  clock.advance(30_001)
  await second?.shares('image', {})
  expect(calls).toEqual(['shares image', 'shares image'])
})

test('invalidates tags at every replica before the invalidation resolves', async () => {
  const { replicas, target, calls, state } = startCountedReplicas(2)
  const [first, second] = replicas.map(({ own }) => createTagAndShareCache(target, own, unlimited))
  await first?.tags('arn:a', {})
  await second?.tags('arn:a', {})
  state.tags = { team: 'b' }
  await first?.invalidateTags('arn:a')
  expect(await second?.tags('arn:a', {})).toEqual({ team: 'b' })
  expect(await first?.tags('arn:a', {})).toEqual({ team: 'b' })
  expect(calls).toHaveLength(2)
})

test('stops serving invalidated tags before the invalidation is committed', async () => {
  const { replicas, target, state } = startCountedReplicas(1)
  const [cache] = replicas.map(({ own }) => createTagAndShareCache(target, own, unlimited))
  await cache?.tags('arn:a', {})
  state.tags = { team: 'b' }
  const committed = cache?.invalidateTags('arn:a')
  expect(await cache?.tags('arn:a', {})).toEqual({ team: 'b' })
  await committed
})

test('discards a load that began before an invalidation by another replica', async () => {
  const { replicas, target, state, calls } = startCountedReplicas(2)
  const [first, second] = replicas.map(({ own }) => createTagAndShareCache(target, own, unlimited))
  await first?.tags('arn:other', {})
  const early = second?.tags('arn:a', { notBefore: 0 })
  while (!calls.includes('tags arn:a')) await setImmediate()
  state.tags = { team: 'b' }
  await first?.invalidateTags('arn:a')
  await early
  expect(await second?.tags('arn:a', {})).toEqual({ team: 'b' })
})

test('reads everything again after the state of a replica was replaced', async () => {
  const { replicas, target, state, network } = startCountedReplicas(2)
  const [first, second] = replicas.map(({ own }) => createTagAndShareCache(target, own, unlimited))
  await first?.tags('arn:a', {})
  await second?.tags('arn:a', {})
  state.tags = { team: 'b' }
  network.flush()
  for (const cache of [first, second]) expect(await cache?.tags('arn:a', {})).toEqual({ team: 'b' })
})

test('a reader with no-cache always calls AWS, and others get its value', async () => {
  const { replicas, target, state, calls } = startCountedReplicas(2)
  const [first, second] = replicas.map(({ own }) => createTagAndShareCache(target, own, unlimited))
  await first?.tags('arn:a', {})
  state.tags = { team: 'b' }
  const notBefore = replicas[1]?.own.sequence.next() ?? 0
  expect(await second?.tags('arn:a', { notBefore })).toEqual({ team: 'b' })
  expect(calls).toHaveLength(2)
})

test('loads partners once for all and invalidates both sides everywhere', async () => {
  const { replicas, target, calls, state } = startCountedReplicas(2)
  const kind = pairKind(calls, state.partners)
  state.partners.set('stack', ['ann']).set('ann', ['stack'])
  const inventories = replicas.map(({ own }) => createPairInventories(target, own, unlimited))
  const [first, second] = inventories.map(({ of }) => of(kind))
  for (const pairs of [first, second]) {
    expect(await pairs?.read('left', 'stack', {})).toEqual(new Map([['ann', { since: new Date(0) }]]))
    expect([...((await pairs?.read('right', 'ann', {}))?.keys() ?? [])]).toEqual(['stack'])
  }
  expect(calls).toEqual(['left stack', 'right ann'])
  state.partners.clear()
  await first?.invalidate(['left', 'stack'], ['right', 'ann'])
  for (const pairs of [second, first]) {
    expect(await pairs?.read('left', 'stack', {})).toEqual(new Map())
    expect(await pairs?.read('right', 'ann', {})).toEqual(new Map())
  }
  expect(calls).toHaveLength(4)
})

test('invalidates associations that the replica of the mutation never used', async () => {
  const { replicas, target, calls, state } = startCountedReplicas(2)
  const kind = pairKind(calls, state.partners)
  state.partners.set('stack', ['ann'])
  const [first, second] = replicas.map(({ own }) => createPairInventories(target, own, unlimited))
  await second?.of(kind).read('left', 'stack', {})
  state.partners.clear()
  await first?.invalidate({ name: 'Stack' }, 'stack')
  expect(await second?.of(kind).read('left', 'stack', {})).toEqual(new Map())
})

test('replaces names of people in invalidations and keys', async () => {
  const { replicas, target, calls, state, network } = startCountedReplicas(2)
  const kind = pairKind(calls, state.partners)
  const [first, second] = replicas.map(({ own }) => createPairInventories(target, own, unlimited).of(kind))
  await second?.read('right', 'ann', {})
  await first?.invalidate(['right', 'ann'])
  expect(network.keys().filter((key) => /\bann\b/.test(key))).toEqual([])
  await second?.read('right', 'ann', {})
  expect(calls).toEqual(['right ann', 'right ann'])
})

test('lists all associations once for all replicas', async () => {
  const { replicas, target, calls } = startCountedReplicas(2)
  const kind: PairKind = {
    ...pairKind(calls, new Map()),
    async all() {
      calls.push('all')
      return [
        ['stack', 'ann'],
        ['stack', 'bob'],
      ]
    },
  }
  const [first, second] = replicas.map(({ own }) => createPairInventories(target, own, unlimited).of(kind))
  for (const pairs of [first, second]) {
    const [ann, bob] = (await pairs?.partnersOf('right', ['ann', 'bob'], ['stack', 'other'], {})) ?? []
    for (const partners of [ann, bob]) {
      expect(partners).toMatchObject({ names: new Map([['stack', undefined]]) })
    }
  }
  expect(calls).toEqual(['all'])
})

test('drops the children of a deleted parent at every replica', async () => {
  const { replicas, target, calls } = startCountedReplicas(2)
  let names = ['old']
  const kind = defineChildKind<'Entitlement', Named>({
    name: 'Entitlement',
    plural: 'entitlements',
    parent: { plural: 'stacks' },
    operation: 'DescribeEntitlements',
    nameOf: ({ Name }) => Name,
    async list(_reader, parent): Promise<readonly Named[]> {
      calls.push(parent)
      return names.map((Name) => ({ Name }))
    },
  })
  const inventories = replicas.map(({ own }) =>
    createChildInventories(target, { details: own, listings: own }, unlimited),
  )
  const namesAt = async (index: number) => {
    const read = await inventories[index]?.of(kind, 'stack').collection.read({})
    return Array.from(read?.items.values() ?? [], ({ name }) => name)
  }
  await namesAt(0)
  await namesAt(1)
  names = ['new']
  await inventories[0]?.forget({ plural: 'stacks' }, 'stack')
  expect([await namesAt(1), await namesAt(0)]).toEqual([['new'], ['new']])
})

test('a reader with no-cache ignores tags from before the state was replaced', async () => {
  const { replicas, target, calls, state } = startCountedReplicas(2)
  const [one, other] = replicas.map(({ own }) => createTagAndShareCache(target, own, unlimited))
  await one?.tags('arn:a', {})
  const notBefore = replicas[1]?.shared.sequence.next() ?? 0
  state.tags = { team: 'b' }
  replicas[1]?.shared.reset()
  expect(await other?.tags('arn:a', {})).toEqual({ team: 'a' })
  expect(await other?.tags('arn:a', { notBefore })).toEqual({ team: 'b' })
  expect(calls).toHaveLength(2)
})

test('lists sessions again everywhere after an expiry at a replica without them', async () => {
  const { replicas, target, state, network } = startCountedReplicas(2)
  const [first, second] = replicas.map(({ own }) => createSessions(target, own, unlimited))
  const pair = { stack: 'stack', fleet: 'fleet' }
  const idsOf = async (sessions: Sessions | undefined) => {
    const read = await sessions?.of(pair).read({})
    return Array.from(read?.items.values() ?? [], ({ name }) => name)
  }
  expect(await idsOf(second)).toEqual(['old'])
  state.sessions = ['new']
  await first?.invalidate(pair)
  const [known] = replicas
  if (known === undefined) throw new Error('no replica')
  const shared = network.join()
  const third = createSessions(target, { ...known.own, shared, sequence: shared.sequence }, unlimited)
  expect(await idsOf(third)).toEqual(['new'])
  expect(await idsOf(second)).toEqual(['new'])
})

test.each(['tags', 'associations'])('reads %s again that it loaded before it joined', async (kind) => {
  const { replicas, target, calls, state } = startCountedReplicas(2)
  const [one, other] = replicas.map(({ own }) => {
    if (kind === 'tags') {
      const cache = createTagAndShareCache(target, own, unlimited)
      return { read: () => cache.tags('arn:a', {}), invalidate: () => cache.invalidateTags('arn:a') }
    }
    const all = async () => Array.from(state.partners, ([left, [right = '']]) => [left, right] as const)
    const pairs = createPairInventories(target, own, unlimited).of({
      ...pairKind(calls, state.partners),
      all,
    })
    return {
      read: () => pairs.partnersOf('right', ['ann', 'bob'], ['stack', 'other'], {}),
      invalidate: () => pairs.invalidate(['left', 'stack']),
    }
  })
  state.partners.set('stack', ['ann'])
  const joining = replicas[1]?.shared
  joining?.unload()
  joining?.disconnect()
  await other?.read()
  state.tags = { team: 'b' }
  state.partners.set('stack', ['bob'])
  await one?.invalidate()
  joining?.reconnect()
  joining?.load()
  expect(await other?.read()).toEqual(await one?.read())
})
