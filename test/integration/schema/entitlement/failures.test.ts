import { expect, test } from 'vitest'
import { REGION, startGateway } from '../../../support/gateway.ts'
import { startOffice } from './support.ts'

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
