import { expect, test } from 'vitest'
import { createSchema } from '../../../../src/schema/index.ts'
import { ACCOUNT, REGION, startGateway } from '../../../support/gateway.ts'
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
