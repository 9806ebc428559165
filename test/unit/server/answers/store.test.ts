import { expect, test } from 'vitest'
import type { Answer } from '../../../../src/server/answers/answer.ts'
import { createAnswerStore, UNREPEATABLE } from '../../../../src/server/answers/store.ts'

function answerOf(characters: number): Answer {
  const operation = { name: undefined, type: 'query', label: 'anonymous' }
  return {
    contentType: 'application/json',
    body: 'x'.repeat(characters),
    operation,
    cost: 1,
    dependencies: [],
  }
}

test('evicts the least recently used answers above its bound', () => {
  const store = createAnswerStore(10_000)
  const answers = [answerOf(3000), answerOf(3000), answerOf(3000)]
  for (const [number, answer] of answers.entries()) {
    store.set(`key ${number}`, answer)
    store.get('key 0')
  }

  expect(store.get('key 0')).toBe(answers[0])
  expect(store.get('key 1')).toBeUndefined()
  expect(store.get('key 2')).toBe(answers[2])
  expect(store.bytes()).toBeLessThanOrEqual(10_000)
})

test('counts keys, bodies, dependencies and the overhead of entries', () => {
  const store = createAnswerStore(1_000_000)
  store.set('k'.repeat(10_000), UNREPEATABLE)
  const withoutBody = store.bytes()
  expect(withoutBody).toBeGreaterThan(10_100)
  store.set('k'.repeat(10_000), {
    ...answerOf(5000),
    dependencies: Array(100).fill({ isCurrent: () => true }),
  })

  expect(store.bytes() - withoutBody).toBeGreaterThanOrEqual(5000 + 800)
  store.delete('k'.repeat(10_000))
  expect(store.bytes()).toBe(0)
})

test('stores no answer above 256 KB', () => {
  const store = createAnswerStore(1_000_000)
  store.set('key', answerOf(262_145))

  expect(store.get('key')).toBe(UNREPEATABLE)
})
