import { getIntrospectionQuery } from 'graphql'
import { expect, test } from 'vitest'
import { startGateway } from '../../../support/gateway.ts'
import { type Asked, ask, transports } from './support.ts'

const off = { INTROSPECTION: 'false' }

const telling: readonly (readonly [what: string, query: string])[] = [
  ['the schema', '{ __schema { queryType { name } } }'],
  ['a type', '{ __type(name: "Image") { name } }'],
  ['what a router composes of', '{ _service { sdl } }'],
  ['the schema by another name', '{ a: __schema { queryType { name } } }'],
  [
    'the schema in a fragment',
    'query { ...F } fragment F on Query { ... { __schema { queryType { name } } } }',
  ],
  ['the schema in a second operation', 'query A { __typename } query B { __schema { queryType { name } } }'],
  ['the whole schema, as GraphiQL does', getIntrospectionQuery()],
]

test.for(transports)(
  'hides the schema by %s if introspection is off, except type names',
  async (transport) => {
    await using gateway = await startGateway({ env: off })
    for (const [what, query] of telling) {
      const answer = await ask(gateway.url, transport, {
        query,
        ...(/query A/.test(query) && { operationName: 'A' }),
      })
      expect(answer.code, what).toBe('INTROSPECTION_DISABLED')
      expect(answer.status, what).toBe(transport === 'WebSocket' ? undefined : 400)
    }
    expect(await ask(gateway.url, transport, { query: '{ __typename }' })).toMatchObject({
      data: { __typename: 'Query' },
    })
  },
)

const mistakes: readonly (readonly [what: string, asked: Asked, suggestion: RegExp])[] = [
  ['a field', { query: '{ imge { name } }' }, /Did you mean "image"/],
  [
    'a field of a union',
    { query: 'mutation { deleteImage(input: { name: "a" }) { code } }' },
    /Did you mean to use an inline fragment/,
  ],
  ['an argument', { query: '{ image(nam: "a") { name } }' }, /Did you mean "name"/],
  ['a type', { query: '{ image(name: "a") { ... on Imag { name } } }' }, /Did you mean "Image"/],
  [
    'an enum value',
    { query: '{ images(filter: { states: [AVAILABL] }) { totalCount } }' },
    /Did you mean the enum value "AVAILABLE"/,
  ],
  [
    'an input field',
    { query: '{ images(filter: { namePrefx: "a" }) { totalCount } }' },
    /Did you mean "namePrefix"/,
  ],
  [
    'an enum value in a variable',
    {
      query: 'query ($filter: ImageFilter) { images(filter: $filter) { totalCount } }',
      variables: { filter: { states: ['AVAILABL'] } },
    },
    /Did you mean the enum value "AVAILABLE"/,
  ],
  [
    'an input field in a variable',
    {
      query: 'query ($filter: ImageFilter) { images(filter: $filter) { totalCount } }',
      variables: { filter: { namePrefx: 'a' } },
    },
    /Did you mean "namePrefix"/,
  ],
  [
    'an enum value in the variable of a subscription',
    {
      query: 'subscription ($states: [ImageState!]) { imageStateChanged(states: $states) { kind } }',
      variables: { states: ['AVAILABL'] },
    },
    /Did you mean the enum value "AVAILABLE"/,
  ],
]

test('suggests names only if introspection is on', async () => {
  await using on = await startGateway()
  await using without = await startGateway({ env: off })
  for (const [what, asked, suggestion] of mistakes) {
    for (const transport of ['SSE', 'WebSocket'] as const) {
      const told = await ask(on.url, transport, asked)
      expect(told.errors?.[0]?.message, what).toMatch(suggestion)
      const untold = await ask(without.url, transport, asked)
      expect(untold.code, what).toBe(told.code)
      expect(JSON.stringify(untold), what).not.toMatch(/did you mean/i)
    }
  }
})
