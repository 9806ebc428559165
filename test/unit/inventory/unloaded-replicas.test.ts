import { expect, test } from 'vitest'
import type { ReadOptions } from '../../../src/inventory/cache/reads.ts'
import { createChildInventories } from '../../../src/inventory/child-inventories.ts'
import { defineChildKind } from '../../../src/inventory/child-kind.ts'
import { createCollection } from '../../../src/inventory/collection/collection.ts'
import { createReadOne } from '../../../src/inventory/collection/read-one.ts'
import { createWrites } from '../../../src/inventory/collection/writes.ts'
import { createPairInventories } from '../../../src/inventory/pairs/pair-inventories.ts'
import { createSessions } from '../../../src/inventory/sessions.ts'
import { createTagAndShareCache } from '../../../src/inventory/tag-and-share-caches.ts'
import { type ExportImageTask, exportImageTaskKind } from '../../../src/schema/export-image-task/kind.ts'
import { isPending } from '../../support/pending.ts'
import {
  type Named,
  pairKind,
  startCountedReplicas,
  unlimited,
} from '../../support/replicas/counted-replicas.ts'

type World = ReturnType<typeof startCountedReplicas>
type Replica = World['replicas'][number]

/** Access of one replica to a value that AWS returns as `old`, and as `new` after the change. */
interface Access {
  read(options: ReadOptions): Promise<unknown>
  /** Returns true if the value can be read without waiting. */
  isKnown(): boolean
  /** Changes the value as a mutation does. */
  change(): Promise<unknown> | undefined
}

/** Creates the access, given the value at AWS. */
type Open = (world: World, replica: Replica, aws: { value: string }) => Access

const tags: Open = ({ target, state }, { own }) => {
  const cache = createTagAndShareCache(target, own, unlimited)
  state.tags = { team: 'old' }
  return {
    read: async (options) => (await cache.tags('arn:a', options))['team'],
    isKnown: () => cache.peekTags('arn:a', {}) !== undefined,
    change() {
      state.tags = { team: 'new' }
      return cache.invalidateTags('arn:a')
    },
  }
}

const associations: Open = ({ target, calls, state }, { own }) => {
  const pairs = createPairInventories(target, own, unlimited).of(pairKind(calls, state.partners))
  if (state.partners.size === 0) state.partners.set('stack', ['old'])
  return {
    read: async (options) => [...(await pairs.read('left', 'stack', options)).keys()].join(),
    isKnown: () => pairs.peek('left', 'stack', {}) !== undefined,
    change() {
      state.partners.set('stack', ['new'])
      return pairs.invalidate(['left', 'stack'])
    },
  }
}

const sessions: Open = ({ target, state }, { own }) => {
  const all = createSessions(target, own, unlimited)
  const pair = { stack: 'stack', fleet: 'fleet' }
  return {
    async read(options) {
      const { items } = await all.of(pair).read(options)
      return [...items.values()].map(({ name }) => name).join()
    },
    isKnown: () => all.of(pair).peek({}) !== undefined,
    change() {
      state.sessions = ['new']
      return all.invalidate(pair)
    },
  }
}

const children: Open = ({ target }, { own }, aws) => {
  const inventories = createChildInventories(target, { details: own, listings: own }, unlimited)
  const kind = defineChildKind<'Entitlement', Named>({
    name: 'Entitlement',
    plural: 'entitlements',
    parent: { plural: 'stacks' },
    operation: 'DescribeEntitlements',
    nameOf: ({ Name }) => Name,
    list: async () => [{ Name: aws.value }],
  })
  return {
    async read(options) {
      const { items } = await inventories.of(kind, 'stack').collection.read(options)
      return [...items.values()].map(({ name }) => name).join()
    },
    isKnown: () => inventories.of(kind, 'stack').collection.peek({}) !== undefined,
    change() {
      aws.value = 'new'
      return inventories.forget({ plural: 'stacks' }, 'stack')
    },
  }
}

const describedByName: Open = (_world, { own }, aws) => {
  const call = async () => ({ ExportImageTask: { TaskId: 'task', State: aws.value } })
  const target = Object.assign(Object.create(null), { key: 'one', region: 'us-east-1', reader: { call } })
  const collection = createCollection<ExportImageTask>({
    ...own,
    what: 'tasks',
    load: async () => new Map(),
    toItem: (described) => exportImageTaskKind.toResource(target, described),
    keyOf: exportImageTaskKind.keyOf,
  })
  const readOne = createReadOne(exportImageTaskKind, target, own, collection)
  return {
    read: async (options) => (await readOne?.('task', options))?.aws.State,
    isKnown: () => collection.peek({}) !== undefined,
    change() {
      aws.value = 'new'
      return createWrites(collection, own, () => {})
        .begin('task')
        .unknown()
    },
  }
}

const opened: readonly (readonly [string, string, Open])[] = [
  ['tags', 'one/tags', tags],
  ['associations', 'one/pairs', associations],
  ['sessions without their invalidations', 'one/session-changes', sessions],
  ['children without the deletions of parents', 'one/children', children],
  ['a resource described by name', 'tasks', describedByName],
]

function start(open: Open) {
  const world = startCountedReplicas(2)
  const aws = { value: 'old' }
  const [first, second] = world.replicas
  if (first === undefined || second === undefined) throw new Error('no replicas')
  return { one: open(world, first, aws), other: open(world, second, aws), shared: second.shared }
}

test.each(opened)('reads of %s wait until the journal is loaded', async (_name, key, open) => {
  const { one, other, shared } = start(open)
  expect(await other.read({})).toBe('old')
  shared.unload((journal) => journal === key)
  await one.change()
  expect(other.isKnown()).toBe(false)
  const read = other.read({})
  expect(await isPending(read)).toBe(true)
  shared.load()
  expect(await read).toBe('new')
})

test.each(opened)('reads of %s end the wait when their reader leaves', async (_name, key, open) => {
  const { other, shared } = start(open)
  expect(await other.read({})).toBe('old')
  shared.unload((journal) => journal === key)
  const leaving = new AbortController()
  const read = other.read({ signal: leaving.signal })
  leaving.abort(new Error('left'))
  await expect(read).rejects.toThrow('left')
})
