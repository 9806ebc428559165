import { expect, test } from 'vitest'
import type { Target } from '../../../src/appstream/target.ts'
import { createTurns } from '../../../src/schema/pacing/turns.ts'
import { createReadyLoader, whenCached } from '../../../src/schema/ready-loader.ts'

interface Key {
  readonly target?: Target
  readonly id: string
}

/** Creates a loader over values that are known or have to be loaded, with the batches that it loads. */
function createTestLoader({ notBefore }: { readonly notBefore?: number } = {}) {
  const known = new Map<string, object | null>()
  const batches: string[][] = []
  const turns = createTurns()
  const loader = createReadyLoader<Key, object | null>({
    targetOf: ({ target }) => target,
    idOf: ({ id }) => id,
    peek: whenCached({ onRead() {}, ...(notBefore !== undefined && { notBefore }) }, ({ id }) =>
      known.get(id),
    ),
    async loadAll(keys) {
      batches.push(keys.map(({ id }) => id))
      return keys.map(({ id }) => (id === 'failing' ? new Error('failed') : { loaded: id }))
    },
    batching: { batchScheduleFn: (batch) => turns.scheduleBatch(undefined, batch) },
  })
  return { loader, known, batches }
}

test('returns known values at once, null included', () => {
  const { loader, known, batches } = createTestLoader()
  const image = {}
  known.set('golden', image).set('gone', null)
  expect(loader.load({ id: 'golden' })).toBe(image)
  expect(loader.load({ id: 'gone' })).toBeNull()
  expect(batches).toEqual([])
})

test('loads unknown values in one batch, each once', async () => {
  const { loader, known, batches } = createTestLoader()
  known.set('golden', {})
  const loads = ['a', 'golden', 'b', 'a'].map((id) => loader.load({ id }))
  expect(await Promise.all(loads)).toEqual([{ loaded: 'a' }, {}, { loaded: 'b' }, { loaded: 'a' }])
  expect(batches).toEqual([['a', 'b']])
})

test('returns the same value throughout a request', async () => {
  const { loader, known } = createTestLoader()
  const [first, second] = [{}, {}]
  known.set('golden', first)
  expect(loader.load({ id: 'golden' })).toBe(first)
  known.set('golden', second)
  expect(loader.load({ id: 'golden' })).toBe(first)
  const loaded = loader.load({ id: 'other' })
  known.set('other', second)
  expect(loader.load({ id: 'other' })).toBe(loaded)
  // Later readers need not wait.
  const value = await loaded
  expect(loader.load({ id: 'other' })).toBe(value)
})

test('separates equal ids of different targets', async () => {
  const { loader, batches } = createTestLoader()
  // Targets are only compared.
  const [one, other] = [{}, {}] as Target[]
  await Promise.all([
    loader.load({ ...(one && { target: one }), id: 'a' }),
    loader.load({ ...(other && { target: other }), id: 'a' }),
    loader.load({ id: 'a' }),
  ])
  expect(batches).toEqual([['a', 'a', 'a']])
})

test('returns a failure to all readers of its key only', async () => {
  const { loader, batches } = createTestLoader()
  const [failing, other] = [loader.load({ id: 'failing' }), loader.load({ id: 'other' })]
  await expect(failing).rejects.toThrow('failed')
  await expect(loader.load({ id: 'failing' })).rejects.toThrow('failed')
  expect(await other).toEqual({ loaded: 'other' })
  expect(batches).toEqual([['failing', 'other']])
})

test('reads again once cleared', async () => {
  const { loader, known, batches } = createTestLoader()
  known.set('golden', {})
  loader.load({ id: 'golden' })
  const pending = loader.load({ id: 'other' })
  loader.clear()
  await pending
  known.set('golden', { changed: true })
  expect(loader.load({ id: 'golden' })).toEqual({ changed: true })
  await loader.load({ id: 'other' })
  expect(batches).toEqual([['other'], ['other']])
})

test('batches all keys of a request that bypasses the cache', async () => {
  const { loader, known, batches } = createTestLoader({ notBefore: 1 })
  known.set('golden', {})
  await Promise.all([loader.load({ id: 'golden' }), loader.load({ id: 'other' })])
  expect(batches).toEqual([['golden', 'other']])
})
