import { expect, test } from 'vitest'
import { ACCOUNT, imageArn, REGION } from '../../../support/gateway.ts'
import { startIssuer } from '../../../support/issuer.ts'
import { fleetArn, stackArn } from '../fleet/support.ts'
import { ESTATE, inWords, PLAN, planOf, startEstate } from './support.ts'

const OTHER = '345678901234'
const roles = `arn:aws:iam::${ACCOUNT}:role/reader,arn:aws:iam::${OTHER}:role/reader`

test('blocks the plan if AWS denies reading who uses a resource', async () => {
  await using gateway = await startEstate()
  for (const operation of ['DescribeUserStackAssociations', 'DescribeSessions']) {
    gateway.emulator.faults.add({ operation, error: { type: 'AccessDeniedException' } })
  }
  const { steps, blockers } = await planOf(gateway, [stackArn('office'), fleetArn('desks'), stackArn('lab')])
  expect(steps[0]).toMatchObject({ mutation: 'stopAppStreamFleet', endsSessions: null })
  expect(steps[1]).toMatchObject({ mutation: 'disassociateAppStreamFleet', dependsOn: [0] })
  expect(blockers.map(({ resource, message }) => [resource.name, message])).toEqual(
    expect.arrayContaining([
      ['office', expect.stringMatching(/^The stack office may be in use .* DescribeUserStackAssociations/)],
      [
        'lab',
        'The stack lab may have sessions on the fleet kept: AWS denied reading them. Allow DescribeSessions in the IAM policy of this target.',
      ],
    ]),
  )
})

test('rejects a plan that needs more AWS calls than the limit', async () => {
  await using gateway = await startEstate({ env: { MAX_UPSTREAM_CALLS: '3' } })
  const variables = { arns: ESTATE }
  const { data, errors } = await gateway.query<unknown, object>(PLAN, { variables })
  expect(data).toEqual({ plan: null })
  expect(errors).toMatchObject([{ extensions: { code: 'TOO_MANY_UPSTREAM_CALLS' } }])
})

test('returns null with an error if AWS fails', async () => {
  await using gateway = await startEstate()
  gateway.emulator.faults.add({
    operation: 'DescribeEntitlements',
    error: { type: 'OperationNotPermittedException' },
  })
  const { data, errors } = await gateway.query<unknown, object>(PLAN, {
    variables: { arns: [stackArn('office')] },
  })
  expect(data).toEqual({ plan: null })
  expect(errors).toMatchObject([{ path: ['plan'], extensions: { code: 'UPSTREAM_REJECTED' } }])
})

test('includes fleets and shares of all configured accounts', async () => {
  await using gateway = await startEstate({ env: { AWS_ROLE_ARNS: roles } })
  gateway.home.permissions.clear()
  gateway.home.shareImage('golden', OTHER, { allowFleet: true })
  gateway.emulator.region(REGION, OTHER).putFleet({ Name: 'theirs', ImageArn: imageArn('golden') })
  const { blockers } = await planOf(gateway, [imageArn('golden'), fleetArn('desks')])
  expect(blockers).toMatchObject([{ usedBy: [{ name: 'theirs' }] }])
  const whole = await planOf(gateway, [imageArn('golden'), fleetArn('desks'), fleetArn('theirs', OTHER)])
  expect(whole.blockers).toEqual([])
  expect(inWords(whole)).toContain('deleteAppStreamFleet theirs')
})

test('rejects ARNs of targets that the caller may not see', async () => {
  await using issuer = await startIssuer()
  await using gateway = await startEstate({ env: { AWS_ROLE_ARNS: roles, ...issuer.env } })
  const headers = await issuer.headers({ appstream_targets: [`${OTHER}/${REGION}`] })
  const { errors } = await gateway.query<unknown, object>(PLAN, {
    ...{ variables: { arns: [fleetArn('desks')] }, headers },
  })
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }])
})

test('a plan does not name any person', async () => {
  await using gateway = await startEstate()
  const plan = await planOf(gateway, ESTATE)
  expect(JSON.stringify(plan)).not.toContain('example.com')
})
