import { expect, test } from 'vitest'
import { startGateway } from '../../../support/gateway.ts'
import { hostile, times } from './hostile.ts'
import { type Asked, ask, askJson, post, transports } from './support.ts'

const nested = `${'['.repeat(50_000)}${']'.repeat(50_000)}`

test.for(transports.filter((transport) => transport !== 'GET'))(
  'rejects each hostile request by %s before calling AWS',
  async (transport) => {
    await using gateway = await startGateway()
    const answered: (readonly [what: string, code: unknown])[] = []
    for (const [what, asked] of hostile) {
      const json = JSON.stringify(asked).replaceAll('"@nested@"', nested)
      const { code, data } = await askJson(gateway.url, transport, json)
      answered.push([what, data == null ? code : 'data'])
    }
    expect(answered).toEqual(hostile.map(([what, _, code]) => [what, code]))
    expect(gateway.emulator.calls.count()).toBe(0)
    expect(await ask(gateway.url, transport, { query: '{ __typename }' })).toMatchObject({
      data: { __typename: 'Query' },
    })
  },
)

test('serves requests that are merely large', async () => {
  await using gateway = await startGateway()
  const variables = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`v${index}`, index]))
  const used = times(50, (index) => `$v${index + 1}: Int`)
  const many = `query (${used}) { ${times(50, (index) => `a${index}: images(first: $v${index + 1}) { totalCount }`)} }`
  const large: readonly Asked[] = [
    { query: `# ${'x'.repeat(200_000)}\n{ __typename }` },
    { query: '{ image(name: "a") { name } }', variables: { unused: 'x'.repeat(10_000) } },
    { query: '{ __typename }', extensions: { list: Array.from({ length: 50_000 }, () => 1) } },
    { query: `{ images(filter: { names: [${times(2000, (index) => `"n${index}"`)}] }) { totalCount } }` },
    { query: many, variables },
  ]
  for (const asked of large) {
    const answer = await ask(gateway.url, 'POST', asked)
    expect(answer.errors, JSON.stringify(answer).slice(0, 500)).toBeUndefined()
  }
})

test.for([
  [10_000, 'BAD_USER_INPUT'],
  [200_000, 'STRING_TOO_LONG'],
] as const)(
  'answers %i characters in an argument with %s, without repeating them',
  async ([length, code]) => {
    await using gateway = await startGateway()
    const response = await post(
      gateway.url,
      JSON.stringify({ query: `{ image(arn: "${'x'.repeat(length)}") { name } }` }),
    )
    const text = await response.text()
    expect(text).toContain(code)
    expect(text.length).toBeLessThan(1000)
  },
)
