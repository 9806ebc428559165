import { expect, test } from 'vitest'
import { createMatcher, readSubject } from '../../../../src/schema/stack-access/subject.ts'

const person = [
  { name: 'roles', value: 'designer:reviewer' },
  { name: 'department', value: 'Studio' },
  { name: 'groups', value: 'a' },
  { name: 'groups', value: 'b' },
]

test.each([
  ['one value', { department: 'Studio' }, true],
  ['another value', { department: 'Sales' }, false],
  ['another case', { department: 'studio' }, false],
  ['the first of several values', { roles: 'designer' }, true],
  ['the last of several values', { roles: 'reviewer' }, true],
  ['a part of a value', { roles: 'review' }, false],
  ['several values at once', { roles: 'designer:reviewer' }, false],
  ['an attribute that is given twice', { groups: 'a' }, true],
  ['all of two attributes', { roles: 'reviewer', department: 'Studio' }, true],
  ['one of two attributes', { roles: 'reviewer', department: 'Sales' }, false],
  ['an attribute that the person lacks', { costCenter: '1' }, false],
  ['the name of a property of objects', { constructor: 'Object' }, false],
] as const)('matches %s', (_what, required, expected) => {
  const attributes = Object.entries(required).map(([Name, Value]) => ({ Name, Value }))
  expect(createMatcher(person)(attributes)).toBe(expected)
})

test.each([
  {},
  { userName: null, attributes: null },
  { userName: 'ada@example.com', attributes: [] },
  { userName: '' },
  { userName: 'ada@example.com'.repeat(10) },
])('rejects the subject %j without repeating its name', (subject) => {
  expect(() => readSubject(subject)).toThrow(expect.not.stringContaining('ada'))
  expect(() => readSubject(subject)).toThrow(
    expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT' } }),
  )
})

test('accepts a user without attributes', () => {
  expect(readSubject({ attributes: [] })).toEqual({ attributes: [] })
  expect(readSubject({ userName: 'ada@example.com', attributes: null })).toEqual({
    userName: 'ada@example.com',
  })
})
