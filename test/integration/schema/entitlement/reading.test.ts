import { expect, test } from 'vitest'
import { createSchema } from '../../../../src/schema/index.ts'
import { ACCOUNT, createTestClock, REGION, startGateway } from '../../../support/gateway.ts'
import { sample } from '../../../support/model.ts'
import { everyField } from '../../../support/selection.ts'
import { callsOf, stackArn } from '../fleet/support.ts'
import { startOffice } from './support.ts'

const schema = createSchema()

type Nodes<Node = { name: string }> = { readonly nodes: readonly Node[] }

test('serves every member of an entitlement', async () => {
  await using gateway = await startGateway()
  gateway.home.putStack({ Name: 'office' })
  const full = Object(sample('Entitlement', (member) => (member === 'AppVisibility' ? 'ALL' : undefined)))
  gateway.home.entitlements.put({ ...full, Name: 'full', StackName: 'office' })
  const { appStreamEntitlement } = await gateway.read<Record<string, Record<string, unknown>>, never>(
    `{ appStreamEntitlement(stackName: "office", name: "full") ${everyField(schema, 'AppStreamEntitlement', 0)} }`,
  )
  const missing = Object.entries(appStreamEntitlement ?? {}).filter(([, value]) => value === null)
  expect(appStreamEntitlement).toMatchObject({
    ...{
      __typename: 'AppStreamEntitlement',
      name: 'full',
      stackName: 'office',
      stackArn: stackArn('office'),
    },
    ...{ region: REGION, accountId: ACCOUNT },
  })
  expect(missing).toEqual([])
})

test('lists the entitlements of a stack with one call', async () => {
  await using gateway = await startOffice()
  const { appStreamStacks } = await gateway.read<{ appStreamStacks: unknown }, never>(`{
    appStreamStacks { nodes { name entitlements {
      totalCount observedAt failures { code } nodes { name appVisibility attributes { name value } stack { name } }
    } } }
  }`)
  expect(appStreamStacks).toEqual({
    nodes: [
      {
        name: 'lab',
        entitlements: { totalCount: 0, observedAt: expect.any(String), failures: [], nodes: [] },
      },
      {
        name: 'office',
        entitlements: {
          totalCount: 3,
          observedAt: expect.any(String),
          failures: [],
          nodes: [
            {
              ...{ name: 'accountants', appVisibility: 'ASSOCIATED', stack: { name: 'office' } },
              attributes: [{ name: 'department', value: 'finance' }],
            },
            {
              ...{ name: 'everybody', appVisibility: 'ALL', stack: { name: 'office' } },
              attributes: [{ name: 'organization', value: 'acme' }],
            },
            {
              ...{ name: 'writers', appVisibility: 'ASSOCIATED', stack: { name: 'office' } },
              attributes: [
                { name: 'department', value: 'press' },
                { name: 'roles', value: 'author' },
              ],
            },
          ],
        },
      },
    ],
  })
  expect(callsOf(gateway)).toEqual({ DescribeEntitlements: 2, DescribeStacks: 1 })
})

test('reads applications of 5 entitlements on 6 stacks with 12 calls', async () => {
  await using gateway = await startGateway()
  const { home, emulator } = gateway
  for (let index = 0; index < 6; index++) {
    const StackName = `stack-${index}`
    home.putStack({ Name: StackName })
    const AppVisibility = index === 5 ? 'ALL' : 'ASSOCIATED'
    home.entitlements.put({ StackName, Name: 'staff', AppVisibility })
    home.entitledApplications.add(`${StackName}/staff`, 'Word')
  }
  const read = () =>
    gateway.read<{ appStreamStacks: Nodes<{ entitlements: Nodes<{ applications: unknown }> }> }, never>(
      `{ appStreamStacks { nodes { entitlements { nodes {
        appVisibility applications { applicationIdentifier }
      } } } } }`,
    )
  const { appStreamStacks } = await read()
  const associated = appStreamStacks.nodes.flatMap(({ entitlements }) => entitlements.nodes).slice(0, 5)
  expect(associated).toEqual(
    Array(5).fill({
      appVisibility: 'ASSOCIATED',
      applications: [{ applicationIdentifier: 'Word' }],
    }),
  )
  const counted = ['DescribeStacks', 'DescribeEntitlements', 'ListEntitledApplications']
  expect(counted.map((operation) => emulator.calls.count(operation))).toEqual([1, 6, 5])
  await read()
  expect(counted.map((operation) => emulator.calls.count(operation))).toEqual([1, 6, 5])
})

test('sorts the applications of an entitlement by identifier', async () => {
  await using gateway = await startOffice()
  const answer = await gateway.read<unknown, never>(
    '{ appStreamEntitlement(stackName: "office", name: "writers") { applications { applicationIdentifier } } }',
  )
  expect(answer).toEqual({
    appStreamEntitlement: {
      applications: [{ applicationIdentifier: 'Paint' }, { applicationIdentifier: 'Word' }],
    },
  })
  expect(callsOf(gateway)).toEqual({ DescribeEntitlements: 1, ListEntitledApplications: 1 })
})

test.each([
  ['{ names: ["writers", "none"] }', ['writers']],
  ['{ names: [] }', []],
  ['{ namePrefix: "e" }', ['everybody']],
  ['{ nameContains: "T" }', ['accountants', 'writers']],
  ['{ appVisibilities: [ALL] }', ['everybody']],
  ['{ attribute: { name: "department", value: "press" } }', ['writers']],
  ['{ attribute: { name: "department", value: "author" } }', []],
  [`{ stackArns: ["${stackArn('lab')}"] }`, []],
  [`{ stackArns: ["${stackArn('office')}"], namePrefix: "w" }`, ['writers']],
])('filters the entitlements of a stack and of all stacks by %s', async (filter, names) => {
  await using gateway = await startOffice()
  const { appStreamStack, appStreamEntitlements } = await gateway.read<
    { appStreamStack: { entitlements: Nodes }; appStreamEntitlements: Nodes },
    never
  >(`{
    appStreamStack(name: "office") { entitlements(filter: ${filter}) { nodes { name } } }
    appStreamEntitlements(filter: ${filter}) { nodes { name } }
  }`)
  expect(appStreamStack.entitlements.nodes.map(({ name }) => name)).toEqual(names)
  expect(appStreamEntitlements.nodes.map(({ name }) => name)).toEqual(names)
})

test('reads only the stacks of the filter from AWS', async () => {
  await using gateway = await startOffice()
  await gateway.read(
    `{ appStreamEntitlements(filter: { stackArns: ["${stackArn('lab')}", "${stackArn('gone')}"] }) { totalCount } }`,
  )
  expect(gateway.emulator.calls.all.map(({ input }) => input['StackName'])).toEqual([undefined, 'lab'])
})

test('pages through all entitlements by stack and name', async () => {
  await using gateway = await startOffice()
  gateway.home.entitlements.put({ StackName: 'lab', Name: 'zoologists' })
  const page = (after: string | null) =>
    gateway.read<
      {
        list: Nodes<{ stackName: string; name: string }> & {
          readonly totalCount: number
          readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string }
        }
      },
      { after: string | null }
    >(
      `query ($after: String) { list: appStreamEntitlements(first: 3, after: $after) {
        totalCount pageInfo { hasNextPage endCursor } nodes { stackName name }
      } }`,
      { variables: { after } },
    )
  const { list: first } = await page(null)
  const { list: second } = await page(first.pageInfo.endCursor)
  expect(
    [first, second].map(({ nodes }) => nodes.map(({ stackName, name }) => `${stackName}/${name}`)),
  ).toEqual([['lab/zoologists', 'office/accountants', 'office/everybody'], ['office/writers']])
  expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false])
  expect(first.totalCount).toBe(4)
})

test.each([
  ['{ appStreamEntitlement(name: "writers") { name } }', 'Specify `stackArn` or `stackName`.'],
  [
    `{ appStreamEntitlement(stackArn: "${stackArn('office')}", stackName: "office", name: "x") { name } }`,
    'Specify `stackArn` or `stackName`, not both.',
  ],
  ['{ appStreamEntitlement(stackArn: "arn:x", name: "x") { name } }', '`stackArn` must be the ARN'],
  [
    '{ appStreamEntitlements(filter: { stackArns: ["arn:x"] }) { totalCount } }',
    '`filter.stackArns.0` must be the ARN',
  ],
  ['{ appStreamEntitlements(first: 0) { totalCount } }', '`first` must be between 1 and 100'],
  ['{ appStreamEntitlements(after: "x") { totalCount } }', '`after` is not a valid cursor'],
])('rejects %s before any call', async (query, message) => {
  await using gateway = await startOffice()
  const { errors } = await gateway.query(query)
  expect(errors).toMatchObject([
    { message: expect.stringContaining(message), extensions: { code: 'BAD_USER_INPUT' } },
  ])
  expect(gateway.emulator.calls.all).toEqual([])
})

test.each([
  [`stackArn: "${stackArn('office')}", name: "none"`],
  [`stackArn: "${stackArn('gone')}", name: "writers"`],
  [`stackArn: "${stackArn('office', '999999999999')}", name: "writers"`],
  ['stackName: "gone", name: "writers"'],
])('returns null for an entitlement by %s', async (args) => {
  await using gateway = await startOffice()
  expect(await gateway.read(`{ appStreamEntitlement(${args}) { name } }`)).toEqual({
    appStreamEntitlement: null,
  })
})

test('reads an entitlement by ARN, node and entity with one call', async () => {
  await using gateway = await startOffice()
  const arn = stackArn('office')
  const { appStreamEntitlement } = await gateway.read<{ appStreamEntitlement: { id: string } }, never>(
    `{ appStreamEntitlement(stackArn: "${arn}", name: "writers") { id } }`,
  )
  const answer = await gateway.read<unknown, object>(
    `query ($id: ID!, $representations: [_Any!]!) {
      node(id: $id) { id ... on AppStreamEntitlement { name stackArn } }
      _entities(representations: $representations) { ... on AppStreamEntitlement { name description } }
    }`,
    {
      variables: {
        id: appStreamEntitlement.id,
        representations: [
          { __typename: 'AppStreamEntitlement', id: appStreamEntitlement.id },
          { __typename: 'AppStreamEntitlement', stackArn: arn, name: 'everybody' },
          { __typename: 'AppStreamEntitlement', stackArn: arn, name: 'gone' },
          { __typename: 'AppStreamEntitlement', stackArn: arn },
          { __typename: 'AppStreamEntitlement', stackArn: 7, name: 'writers' },
          { __typename: 'AppStreamEntitlement', id: 'x' },
        ],
      },
    },
  )
  expect(answer).toEqual({
    node: { id: appStreamEntitlement.id, name: 'writers', stackArn: arn },
    _entities: [
      { name: 'writers', description: 'They write.' },
      { name: 'everybody', description: null },
      null,
      null,
      null,
      null,
    ],
  })
  expect(callsOf(gateway)).toEqual({ DescribeEntitlements: 1 })
})

test('rejects the global id of an entitlement with too many parts', async () => {
  await using gateway = await startOffice()
  const id = Buffer.from('AppStreamEntitlement:["us-east-1","123456789012","office"]').toString('base64')
  const { errors } = await gateway.query(`{ node(id: "${id}") { id } }`)
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }])
})

test('reports an unreadable stack as a failure of its target', async () => {
  await using gateway = await startOffice()
  gateway.emulator.faults.add({
    operation: 'DescribeEntitlements',
    match: ({ StackName }) => StackName === 'lab',
    error: { type: 'AccessDeniedException' },
  })
  const { appStreamEntitlements } = await gateway.read<{ appStreamEntitlements: unknown }, never>(
    '{ appStreamEntitlements { totalCount failures { code target { region } } } }',
  )
  expect(appStreamEntitlements).toEqual({
    totalCount: 3,
    failures: [{ code: 'UPSTREAM_ACCESS_DENIED', target: { region: REGION } }],
  })
})

test('returns null with an error if the stacks cannot be listed', async () => {
  await using gateway = await startOffice()
  gateway.emulator.faults.add({ operation: 'DescribeStacks', error: { type: 'AccessDeniedException' } })
  const { data, errors } = await gateway.query('{ appStreamEntitlements { totalCount } }')
  expect(data).toEqual({ appStreamEntitlements: null })
  expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_ACCESS_DENIED' } }])
})

test('returns no entitlements and a failure if readable targets have no stacks', async () => {
  await using gateway = await startGateway({ env: { AWS_REGIONS: 'us-east-1,eu-west-1' } })
  gateway.emulator.faults.add({
    operation: 'DescribeStacks',
    region: 'eu-west-1',
    error: { type: 'AccessDeniedException' },
  })
  expect(await gateway.read('{ appStreamEntitlements { totalCount failures { code } } }')).toEqual({
    appStreamEntitlements: { totalCount: 0, failures: [{ code: 'UPSTREAM_ACCESS_DENIED' }] },
  })
})

test('rejects an entitlement without a name as unreadable', async () => {
  await using gateway = await startOffice()
  gateway.emulator.faults.add({
    operation: 'DescribeEntitlements',
    raw: { status: 200, body: '{"Entitlements":[{"StackName":"office"}]}' },
  })
  const { errors } = await gateway.query('{ appStreamStack(name: "office") { entitlements { totalCount } } }')
  expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_UNREADABLE' } }])
})

test('checks the calls for entitlements against the limit before the first call', async () => {
  await using gateway = await startGateway({ env: { MAX_UPSTREAM_CALLS: '5' } })
  for (let index = 0; index < 6; index++) gateway.home.putStack({ Name: `stack-${index}` })
  const { errors } = await gateway.query('{ appStreamEntitlements { totalCount } }')
  expect(errors).toMatchObject([{ extensions: { code: 'TOO_MANY_UPSTREAM_CALLS' } }])
  expect(gateway.emulator.calls.count('DescribeEntitlements')).toBe(0)
})

test('follows the pages of a stack; serves stale while AWS fails', async () => {
  const clock = createTestClock()
  await using gateway = await startOffice({ clock, emulator: { behaviour: { pageSize: 2 } } })
  const read = () =>
    gateway.query<{ appStreamEntitlements: { totalCount: number } }, never>(
      `{ appStreamEntitlements(filter: { stackArns: ["${stackArn('office')}"] }) { totalCount } }`,
    )
  expect(await read()).toMatchObject({ data: { appStreamEntitlements: { totalCount: 3 } } })
  expect(gateway.emulator.calls.count('DescribeEntitlements')).toBe(2)
  clock.advance(31_000)
  gateway.emulator.faults.add({ operation: 'DescribeEntitlements', error: { type: 'InternalFailure' } })
  const { data, extensions } = await read()
  expect(data).toEqual({ appStreamEntitlements: { totalCount: 3 } })
  expect(extensions).toMatchObject({ stale: [{ what: expect.stringContaining('entitlements/office') }] })
})

test('bounds the calls in flight for many stacks', async () => {
  await using gateway = await startGateway({ env: { DETAILS_CONCURRENCY: '3' } })
  for (let index = 0; index < 12; index++) gateway.home.putStack({ Name: `stack-${index}` })
  gateway.emulator.faults.add({ operation: 'DescribeEntitlements', latencyMs: 20 })
  await gateway.read('{ appStreamEntitlements { totalCount } }')
  expect(gateway.emulator.calls.count('DescribeEntitlements')).toBe(12)
  expect(gateway.emulator.calls.maxInFlight('DescribeEntitlements')).toBe(3)
})
