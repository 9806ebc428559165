import { afterEach, expect, test, vi } from 'vitest'
import { ACCOUNT, imageArn, REGION } from '../../../../support/gateway.ts'
import { startIssuer } from '../../../../support/issuer.ts'
import { callsOf, fleetArn } from '../support.ts'
import { named, OTHER, ROLES, rollOut, start } from './support.ts'

afterEach(() => vi.unstubAllEnvs())

async function startBoth(env: Readonly<Record<string, string>> = {}) {
  const gateway = await start({ env: { AWS_ROLE_ARNS: ROLES, ...env } })
  const other = gateway.emulator.region('us-east-1', OTHER)
  const fleet = { ImageName: 'theirs', ImageArn: imageArn('theirs', OTHER), State: 'STOPPED' }
  other.putFleet({ ...fleet, Name: 'theirs' })
  return gateway
}

const FLEETS = [{ arn: fleetArn('running') }, { arn: fleetArn('theirs', OTHER) }]

test('updates fleets of two accounts to a shared image', async () => {
  await using gateway = await startBoth()
  gateway.home.shareImage('new', OTHER, { allowFleet: true })
  const result = await rollOut(gateway, { imageArn: imageArn('new'), fleets: FLEETS })
  expect(result.outcomes).toMatchObject([
    { fleet: { name: 'running', imageArn: imageArn('new') }, changed: true, error: null },
    { fleet: { name: 'theirs', imageArn: imageArn('new') }, changed: true, error: null },
  ])
  expect(callsOf(gateway)).toEqual({ DescribeFleets: 2, DescribeImages: 2, UpdateFleet: 2 })
})

test.each([
  ['is not shared', undefined, 'AppStreamResourceNotFoundError'],
  ['is shared for image builders only', { allowImageBuilder: true }, 'AppStreamOperationNotPermittedError'],
])('rejects the fleets of an account with which the image %s', async (_, permissions, typename) => {
  await using gateway = await startBoth()
  if (permissions !== undefined) gateway.home.shareImage('new', OTHER, permissions)
  const result = await rollOut(gateway, { imageArn: imageArn('new'), fleets: FLEETS })
  expect(result.outcomes.map(({ changed, error }) => [changed, error?.__typename])).toEqual([
    [true, undefined],
    [false, typename],
  ])
  expect(gateway.emulator.calls.count('UpdateFleet')).toBe(1)
})

test('accepts a shared image of an account that is not a target', async () => {
  await using gateway = await start()
  const stranger = gateway.emulator.region('us-east-1', OTHER)
  stranger.putImage({ Name: 'foreign', Platform: 'WINDOWS_SERVER_2022' })
  stranger.shareImage('foreign', ACCOUNT, { allowFleet: true })
  const arn = imageArn('foreign', OTHER)
  const result = await rollOut(gateway, { imageArn: arn, fleets: named('running') })
  expect(result.outcomes).toMatchObject([{ fleet: { imageArn: arn }, changed: true, error: null }])
})

test.each(['DescribeFleets', 'DescribeImages'])(
  'continues with one account when %s of the other one fails',
  async (operation) => {
    await using gateway = await startBoth()
    gateway.home.shareImage('new', OTHER, { allowFleet: true })
    gateway.emulator.faults.add({ operation, accountId: OTHER, error: { type: 'AccessDeniedException' } })
    const result = await rollOut(gateway, { imageArn: imageArn('new'), fleets: FLEETS })
    expect(result.outcomes.map(({ changed, error }) => [changed, error?.code])).toEqual([
      [true, undefined],
      [false, 'ACCESS_DENIED'],
    ])
  },
)

test('requires one target for all names if several are configured', async () => {
  await using gateway = await startBoth()
  const input = { imageName: 'new', fleets: named('running', 'stopped') }
  expect(await rollOut(gateway, input)).toMatchObject({
    __typename: 'AppStreamInputError',
    fields: [{ path: 'target' }, { path: 'fleets.0.target' }, { path: 'fleets.1.target' }],
  })
  const target = { accountId: ACCOUNT }
  const result = await rollOut(gateway, { ...input, target })
  expect(result.outcomes.map(({ changed }) => changed)).toEqual([true, true])
})

test('neither changes nor shows fleets that the caller may not see', async () => {
  await using issuer = await startIssuer()
  await using gateway = await startBoth(issuer.env)
  gateway.home.shareImage('new', OTHER, { allowFleet: true })
  const narrow = await issuer.headers({ appstream_targets: [`${ACCOUNT}/us-east-1`] })
  expect(await rollOut(gateway, { imageArn: imageArn('new'), fleets: FLEETS }, narrow)).toMatchObject({
    __typename: 'AppStreamInputError',
    fields: [
      {
        path: 'fleets.1.arn',
        message: expect.stringContaining(`No target matches the account ${OTHER} in us-east-1`),
      },
    ],
  })
  expect(gateway.emulator.calls.all).toEqual([])
  const result = await rollOut(
    gateway,
    { imageArn: imageArn('new'), fleets: [{ arn: fleetArn('running') }] },
    narrow,
  )
  expect(result.outcomes).toMatchObject([{ changed: true }])
})

test.each([
  [ACCOUNT, { outcomes: [{ changed: true, error: null }] }, 1],
  [OTHER, { __typename: 'AppStreamInputError', fields: [{ path: 'fleets.0.arn' }] }, 0],
])('learns the account of a target before it updates %s', async (account, expected, updates) => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', ACCOUNT)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'any')
  await using gateway = await start({ env: { UPSTREAM: 'aws', AWS_REGION: REGION } })
  const input = { imageArn: imageArn('new'), fleets: [{ arn: fleetArn('running', account) }] }
  expect(await rollOut(gateway, input)).toMatchObject(expected)
  expect(callsOf(gateway)).toEqual({
    DescribeFleets: 1,
    DescribeImages: 1,
    ...(updates > 0 && { UpdateFleet: updates }),
  })
})
