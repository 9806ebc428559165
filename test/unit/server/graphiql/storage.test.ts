import { expect, test } from 'vitest'
import {
  replaceBlockedStorage,
  storedTab,
  type TabStorage,
} from '../../../../src/server/graphiql/client/storage.ts'

function storageWith(item: string | null): TabStorage {
  return { length: 0, getItem: () => item, setItem() {}, removeItem() {}, clear() {} }
}

test('uses the storage of the browser if it works', () => {
  expect(replaceBlockedStorage(() => storageWith(null))).toBeUndefined()
})

test.each([
  [
    'is blocked',
    () => {
      throw new Error('SecurityError')
    },
  ],
  [
    'rejects writes',
    () => ({
      ...storageWith(null),
      setItem() {
        throw new Error('QuotaExceededError')
      },
    }),
  ],
])('replaces storage that %s by memory', (_name, open) => {
  const storage = replaceBlockedStorage(open)
  storage?.setItem('a', '1')
  storage?.setItem('b', '2')
  storage?.removeItem('b')
  expect([storage?.getItem('a'), storage?.getItem('b'), storage?.length]).toEqual(['1', null, 1])
  storage?.clear()
  expect(storage?.length).toBe(0)
})

test.each([
  ['the active tab', '{"tabs":[{"query":"a"},{"query":"b","variables":"{}"}],"activeTabIndex":1}', 'b'],
  ['no variables', '{"tabs":[{"query":"a","variables":null}],"activeTabIndex":0}', 'a'],
  ['an empty tab', '{"tabs":[{"query":null}],"activeTabIndex":0}', undefined],
  ['an index out of range', '{"tabs":[],"activeTabIndex":3}', undefined],
  ['another shape', '[]', undefined],
  ['damaged JSON', '{"tabs":', undefined],
  ['nothing', null, undefined],
])('reads the stored tab: %s', (_name, stored, query) => {
  expect(storedTab(storageWith(stored))?.query).toBe(query)
})
