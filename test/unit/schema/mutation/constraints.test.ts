import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { serviceModel } from '../../../../src/emulator/model.ts'
import { createValidator } from '../../../../src/emulator/validate.ts'
import { constraintsOf } from '../../../../src/schema/kit/constraints.ts'
import {
  account,
  anyArn,
  listOf,
  nonEmpty,
  problemsOf,
  resourceName,
  tagKeys,
  tags,
  text,
  toTagMap,
} from '../../../../src/schema/mutation/constraints.ts'

const validate = createValidator(serviceModel.shapes)

/** Returns true if the model accepts a value. */
function modelTakes(shape: string, value: unknown): boolean {
  try {
    validate(shape, value)
    return true
  } catch {
    return false
  }
}

const characters = fc.constantFrom(...'aZ0_.:/=+-@ #\\é\u00a0\n', 'aws:', 'arn:aws:', 'aws')
const texts = fc.oneof(
  fc.string({ unit: characters, maxLength: 6 }),
  fc.string({ unit: characters, minLength: 98, maxLength: 104 }),
  fc.string({ unit: characters, minLength: 250, maxLength: 260 }),
)
const arns = fc
  .tuple(
    fc.constantFrom('aws', 'aws-cn', 'aws-iso', 'aws-iso-b', 'aws-us-gov', 'aws-x', ''),
    fc.constantFrom('iam', 'appstream', '', '-'),
    fc.constantFrom('', 'us-east-1', '#'),
    fc.constantFrom('', '123456789012', ' '),
    fc.oneof(fc.constantFrom('role/a', 'image/b', 'a'.repeat(1024), 'a'.repeat(1025)), texts),
  )
  .map((parts) => `arn:${parts.join(':')}`)

describe('input constraints', () => {
  const cases: readonly (readonly [shape: string, schema: z.ZodType, values: fc.Arbitrary<unknown>])[] = [
    ['Name', resourceName, texts],
    ['Arn', anyArn, fc.oneof(arns, texts)],
    ['String', nonEmpty, texts],
    ['Description', text(256), texts],
    ['DisplayName', text(100), texts],
    ['AppstreamAgentVersion', text(100, 1), texts],
    ['RegionName', text(32, 1), fc.string({ maxLength: 40 })],
    ['TagKeyList', tagKeys, fc.array(texts, { maxLength: 3 })],
    ['TagKeyList', tagKeys, fc.array(fc.constant('key'), { minLength: 48, maxLength: 53 })],
  ]
  test.each(cases)('agree with the service model for %s', (shape, schema, values) => {
    fc.assert(
      fc.property(values, (value) => {
        expect(problemsOf(schema, value).length === 0, JSON.stringify(value)).toBe(modelTakes(shape, value))
      }),
      { seed: 3, numRuns: 400 },
    )
  })

  test('agree with the service model for Tags', () => {
    const list = fc.uniqueArray(fc.record({ key: texts, value: texts }), {
      selector: ({ key }) => key,
      maxLength: 4,
    })
    const many = fc
      .integer({ min: 48, max: 52 })
      .map((count) => Array.from({ length: count }, (_, index) => ({ key: `k${index}`, value: '' })))
    fc.assert(
      fc.property(fc.oneof(list, many), (given) => {
        expect(problemsOf(tags, given).length === 0).toBe(modelTakes('Tags', toTagMap(given)))
      }),
      { seed: 3, numRuns: 400 },
    )
  })
})

test('requires 12 digits for an account; the model only requires digits', () => {
  expect(problemsOf(account, '123456789012')).toEqual([])
  for (const wrong of ['', '12345678901', '1234567890123', '12345678901a'])
    expect(problemsOf(account, wrong)).toHaveLength(1)
})

test('reports every problem in a list of tags at its path', () => {
  const given = [
    { key: 'a', value: '' },
    { key: 'a', value: '#' },
    { key: 'aws:b', value: '' },
    ...Array.from({ length: 48 }, (_, index) => ({ key: `k${index}`, value: '' })),
  ]
  expect(problemsOf(tags, given).map(({ path }) => path)).toEqual(['1.value', '2.key', '', '1.key'])
})

const stack = constraintsOf('CreateStackRequest', ['Name', 'Description'])

test.each([
  ['a long text', text(3), 'abcd', 'Must have at most 3 characters, got 4.'],
  ['an empty text', text(3, 1), '', 'Must have at least 1 character.'],
  ['a long list', listOf(z.string(), 0, 1, 'item'), ['a', 'b'], 'Must contain at most 1 item, got 2.'],
  ['a short list', listOf(z.string(), 2, 3, 'item'), ['a'], 'Must contain at least 2 items.'],
  [
    'a huge list',
    listOf(z.string(), 0, 1, 'item'),
    Array(201).fill(''),
    'Must contain at most 200 items, got 201.',
  ],
  [
    'a text of the service model',
    stack,
    { name: 'a', description: 'x'.repeat(257) },
    'Must have at most 256 characters, got 257.',
  ],
  ['a missing member', stack, {}, 'Required.'],
])('states limit and value for %s', (_what, schema, value, message) => {
  expect(problemsOf(schema, value).map((problem) => problem.message)).toEqual([message])
})
