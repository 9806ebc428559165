import { getIntrospectionQuery } from 'graphql'
import { expect, test } from 'vitest'
import { startGateway } from '../../../support/gateway.ts'
import { ask, transports } from './support.ts'

const byNames = 'query ($names: [String!]) { images(filter: { names: $names }) { totalCount } }'

test.for(transports.filter((transport) => transport !== 'GET'))(
  'limits lists and strings of variables by %s',
  async (transport) => {
    await using gateway = await startGateway()
    const names = (count: number, length = 1) => ({
      names: Array.from({ length: count }, () => 'n'.repeat(length)),
    })
    expect(
      (await ask(gateway.url, transport, { query: byNames, variables: names(1000) })).errors,
    ).toBeUndefined()
    const long = await ask(gateway.url, transport, { query: byNames, variables: names(1001) })
    expect(long.code).toBe('LIST_TOO_LONG')
    expect(long.errors?.[0]?.message).toBe('`$names` has a list of 1001 items; MAX_LIST_ITEMS allows 1000.')
    expect(await ask(gateway.url, transport, { query: byNames, variables: names(1, 10_001) })).toMatchObject({
      code: 'STRING_TOO_LONG',
    })
  },
)

test('reports variable errors briefly, without the value', async () => {
  await using gateway = await startGateway()
  const filter = {
    namePrefix: 'x'.repeat(9000),
    ...Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`u${i}`, 1])),
  }
  const query = 'query ($f: ImageFilter) { images(filter: $f) { totalCount } }'
  const answer = await ask(gateway.url, 'POST', { query, variables: { f: filter } })
  expect(answer.status).toBe(200)
  expect(new Set(answer.errors?.map(({ extensions }) => extensions['code']))).toEqual(
    new Set(['BAD_USER_INPUT']),
  )
  expect(JSON.stringify(answer.errors).length).toBeLessThan(20_000)
})

test('allows introspection under a small MAX_COST, but not its aliases', async () => {
  await using gateway = await startGateway({ env: { MAX_COST: '200' } })
  const { data } = await ask(gateway.url, 'POST', { query: getIntrospectionQuery({ oneOf: true }) })
  expect(data).toHaveProperty('__schema')
  const one = '__schema { types { fields { args { name } } } }'
  const query = `{ ${Array.from({ length: 50 }, (_, index) => `a${index}: ${one}`).join(' ')} }`
  expect((await ask(gateway.url, 'POST', { query })).code).toBe('COST_TOO_HIGH')
  expect(
    (
      await ask(gateway.url, 'POST', {
        query: '{ __schema { queryType { name } } images(first: 100) { nodes { name } } }',
      })
    ).code,
  ).toBe('COST_TOO_HIGH')
})
