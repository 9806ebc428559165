import { expect, test } from 'vitest'
import { startGateway, type TestGateway } from '../../../support/gateway.ts'
import { callsOf } from '../fleet/support.ts'
import { ACCESS, type AccessAnswer, putEntitlement, putOffice, summaryOf } from './support.ts'

const onePage = { emulator: { behaviour: { pageSize: 100 } } }

/** Puts a stack for designers, one for finance, one for everybody, and one that nobody can reach. */
function fill({ home }: TestGateway): void {
  putOffice(home, 'design', ['Editor', 'Paint', 'Viewer'])
  putEntitlement(home, 'design', 'editors', { roles: 'editor' }, ['Editor', 'Gone'])
  putEntitlement(home, 'design', 'reviewers', { roles: 'reviewer' }, ['Viewer', 'Editor'])
  putEntitlement(home, 'design', 'leads', { roles: 'lead', department: 'Design' })
  putOffice(home, 'finance', ['Ledger'])
  putEntitlement(home, 'finance', 'finance', { department: 'Finance' })
  putOffice(home, 'lobby', ['Browser'], { State: 'STOPPED' })
  putOffice(home, 'vault', ['Vault'])
  putEntitlement(home, 'vault', 'nobody', { department: 'Nobody' })
}

const read = (gateway: TestGateway, attributes: Readonly<Record<string, string>>) =>
  gateway.read<AccessAnswer, object>(ACCESS, {
    variables: {
      subject: { attributes: Object.entries(attributes).map(([name, value]) => ({ name, value })) },
    },
  })

const LOBBY = ['lobby', 'NO_ENTITLEMENTS', [], ['fleet-of-lobby'], false, ['Browser']]

test('lists stacks without entitlements for a user without attributes', async () => {
  await using gateway = await startGateway(onePage)
  fill(gateway)
  expect(summaryOf(await read(gateway, {}))).toEqual([LOBBY])
  expect(callsOf(gateway)).toMatchObject({
    DescribeEntitlements: 4,
    DescribeStacks: 1,
    ListAssociatedFleets: 1,
  })
  expect(callsOf(gateway)).not.toHaveProperty('ListEntitledApplications')
})

test('shows the union of the applications of all matching entitlements', async () => {
  await using gateway = await startGateway(onePage)
  fill(gateway)
  expect(summaryOf(await read(gateway, { roles: 'reviewer:editor', department: 'Sales' }))).toEqual([
    ['design', 'ENTITLEMENT', ['editors', 'reviewers'], ['fleet-of-design'], true, ['Editor', 'Viewer']],
    LOBBY,
  ])
  const { DescribeImages: _, ...calls } = callsOf(gateway)
  expect(calls).toEqual({
    DescribeEntitlements: 4,
    DescribeFleets: 1,
    DescribeStacks: 1,
    ListAssociatedFleets: 2,
    ListEntitledApplications: 2,
  })
  await read(gateway, { roles: 'editor' })
  const { DescribeImages: __, ...warm } = callsOf(gateway)
  expect(warm).toEqual(calls)
})

test('shows the whole catalog if one matching entitlement shows all', async () => {
  await using gateway = await startGateway(onePage)
  fill(gateway)
  expect(summaryOf(await read(gateway, { roles: 'lead:editor', department: 'Design' }))).toEqual([
    ['design', 'ENTITLEMENT', ['editors', 'leads'], ['fleet-of-design'], true, ['Editor', 'Paint', 'Viewer']],
    LOBBY,
  ])
  expect(callsOf(gateway)).not.toHaveProperty('ListEntitledApplications')
})

test('applies an entitlement only if the user matches all its attributes', async () => {
  await using gateway = await startGateway(onePage)
  fill(gateway)
  expect(summaryOf(await read(gateway, { roles: 'lead', department: 'Sales' }))).toEqual([LOBBY])
})

test('reports a target whose entitlements could be read only in part', async () => {
  await using gateway = await startGateway(onePage)
  fill(gateway)
  gateway.emulator.faults.add({
    operation: 'DescribeEntitlements',
    match: ({ StackName }) => StackName === 'design',
    error: { type: 'AccessDeniedException', message: 'Not for you.' },
  })
  const answer = await read(gateway, { department: 'Finance' })
  expect(summaryOf(answer)).toEqual([
    ['finance', 'ENTITLEMENT', ['finance'], ['fleet-of-finance'], true, ['Ledger']],
    LOBBY,
  ])
  expect(answer.appStreamAccess?.failures).toMatchObject([
    { target: { region: 'us-east-1' }, code: 'UPSTREAM_ACCESS_DENIED', retryable: false },
  ])
})

test('returns null with an error if no stacks can be read', async () => {
  await using gateway = await startGateway(onePage)
  gateway.emulator.faults.add({ operation: 'DescribeStacks', error: { type: 'AccessDeniedException' } })
  const variables = { subject: { attributes: [] } }
  const { data, errors } = await gateway.query<AccessAnswer, object>(ACCESS, { variables })
  expect(data).toEqual({ appStreamAccess: null })
  expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_ACCESS_DENIED' } }])
})

test('fails only the applications that AWS does not list', async () => {
  await using gateway = await startGateway(onePage)
  fill(gateway)
  gateway.emulator.faults.add({
    operation: 'ListEntitledApplications',
    error: { type: 'AccessDeniedException' },
  })
  const variables = { subject: { attributes: [{ name: 'roles', value: 'editor' }] } }
  const { data, errors } = await gateway.query<AccessAnswer, object>(ACCESS, { variables })
  expect(data && summaryOf(data)).toEqual([
    ['design', 'ENTITLEMENT', ['editors'], ['fleet-of-design'], true, null],
    LOBBY,
  ])
  expect(errors).toMatchObject([{ path: ['appStreamAccess', 'stacks', 0, 'applications'] }])
})

test('counts the calls of an access query towards MAX_UPSTREAM_CALLS', async () => {
  await using gateway = await startGateway({ ...onePage, env: { MAX_UPSTREAM_CALLS: '3' } })
  fill(gateway)
  const variables = { subject: { attributes: [] } }
  const { errors } = await gateway.query<AccessAnswer, object>(ACCESS, { variables })
  expect(errors).toMatchObject([{ extensions: { code: 'TOO_MANY_UPSTREAM_CALLS' } }])
  expect(gateway.emulator.calls.count('DescribeEntitlements')).toBeLessThanOrEqual(3)
})
