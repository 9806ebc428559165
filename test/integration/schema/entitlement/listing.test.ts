import { expect, test } from 'vitest'
import { createTestClock, startGateway } from '../../../support/gateway.ts'
import { callsOf, stackArn } from '../fleet/support.ts'
import { startOffice } from './support.ts'

type Nodes<Node = { name: string }> = { readonly nodes: readonly Node[] }

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
  const operation = 'DescribeEntitlements'
  const { calls, faults } = gateway.emulator
  // Even a slow machine has three calls in flight; the latency then lets any further ones overlap.
  faults.add({ operation, until: calls.waitFor(3, operation), latencyMs: 20 })
  await gateway.read('{ appStreamEntitlements { totalCount } }')
  expect(calls.count(operation)).toBe(12)
  expect(calls.maxInFlight(operation)).toBe(3)
})
