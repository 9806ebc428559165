import { expect, test } from 'vitest'
import { ACCOUNT, REGION, startGateway, type TestGateway } from '../../../support/gateway.ts'
import { startIssuer } from '../../../support/issuer.ts'
import { callsOf } from '../fleet/support.ts'
import { ACCESS, type AccessAnswer, putEntitlement, putOffice, summaryOf } from './support.ts'

const ADA = 'ada.unmistakable@example.com'
const onePage = { emulator: { behaviour: { pageSize: 100 } } }
const subject = { userName: ADA }

/** Assigns two of four stacks to a user. */
function fill({ home }: TestGateway): void {
  for (const stack of ['design', 'finance', 'lobby', 'vault']) putOffice(home, stack, [`App of ${stack}`])
  // Entitlements do not apply to users of the pool.
  putEntitlement(home, 'design', 'nobody', { department: 'Nobody' }, [])
  home.users.put({ UserName: ADA, AuthenticationType: 'USERPOOL' })
  home.userStacks.add(ADA, 'lobby')
  home.userStacks.add(ADA, 'design')
}

const read = (gateway: TestGateway, variables: object = { subject }) =>
  gateway.read<AccessAnswer, object>(ACCESS, { variables })

test('lists the stacks assigned to a user, without their entitlements', async () => {
  await using gateway = await startGateway(onePage)
  fill(gateway)
  expect(summaryOf(await read(gateway))).toEqual([
    ['design', 'USER_POOL', [], ['fleet-of-design'], true, ['App of design']],
    ['lobby', 'USER_POOL', [], ['fleet-of-lobby'], true, ['App of lobby']],
  ])
  const { DescribeImages: _, ...calls } = callsOf(gateway)
  expect(calls).toEqual({
    DescribeFleets: 1,
    DescribeStacks: 1,
    DescribeUserStackAssociations: 1,
    ListAssociatedFleets: 2,
  })
})

test('reads neither fleets nor catalogs unless they are selected', async () => {
  await using gateway = await startGateway(onePage)
  fill(gateway)
  const query = `query ($subject: AppStreamAccessSubjectInput!) { appStreamAccess(subject: $subject) { stacks { stack { name } } } }`
  await gateway.read<AccessAnswer, object>(query, { variables: { subject } })
  expect(callsOf(gateway)).toEqual({ DescribeStacks: 1, DescribeUserStackAssociations: 1 })
})

test('lists nothing for an unknown user', async () => {
  await using gateway = await startGateway(onePage)
  fill(gateway)
  expect(await read(gateway, { subject: { userName: 'nobody@example.com' } })).toEqual({
    appStreamAccess: { stacks: [], failures: [] },
  })
})

test('sorts stacks by region and name, and reports the target that fails', async () => {
  await using gateway = await startGateway({
    ...onePage,
    env: { AWS_REGIONS: 'us-east-1,eu-west-1,us-west-2' },
  })
  fill(gateway)
  const europe = gateway.emulator.region('eu-west-1')
  europe.putStack({ Name: 'zurich' })
  europe.userStacks.add(ADA, 'zurich')
  gateway.emulator.region('us-west-2').putStack({ Name: 'seattle' })
  gateway.emulator.faults.add({
    operation: 'DescribeUserStackAssociations',
    region: 'us-west-2',
    error: { type: 'ThrottlingException', message: `Slow down, ${ADA}.` },
  })
  const answer = await read(gateway)
  expect(answer.appStreamAccess?.stacks.map(({ stack }) => [stack.region, stack.name])).toEqual([
    ['eu-west-1', 'zurich'],
    ['us-east-1', 'design'],
    ['us-east-1', 'lobby'],
  ])
  expect(answer.appStreamAccess?.failures).toMatchObject([
    { target: { region: 'us-west-2' }, code: 'UPSTREAM_THROTTLED', retryable: true },
  ])
  expect(JSON.stringify(answer)).not.toContain(ADA)
  const targets = [{ region: 'eu-west-1' }]
  expect(summaryOf(await read(gateway, { subject, targets }))).toEqual([
    ['zurich', 'USER_POOL', [], [], false, []],
  ])
})

test('rejects an invalid subject before any call, without repeating its name', async () => {
  await using gateway = await startGateway(onePage)
  for (const wrong of [
    {},
    { userName: ADA, attributes: [] },
    { userName: '' },
    { userName: `${ADA}${'x'.repeat(200)}` },
  ]) {
    const answer = await gateway.query<AccessAnswer, object>(ACCESS, { variables: { subject: wrong } })
    expect(answer).toMatchObject({
      data: { appStreamAccess: null },
      errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    })
    expect(JSON.stringify(answer)).not.toContain('unmistakable')
  }
  expect(callsOf(gateway)).toEqual({})
})

test('requires the scope appstream:people', async () => {
  await using issuer = await startIssuer()
  await using gateway = await startGateway({ env: issuer.env })
  fill(gateway)
  for (const scope of ['appstream:read appstream:manage appstream:stream', 'appstream:people']) {
    const headers = await issuer.headers({ scope })
    const answer = await gateway.query<AccessAnswer, object>(ACCESS, { variables: { subject }, headers })
    expect(answer.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    expect(JSON.stringify(answer)).not.toContain(ADA)
  }
  expect(callsOf(gateway)).toEqual({})
  const headers = await issuer.headers({ scope: 'appstream:read appstream:people' })
  const answer = await gateway.read<AccessAnswer, object>(ACCESS, { variables: { subject }, headers })
  expect(summaryOf(answer)?.map(([name]) => name)).toEqual(['design', 'lobby'])
})

test('reads the targets of a narrowed caller only', async () => {
  await using issuer = await startIssuer()
  await using gateway = await startGateway({ env: { ...issuer.env, AWS_REGIONS: 'us-east-1,eu-west-1' } })
  fill(gateway)
  gateway.emulator.region('eu-west-1').putStack({ Name: 'zurich' })
  gateway.emulator.region('eu-west-1').userStacks.add(ADA, 'zurich')
  const headers = await issuer.headers({
    scope: 'appstream:read appstream:people',
    appstream_targets: [`${ACCOUNT}/${REGION}`, `*/${REGION}`],
  })
  const answer = await gateway.read<AccessAnswer, object>(ACCESS, { variables: { subject }, headers })
  expect(summaryOf(answer)?.map(([name]) => name)).toEqual(['design', 'lobby'])
  expect(gateway.emulator.calls.all.filter(({ region }) => region === 'eu-west-1')).toEqual([])
})

test('keeps user names out of logs, traces and stale notices', async () => {
  const lines: string[] = []
  await using gateway = await startGateway({ ...onePage, onLog: (line) => lines.push(line) })
  fill(gateway)
  await read(gateway)
  gateway.emulator.faults.add({
    operation: 'DescribeUserStackAssociations',
    error: { type: 'InternalServiceException', message: `No ${ADA}.` },
  })
  const answer = await gateway.query<AccessAnswer, object>(ACCESS, {
    variables: { subject },
    headers: { 'cache-control': 'no-cache' },
  })
  expect(answer.errors ?? answer.data).toBeDefined()
  expect(JSON.stringify(answer)).not.toContain('unmistakable')
  expect(lines.length).toBeGreaterThan(0)
  expect(lines.join('\n')).not.toContain('unmistakable')
})
