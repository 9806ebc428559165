import { expect, test } from 'vitest'
import { chooseOperation } from '../../../../src/server/graphiql/client/operations.ts'

const ALL = 'query Read { a } mutation Write { b } subscription Watch { c }'

test.each([
  ['Read', 'query'],
  ['Write', 'mutation'],
  ['Watch', 'subscription'],
])('chooses %s by its name', (operationName, kind) => {
  const operation = { query: ALL, operationName, variables: { a: 1 } }
  expect(chooseOperation(operation)).toEqual({ operation, kind })
})

test('ignores the name of an operation in another document', () => {
  const operation = { query: 'subscription Watch { c }', operationName: 'Read' }
  expect(chooseOperation(operation)).toEqual({
    operation: { query: operation.query, operationName: null },
    kind: 'subscription',
  })
})

test.each(['', '{', 'fragment F on T { a }', 'type T { a: Int }'])(
  'sends a document without operations as a query: %s',
  (query) => {
    expect(chooseOperation({ query }).kind).toBe('query')
  },
)
