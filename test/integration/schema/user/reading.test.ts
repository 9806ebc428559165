import { expect, test } from 'vitest'
import { createSchema } from '../../../../src/schema/index.ts'
import { ACCOUNT } from '../../../support/gateway.ts'
import { sample } from '../../../support/model.ts'
import { everyField } from '../../../support/selection.ts'
import { callsOf, stackArn } from '../fleet/support.ts'
import { address, fill, startPool } from './support.ts'

const schema = createSchema()

test('serves every member of a user', async () => {
  await using gateway = await startPool()
  const given: Readonly<Record<string, string>> = {
    UserName: 'ann@example.com',
    AuthenticationType: 'USERPOOL',
    Status: 'COMPROMISED',
  }
  gateway.home.users.put({ ...Object(sample('User', (member) => given[member])) })
  const { appStreamUsers } = await gateway.read<{ appStreamUsers: { nodes: object[] } }, never>(
    `{ appStreamUsers { nodes ${everyField(schema, 'AppStreamUser', 0)} } }`,
  )
  const [node] = appStreamUsers.nodes
  expect(node).toMatchObject({
    userName: 'ann@example.com',
    authenticationType: 'USERPOOL',
    status: 'COMPROMISED',
    accountId: ACCOUNT,
  })
  expect(Object.entries(node ?? {}).filter(([, value]) => value === null)).toEqual([])
})

test('reads the stacks of 12 users over 6 stacks in 8 calls', async () => {
  await using gateway = await startPool()
  fill(gateway, 12, 6)
  const query =
    '{ appStreamUsers { nodes { userName stacks { nodes { name users { nodes { userName } } } } } } }'
  const { appStreamUsers } = await gateway.read<{ appStreamUsers: { nodes: unknown[] } }, never>(query)
  expect(appStreamUsers.nodes).toHaveLength(12)
  expect(appStreamUsers.nodes[7]).toEqual({
    userName: address(7),
    stacks: {
      nodes: [{ name: 'stack-1', users: { nodes: [{ userName: address(1) }, { userName: address(7) }] } }],
    },
  })
  const calls = { DescribeUsers: 1, DescribeStacks: 1, DescribeUserStackAssociations: 6 }
  expect(callsOf(gateway)).toEqual(calls)
  await gateway.read(query)
  expect(callsOf(gateway)).toEqual(calls)
})

test('reads the stacks of one user in one call', async () => {
  await using gateway = await startPool()
  fill(gateway, 1, 4)
  const { appStreamUser } = await gateway.read<{ appStreamUser: unknown }, never>(
    `{ appStreamUser(userName: "${address(0)}") { stacks { totalCount edges { sendEmailNotification node { name } } } } }`,
  )
  expect(appStreamUser).toEqual({
    stacks: { totalCount: 1, edges: [{ sendEmailNotification: false, node: { name: 'stack-0' } }] },
  })
  expect(callsOf(gateway)).toEqual({ DescribeUsers: 1, DescribeStacks: 1, DescribeUserStackAssociations: 1 })
})

test('returns users assigned to a stack even if the pool omits them', async () => {
  await using gateway = await startPool()
  fill(gateway, 1, 3)
  gateway.home.userStacks.add('gone@example.com', 'stack-0')
  const { appStreamStack } = await gateway.read<{ appStreamStack: unknown }, never>(`{
    appStreamStack(name: "stack-0") { users { nodes { userName authenticationType status enabled } } }
  }`)
  expect(appStreamStack).toEqual({
    users: {
      nodes: [
        { userName: 'gone@example.com', authenticationType: 'USERPOOL', status: null, enabled: null },
        { userName: address(0), authenticationType: 'USERPOOL', status: 'CONFIRMED', enabled: true },
      ],
    },
  })
})

test.each([
  ['{ userNames: ["bob@example.com", "nobody@example.com"] }', ['bob@example.com']],
  ['{ userNameContains: "EXAMPLE.ORG" }', ['cid@example.org']],
  ['{ enabled: false }', ['bob@example.com']],
  ['{ statuses: [UNCONFIRMED, UNKNOWN] }', ['ann@example.com', 'cid@example.org']],
  [`{ stackArn: "${stackArn('desks')}" }`, ['ann@example.com', 'cid@example.org']],
  ['{ createdAfter: "2026-01-02T00:00:00Z" }', ['cid@example.org']],
  ['{ userNames: [] }', []],
])('filters users by %s', async (filter, names) => {
  await using gateway = await startPool()
  const { users, stacks, userStacks } = gateway.home
  stacks.put({ Name: 'desks' })
  users.put({ UserName: 'ann@example.com', Status: 'UNCONFIRMED', CreatedTime: new Date('2026-01-01') })
  users.put({ UserName: 'bob@example.com', Enabled: false, CreatedTime: new Date('2026-01-01') })
  users.put({ UserName: 'cid@example.org', Status: 'SUSPENDED', CreatedTime: new Date('2026-01-03') })
  userStacks.add('ann@example.com', 'desks')
  userStacks.add('cid@example.org', 'desks')
  const { appStreamUsers } = await gateway.read<{ appStreamUsers: { nodes: { userName: string }[] } }, never>(
    `{ appStreamUsers(filter: ${filter}) { nodes { userName } } }`,
  )
  expect(appStreamUsers.nodes.map(({ userName }) => userName)).toEqual(names)
})
