import { GraphQLInt, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql'
import { createYoga } from 'graphql-yoga'
import { expect, test } from 'vitest'
import { useSharedExecution } from '../../../../src/server/subscriptions/shared-execution.ts'

/** Creates subscribers of the same two events and records what their executions resolve. */
function startExecutions() {
  const events = [{ number: 1 }, { number: 2 }]
  const resolved: string[] = []
  const contexts: number[] = []
  const Event = new GraphQLObjectType({
    name: 'Event',
    fields: {
      number: {
        type: GraphQLInt,
        args: { plus: { type: GraphQLInt, defaultValue: 0 } },
        resolve({ number }, { plus }, { caller, id }) {
          resolved.push(`${number}+${plus} for ${caller}`)
          contexts.push(id)
          return number + plus
        },
      },
    },
  })
  const query = new GraphQLObjectType({ name: 'Query', fields: { nothing: { type: GraphQLString } } })
  const subscription = new GraphQLObjectType({
    name: 'Subscription',
    fields: {
      event: {
        type: Event,
        args: { filter: { type: GraphQLString } },
        async *subscribe() {
          yield* events
        },
        resolve: (event) => event,
      },
    },
  })
  let made = 0
  function contextOf(caller: string | null): object {
    return { caller, sharingKey: String(caller), id: ++made, renewed: () => contextOf(caller) }
  }
  const yoga = createYoga({
    schema: new GraphQLSchema({ query, subscription }),
    context: ({ request }) => contextOf(request.headers.get('x-caller')),
    plugins: [useSharedExecution((run) => run())],
    logging: false,
  })
  return {
    resolved,
    contexts,
    /** Subscribes and reads events to the end. */
    async follow(body: object, caller = 'me'): Promise<string> {
      const headers = {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        'x-caller': caller,
      }
      const response = await yoga.fetch('http://localhost/graphql', {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      })
      return response.text()
    },
  }
}

const QUERY = 'subscription ($plus: Int, $filter: String) { event(filter: $filter) { number(plus: $plus) } }'

test('executes a selection once per caller and event, however it is written', async () => {
  const { follow, resolved, contexts } = startExecutions()
  const answers = await Promise.all([
    ...Array.from({ length: 50 }, () => follow({ query: QUERY, variables: { plus: 1, filter: 'a' } })),
    follow({ query: QUERY.replaceAll(' ', '\n  '), variables: { filter: 'b', plus: 1 } }),
  ])
  expect(new Set(answers).size).toBe(1)
  expect(answers[0]).toContain('{"event":{"number":3}}')
  expect(resolved).toEqual(['1+1 for me', '2+1 for me'])
  expect(new Set(contexts).size).toBe(2)
})

const OTHER = 'subscription A { event { number(plus: 1) } } subscription B { event { number(plus: 2) } }'

test.each([
  ['variables', { query: QUERY, variables: { plus: 2 } }, 'me'],
  ['selection', { query: QUERY.replace('number', 'other: number'), variables: { plus: 1 } }, 'me'],
  ['operation', { query: OTHER, operationName: 'B' }, 'me'],
  ['caller', { query: QUERY, variables: { plus: 1 } }, 'another'],
])('executes separately for a different %s', async (what, body, caller) => {
  const { follow, resolved, contexts } = startExecutions()
  const first =
    what === 'operation' ? { query: OTHER, operationName: 'A' } : { query: QUERY, variables: { plus: 1 } }
  const [one, other] = await Promise.all([follow(first), follow(body, caller)])
  expect(resolved).toHaveLength(4)
  expect(new Set(contexts).size).toBe(4)
  expect(one === other).toBe(what === 'caller')
})
