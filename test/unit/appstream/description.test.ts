import { expect, test } from 'vitest'
import { describedList } from '../../../src/appstream/description.ts'

test('requires a name unless told another identifier', () => {
  const sessions = [{ Id: '1' }]
  expect(() => describedList(sessions)).toThrow('no Name')
  expect(describedList(sessions, 'Id')).toBe(sessions)
  expect(describedList([{ UserName: 'ada' }], 'UserName')).toHaveLength(1)
  expect(() => describedList([{ Name: 'corp.example' }], 'DirectoryName')).toThrow('no DirectoryName')
})

test('rejects an absent list and lists with gaps', () => {
  expect(() => describedList(undefined)).toThrow(SyntaxError)
  expect(() => describedList([{ Id: '1', Applications: [null] }], 'Id')).toThrow(SyntaxError)
})
