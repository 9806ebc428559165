import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonSizeOf } from '../../../../src/server/execution/json-size.ts'
import { seeded } from '../../../support/seeded.ts'

const sizeOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value))

test('estimates the size of any JSON within one byte per value', () => {
  const text = fc.string({ unit: 'grapheme-composite' }).filter((value) => !/["\\\p{Cc}]/u.test(value))
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      text,
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
      fc.date({ noInvalidDate: true }),
      fc.array(tie('value')),
      fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), tie('value')),
    ),
  }))
  fc.assert(
    fc.property(value, (json) => {
      const exact = sizeOf(json)
      const estimate = jsonSizeOf(json, Number.POSITIVE_INFINITY)
      expect(estimate).toBeGreaterThanOrEqual(exact)
      expect(estimate).toBeLessThanOrEqual(exact * 1.5 + 2)
    }),
    seeded,
  )
})

test('stops at the limit, however much follows', () => {
  let read = 0
  const items = Array.from({ length: 1000 }, () =>
    Object.defineProperty({}, 'text', {
      enumerable: true,
      get() {
        read++
        return 'x'.repeat(100)
      },
    }),
  )
  expect(jsonSizeOf(items, 1000)).toBeGreaterThan(1000)
  expect(read).toBeLessThan(15)
})
