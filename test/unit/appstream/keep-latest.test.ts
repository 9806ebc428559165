import { expect, test } from 'vitest'
import { keepLatest } from '../../../src/appstream/keep-latest.ts'

test('each key has one value, as long as it is among those asked for last', () => {
  const made: string[] = []
  const get = keepLatest(2, (key: string) => {
    made.push(key)
    return { key }
  })
  const alice = get('alice')
  get('bob')
  expect(get('alice')).toBe(alice)
  get('carol')
  expect(get('alice')).toBe(alice)
  get('bob')

  expect(made).toEqual(['alice', 'bob', 'carol', 'bob'])
})
