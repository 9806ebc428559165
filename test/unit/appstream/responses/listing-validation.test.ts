import { expect, test } from 'vitest'
import { describedList, IMAGE_SHAPE } from '../../../../src/appstream/responses/listing-validation.ts'

test('requires a name unless another member identifies the resource', () => {
  const sessions = [{ Id: '1' }]
  expect(() => describedList(sessions, IMAGE_SHAPE)).toThrow('lacks Name')
  expect(describedList(sessions, IMAGE_SHAPE, 'Id')).toBe(sessions)
  expect(describedList([{ UserName: 'ada' }], IMAGE_SHAPE, 'UserName')).toHaveLength(1)
  expect(() => describedList([{ Name: 'corp.example' }], IMAGE_SHAPE, 'DirectoryName')).toThrow(
    'lacks DirectoryName',
  )
})

test('rejects an absent list and lists with gaps', () => {
  expect(() => describedList(undefined, IMAGE_SHAPE)).toThrow(SyntaxError)
  expect(() => describedList([{ Id: '1', Applications: [null] }], IMAGE_SHAPE, 'Id')).toThrow(SyntaxError)
})
