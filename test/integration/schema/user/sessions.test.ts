import { expect, test } from 'vitest'
import { callsOf } from '../fleet/support.ts'
import { address, startPool } from './support.ts'

/** Starts a gateway with two stacks on a running fleet, and sessions of two users. */
async function startSessions() {
  const gateway = await startPool()
  const { home } = gateway
  home.putFleet({ Name: 'desks', State: 'RUNNING' })
  for (const Name of ['day', 'night']) {
    home.putStack({ Name })
    home.associate(Name, 'desks')
  }
  for (const index of [0, 1]) home.users.put({ UserName: address(index) })
  const session = (Id: string, StackName: string, UserId: string, AuthenticationType = 'USERPOOL') =>
    home.putSession({ Id, StackName, FleetName: 'desks', UserId, AuthenticationType })
  session('one', 'day', address(0))
  session('two', 'night', address(0))
  session('three', 'day', address(1))
  session('saml', 'day', address(0), 'SAML')
  session('left', 'night', 'left@example.com')
  return gateway
}

test('reads the sessions of a user with one call per pair', async () => {
  await using gateway = await startSessions()
  const { appStreamUser } = await gateway.read<{ appStreamUser: unknown }, never>(`{
    appStreamUser(userName: "${address(0)}") {
      sessions(filter: { states: [ACTIVE] }) { totalCount nodes { sessionId user { userName } } }
    }
  }`)
  const user = { userName: address(0) }
  expect(appStreamUser).toEqual({
    sessions: {
      totalCount: 2,
      nodes: expect.toSatisfy((nodes: { sessionId: string }[]) =>
        ['one', 'two'].every((id) => nodes.some(({ sessionId }) => sessionId === id)),
      ),
    },
  })
  expect(Object(appStreamUser).sessions.nodes.map((node: { user: object }) => node.user)).toEqual([
    user,
    user,
  ])
  expect(callsOf(gateway)).toMatchObject({ DescribeUsers: 1, DescribeSessions: 2 })
  expect(
    gateway.emulator.calls.all.filter(({ operation }) => operation === 'DescribeSessions'),
  ).toMatchObject([
    { input: { UserId: address(0), AuthenticationType: 'USERPOOL' } },
    { input: { UserId: address(0), AuthenticationType: 'USERPOOL' } },
  ])
})

test('resolves user pool users of sessions with one listing', async () => {
  await using gateway = await startSessions()
  const { appStreamSessions } = await gateway.read<
    { appStreamSessions: { nodes: { sessionId: string; user: unknown }[] } },
    never
  >('{ appStreamSessions { nodes { sessionId user { userName } } } }')
  expect(Object.fromEntries(appStreamSessions.nodes.map(({ sessionId, user }) => [sessionId, user]))).toEqual(
    {
      one: { userName: address(0) },
      two: { userName: address(0) },
      three: { userName: address(1) },
      saml: null,
      left: null,
    },
  )
  expect(gateway.emulator.calls.count('DescribeUsers')).toBe(1)
})

test('shows a session of a user that a later list of all sessions contains', async () => {
  await using gateway = await startSessions()
  const ofUser = `{ appStreamUser(userName: "${address(0)}") { sessions { nodes { sessionId } } } }`
  await gateway.query(ofUser)
  gateway.home.putSession({
    ...{ Id: 'four', StackName: 'day', FleetName: 'desks' },
    ...{ UserId: address(0), AuthenticationType: 'USERPOOL' },
  })
  const all = await gateway.query('{ appStreamSessions { nodes { sessionId } } }')
  expect(JSON.stringify(all)).toContain('four')

  expect(JSON.stringify(await gateway.query(ofUser))).toContain('four')
})
