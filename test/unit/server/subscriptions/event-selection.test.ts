import { buildSchema, parse } from 'graphql'
import { expect, test } from 'vitest'
import { createEventSelections } from '../../../../src/server/subscriptions/event-selection.ts'

const schema = buildSchema(`
  type Query { none: String }
  type Subscription { event(names: [String!], kind: String!): Event }
  type Event { name(prefix: String): String kind: String }
`)

test('drops the arguments and variables of the subscription', () => {
  const { selectionOf } = createEventSelections()
  const document = parse(`
    subscription Follow($names: [String!]!, $kind: String!, $prefix: String) {
      event(names: $names, kind: $kind) { ...Fields }
    }
    fragment Fields on Event { name(prefix: $prefix) }
    subscription Other { event(kind: "b") { kind } }
  `)
  const variableValues = { names: ['x'.repeat(1000)], kind: 'a', prefix: 'p', unused: 1 }
  const selection = selectionOf({ schema, document, operationName: 'Follow', variableValues }, 'me')
  expect(selection.text).toBe(
    'subscription Follow($kind:String!$prefix:String){event(kind:$kind){...Fields}}fragment Fields on Event{name(prefix:$prefix)}',
  )
  expect(selection.variableValues).toEqual({ kind: 'a', prefix: 'p' })
})

test('gives equal selections one key, however the document is written', () => {
  const { selectionOf } = createEventSelections()
  const keyOf = (text: string, caller = 'me') => selectionOf({ schema, document: parse(text) }, caller).key
  const key = keyOf('subscription { event(kind: "a", names: ["x"]) { name } }')
  expect(keyOf('subscription {\n  event(names: ["y"], kind: "a") { name }\n}')).toBe(key)
  expect(keyOf('subscription { event(kind: "a") { kind } }')).not.toBe(key)
  expect(keyOf('subscription { event(kind: "a") { name } }', 'another')).not.toBe(key)
})
