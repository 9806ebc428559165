import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pack, unpack } from '../../../../../src/shared/redis/engine/payload.ts'
import { seeded } from '../../../../support/seeded.ts'

test('returns any JSON unchanged', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(unpack(pack(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
    seeded,
  )
})

test('compresses large payloads and leaves small ones readable', () => {
  const large = Array.from({ length: 500 }, (_, index) => ({ arn: `arn:aws:appstream:image/${index}` }))
  expect(pack(large).length).toBeLessThan(JSON.stringify(large).length / 4)
  expect(unpack(pack(large))).toEqual(large)
  expect(pack({ a: 1 }).toString()).toBe('{"a":1}')
})

test('packs an absent value as null', () => {
  expect(unpack(pack(undefined))).toBeNull()
})

test.each([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 1, 2]), Buffer.from('{"a'), Buffer.alloc(0)])(
  'rejects damaged data',
  (payload) => {
    expect(() => unpack(payload)).toThrow()
  },
)
