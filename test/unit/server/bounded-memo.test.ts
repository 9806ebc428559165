import { expect, test, vi } from 'vitest'
import { keepResults } from '../../../src/server/bounded-memo.ts'

test('computes the result of a text once', () => {
  const compute = vi.fn((text: string) => text.length > 1)
  const keeping = keepResults(compute, 10)

  expect([keeping('a'), keeping('a'), keeping('bb'), keeping('bb')]).toEqual([false, false, true, true])
  expect(compute).toHaveBeenCalledTimes(2)
})

test('keeps neither more results nor longer texts than allowed', () => {
  const compute = vi.fn((text: string) => text.length)
  const keeping = keepResults(compute, 2)
  const long = 'x'.repeat(1001)
  for (const text of [long, long, 'a', 'b', 'c', 'c', 'a']) expect(keeping(text)).toBe(text.length)

  expect(compute.mock.calls.map(([text]) => text)).toEqual([long, long, 'a', 'b', 'c', 'c'])
})
