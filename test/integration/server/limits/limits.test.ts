import { expect, test } from 'vitest'
import { startGateway } from '../../../support/gateway.ts'
import { type Asked, ask, transports } from './support.ts'

const times = (count: number, text: string | ((index: number) => string)) =>
  Array.from({ length: count }, (_, index) => (typeof text === 'string' ? text : text(index))).join(' ')

/** Returns a document of that many tokens, 16 of them around the states. */
const ofTokens = (count: number) =>
  `{ images(filter: { states: [${times(count - 16, 'AVAILABLE')}] }) { totalCount } }`

/** Returns a list nested that deep. */
const nested = (count: number): unknown => JSON.parse('['.repeat(count) + ']'.repeat(count))

interface Case {
  readonly limit: string
  readonly code: string
  /** Message with the measured figure. */
  readonly message: string | RegExp
  readonly inside: Asked
  readonly over: Asked
  readonly env?: Readonly<Record<string, string>>
  /** The operation exceeds the length of a query string. */
  readonly tooLongForGet?: true
}

const cases: readonly Case[] = [
  {
    limit: 'MAX_TOKENS',
    code: 'TOO_MANY_TOKENS',
    message: 'The document has 5001 tokens; MAX_TOKENS allows 5000.',
    inside: { query: ofTokens(5000) },
    over: { query: ofTokens(5001) },
    tooLongForGet: true,
  },
  {
    limit: 'MAX_NESTING of a document',
    code: 'NESTING_TOO_DEEP',
    message: 'Brackets in the document are nested 65 levels deep; MAX_NESTING allows 64.',
    inside: { query: `{ ${'... { '.repeat(63)} __typename ${'}'.repeat(64)}` },
    over: { query: `{ ${'... { '.repeat(64)} __typename ${'}'.repeat(65)}` },
  },
  {
    limit: 'MAX_NESTING of variables',
    code: 'NESTING_TOO_DEEP',
    message: '`variables` is nested 65 levels deep; MAX_NESTING allows 64.',
    inside: { query: '{ __typename }', variables: { unused: nested(63) } },
    over: { query: '{ __typename }', variables: { unused: nested(64) } },
  },
  {
    limit: 'MAX_NESTING of extensions',
    code: 'NESTING_TOO_DEEP',
    message: '`extensions` is nested 65 levels deep; MAX_NESTING allows 64.',
    inside: { query: '{ __typename }', extensions: { unused: nested(63) } },
    over: { query: '{ __typename }', extensions: { unused: nested(64) } },
  },
  {
    limit: 'MAX_DEPTH',
    code: 'QUERY_TOO_DEEP',
    message: 'The operation is 13 fields deep; MAX_DEPTH allows 12.',
    inside: { query: `{ image(name: "a") ${times(10, '{ baseImage')} { name } ${'}'.repeat(10)} }` },
    over: { query: `{ image(name: "a") ${times(11, '{ baseImage')} { name } ${'}'.repeat(11)} }` },
  },
  {
    limit: 'MAX_DEPTH through fragments',
    code: 'QUERY_TOO_DEEP',
    message: 'The operation is 13 fields deep; MAX_DEPTH allows 12.',
    inside: {
      query: `{ image(name: "a") { ...F } } fragment F on Image { ${times(10, '... { baseImage {')} name ${'}'.repeat(20)} }`,
    },
    over: {
      query: `{ image(name: "a") { ...F } } fragment F on Image { ${times(11, '... { baseImage {')} name ${'}'.repeat(22)} }`,
    },
  },
  {
    limit: 'MAX_ALIASES',
    code: 'TOO_MANY_ALIASES',
    message: 'The operation has 51 aliases; MAX_ALIASES allows 50.',
    inside: { query: `{ appStreamTargets { ${times(50, (index) => `a${index}: region`)} } }` },
    over: { query: `{ appStreamTargets { ${times(51, (index) => `a${index}: region`)} } }` },
  },
  {
    limit: 'MAX_ALIASES through fragment spreads',
    code: 'TOO_MANY_ALIASES',
    message: 'The operation has 51 aliases; MAX_ALIASES allows 50.',
    inside: {
      query: `{ ...F ...F ...F } fragment F on Query { ${times(16, (index) => `a${index}: __typename`)} }`,
    },
    over: {
      query: `{ ...F ...F ...F } fragment F on Query { ${times(17, (index) => `a${index}: __typename`)} }`,
    },
    env: { MAX_ROOT_FIELDS: '0' },
  },
  {
    limit: 'MAX_ROOT_FIELDS',
    code: 'TOO_MANY_ROOT_FIELDS',
    message: 'The operation has 51 root fields; MAX_ROOT_FIELDS allows 50.',
    inside: { query: `{ ${times(50, '__typename')} }` },
    over: { query: `{ ${times(51, '__typename')} }` },
  },
  {
    limit: 'MAX_ROOT_FIELDS in fragments',
    code: 'TOO_MANY_ROOT_FIELDS',
    message: 'The operation has 51 root fields; MAX_ROOT_FIELDS allows 50.',
    inside: { query: `{ ...F ... { ...F } } fragment F on Query { ${times(25, '__typename')} }` },
    over: { query: `{ __typename ...F ... { ...F } } fragment F on Query { ${times(25, '__typename')} }` },
  },
  {
    limit: 'MAX_DIRECTIVES',
    code: 'TOO_MANY_DIRECTIVES',
    message: 'The operation has 51 directives; MAX_DIRECTIVES allows 50.',
    inside: { query: `{ ${times(25, '__typename @skip(if: false) @include(if: true)')} }` },
    over: {
      query: `{ __typename @skip(if: false) ${times(25, '__typename @skip(if: false) @include(if: true)')} }`,
    },
  },
  {
    limit: 'MAX_DIRECTIVES on fragment spreads',
    code: 'TOO_MANY_DIRECTIVES',
    message: 'The operation has 52 directives; MAX_DIRECTIVES allows 50.',
    inside: {
      query: `{ ${times(25, '...F @skip(if: false)')} } fragment F on Query { __typename @skip(if: false) }`,
    },
    over: {
      query: `{ ${times(26, '...F @skip(if: false)')} } fragment F on Query { __typename @skip(if: false) }`,
    },
  },
  {
    limit: 'MAX_COST with literal page sizes',
    code: 'COST_TOO_HIGH',
    message: /^The operation costs up to \d+; MAX_COST allows 600\. /,
    inside: { query: '{ images(first: 10) { nodes { derivedImages(first: 10) { nodes { name } } } } }' },
    over: { query: '{ images(first: 1000) { nodes { derivedImages(last: 10) { nodes { name } } } } }' },
    env: { MAX_COST: '600' },
  },
  {
    limit: 'MAX_COST with variable page sizes',
    code: 'COST_TOO_HIGH',
    message: /^The operation costs up to \d+; MAX_COST allows 2000\. /,
    inside: {
      query:
        'query ($n: Int, $m: Int = 100) { images(first: $m) { edges { node { derivedImages(first: $n) { totalCount } } } } }',
      variables: { n: 20 },
    },
    over: {
      query:
        'query ($n: Int, $m: Int = 100) { images(first: $m) { nodes { derivedImages(first: $n) { nodes { name } } } } }',
      variables: { n: 101 },
    },
    env: { MAX_COST: '2000' },
  },
  {
    limit: 'MAX_COST with default page sizes',
    code: 'COST_TOO_HIGH',
    message: /^The operation costs up to \d+; MAX_COST allows 120\. /,
    inside: {
      query: 'query ($n: Int) { images(first: $n) { ...F } } fragment F on ImageConnection { totalCount }',
    },
    over: {
      query:
        'query ($n: Int) { images(first: $n) { ...F } } fragment F on ImageConnection { nodes { name } edges { node { name } } }',
      variables: { n: 101 },
    },
    env: { MAX_COST: '120' },
  },
]

test.for(
  cases.flatMap((one) =>
    transports
      .filter((transport) => transport !== 'GET' || !one.tooLongForGet)
      .map((transport) => [one.limit, transport, one] as const),
  ),
)('%s by %s: accepts the limit, rejects more', async ([, transport, one]) => {
  const logs: string[] = []
  await using gateway = await startGateway({ env: one.env ?? {}, onLog: (line) => logs.push(line) })
  gateway.home.putImage({ Name: 'a' })

  const inside = await ask(gateway.url, transport, one.inside)
  expect(inside.errors, JSON.stringify(inside)).toBeUndefined()
  expect(inside.data).toBeTruthy()

  const calls = gateway.emulator.calls.count()
  const over = await ask(gateway.url, transport, one.over)
  expect(over).toMatchObject({
    code: one.code,
    status: transport === 'WebSocket' ? undefined : 400,
    errors: [{ message: expect.stringMatching(one.message) }],
  })
  expect(over.data ?? null).toBeNull()
  expect(gateway.emulator.calls.count()).toBe(calls)
  const [logged] = logs.map((line) => JSON.parse(line)).filter(({ errorCodes }) => errorCodes !== undefined)
  if (transport !== 'WebSocket')
    expect(logged).toMatchObject({ msg: 'request', errorCodes: [one.code], status: 400 })
})

test('disables a limit of 0', async () => {
  const off = { MAX_DEPTH: '0', MAX_ALIASES: '0', MAX_ROOT_FIELDS: '0', MAX_DIRECTIVES: '0', MAX_COST: '0' }
  await using gateway = await startGateway({ env: off })
  for (const { limit, over } of cases.filter(({ limit }) => !/TOKENS|NESTING/.test(limit))) {
    const { errors = [] } = await ask(gateway.url, 'POST', over)
    const codes = errors.map(({ extensions }) => extensions['code'])
    // The schema rejects a page of 101 during execution.
    expect(
      codes.filter((code) => code !== 'BAD_USER_INPUT'),
      limit,
    ).toEqual([])
  }
})

test('applies the limits, including cost, to a subscription', async () => {
  await using gateway = await startGateway({ env: { MAX_COST: '300' } })
  const query =
    'subscription { imageStateChanged(snapshot: true) { kind image { derivedImages(first: 100) { nodes { name } } } } }'
  for (const transport of ['SSE', 'WebSocket'] as const) {
    const { code } = await ask(gateway.url, transport, { query })
    expect(code).toBe('COST_TOO_HIGH')
  }
  expect(gateway.emulator.calls.count()).toBe(0)
})

test('allows a router a thousand references with their tags', async () => {
  await using gateway = await startGateway({ env: { MAX_TOKENS: '20000' } })
  const representations = Array.from({ length: 1000 }, (_, index) => ({
    __typename: 'Image',
    arn: `arn:${index}`,
  }))
  const query =
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Image { name tags { key } } } }'
  const passed = await ask(gateway.url, 'POST', { query, variables: { r: representations } })
  expect(passed).toMatchObject({ status: 200, code: undefined })

  const deeper = query.replace('tags', 'derivedImages(first: 100) { nodes { name tags { key } } } tags')
  const rejected = await ask(gateway.url, 'POST', { query: deeper, variables: { r: representations } })
  expect(rejected).toMatchObject({ status: 400, code: 'COST_TOO_HIGH' })
})
