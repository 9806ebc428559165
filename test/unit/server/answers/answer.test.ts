import { expect, test } from 'vitest'
import { encodeKeptBody } from '../../../../src/server/answers/answer.ts'

test('keeps a short body that is not ASCII in memory of its own', () => {
  const body = encodeKeptBody('{"data":"é"}')
  if (typeof body === 'string') throw new Error('The body is a string.')

  expect(body.toString()).toBe('{"data":"é"}')
  expect(body.buffer.byteLength).toBe(body.length)
})

test('keeps a short ASCII body as text', () => {
  expect(encodeKeptBody('{"data":"e"}')).toBe('{"data":"e"}')
})
