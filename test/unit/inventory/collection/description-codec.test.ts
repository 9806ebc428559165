import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compressList, digestOf, isCompressedList } from '../../../../src/appstream/model/compressed-list.ts'
import { readApplications } from '../../../../src/appstream/responses/listing-kinds.ts'
import {
  createDescriptionDecoder,
  createDescriptionEncoder,
  isSameDescription,
} from '../../../../src/inventory/collection/description-codec.ts'
import { seeded } from '../../../support/seeded.ts'

const RUNS = 300
const anyMember = fc.oneof(
  fc.string(),
  fc.constantFrom('$date', '$list', '$items', '$entries', '$number', '__proto__', 'Name', 'AccountPassword'),
)
const { tree: anyValue } = fc.letrec<{ tree: unknown; object: object }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<unknown>(null, undefined, true, false, '', 'text', 0, 1.5, Number.NaN, Infinity),
    fc.date({ noInvalidDate: false }),
    fc.array(tie('tree'), { maxLength: 3 }).map((items) => items.filter((item) => item !== undefined)),
    tie('object'),
  ),
  object: fc.dictionary(anyMember, tie('tree'), { maxKeys: 4 }),
}))
const anyDescription = fc.dictionary(anyMember, anyValue, { maxKeys: 6 })

/** Sends a description as JSON text. */
function send(description: object): unknown {
  const encoder = createDescriptionEncoder()
  const text = JSON.stringify({ encoded: encoder.encode(description), lists: encoder.lists })
  const { encoded, lists } = JSON.parse(text)
  return createDescriptionDecoder(lists)(encoded)
}

/** Returns a copy without secret members. */
function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  const entries = Object.entries(value).filter(([member]) => member !== 'AccountPassword')
  return Object.fromEntries(entries.map(([member, of]) => [member, withoutSecrets(of)]))
}

test('restores every description, except secrets', () => {
  fc.assert(
    fc.property(anyDescription, (description) => {
      const expected = withoutSecrets(description)
      expect(isSameDescription(send(description), expected)).toBe(true)
    }),
    { ...seeded, numRuns: RUNS },
  )
})

test('distinguishes descriptions that differ', () => {
  fc.assert(
    fc.property(anyDescription, anyMember, fc.integer(), (description, member, value) => {
      const other = Object.fromEntries([...Object.entries(description), [member, value]])
      const isSame = Object.hasOwn(description, member) && description[member] === value
      expect(isSameDescription(description, other)).toBe(isSame)
      expect(isSameDescription(other, description)).toBe(isSame)
    }),
    { ...seeded, numRuns: RUNS },
  )
})

function applicationsOf(count: number) {
  const text = JSON.stringify(
    Array.from({ length: count }, (_, index) => ({ Name: `app-${index}`, CreatedTime: 1_700_000_000 })),
  )
  return compressList(text, digestOf(text), readApplications)
}

test.each([1, 500])('restores a list of %d applications without inflating it', (count) => {
  const Applications = applicationsOf(count)
  const received = Object(send({ Name: 'image', Applications }))
  expect(isCompressedList(received.Applications)).toBe(true)
  const { digest, bytes, maxLength } = received.Applications
  expect({ digest, bytes, maxLength }).toEqual({
    digest: Applications.digest,
    bytes: Applications.bytes,
    maxLength: Applications.maxLength,
  })
  expect(received.Applications.unpack()).toEqual(Applications.unpack())
})

test('sends equal lists of applications once', () => {
  const encoder = createDescriptionEncoder()
  const encoded = [0, 1].map(() => encoder.encode({ Applications: applicationsOf(500) }))
  expect(Object.keys(encoder.lists)).toHaveLength(1)
  const decode = createDescriptionDecoder(encoder.lists)
  const [one, other] = encoded.map((each) => Object(decode(each)).Applications)
  expect(one).toBe(other)
})

test('compares lists by their digests', () => {
  const [one, other, longer] = [applicationsOf(500), applicationsOf(500), applicationsOf(501)]
  expect(isSameDescription({ Applications: one }, { Applications: other })).toBe(true)
  expect(isSameDescription({ Applications: one }, { Applications: longer })).toBe(false)
})
