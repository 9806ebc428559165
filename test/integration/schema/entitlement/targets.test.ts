import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ACCOUNT, REGION, startGateway } from '../../../support/gateway.ts'
import { startIssuer } from '../../../support/issuer.ts'
import { mutate } from '../../../support/mutate.ts'
import { callsOf, stackArn } from '../fleet/support.ts'

const OTHER = '210987654321'

/** Returns the global id of an entitlement, whose target is an account or a configured key. */
const idOf = (owner: string) =>
  Buffer.from(`AppStreamEntitlement:${JSON.stringify([REGION, owner, 'office', 'staff'])}`).toString('base64')

describe('with an account that is not known yet', () => {
  beforeEach(() => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', ACCOUNT)
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'any')
  })
  afterEach(() => vi.unstubAllEnvs())

  async function start() {
    const gateway = await startGateway({ env: { UPSTREAM: 'aws', AWS_REGION: REGION } })
    gateway.home.putStack({ Name: 'office' })
    gateway.home.entitlements.put({ StackName: 'office', Name: 'staff' })
    return gateway
  }

  test('lists the stacks for their ARN only if it is selected', async () => {
    await using gateway = await start()
    const read = (field: string) =>
      gateway.read(`{ appStreamEntitlement(stackName: "office", name: "staff") { ${field} } }`)
    expect(await read('name')).toEqual({ appStreamEntitlement: { name: 'staff' } })
    expect(callsOf(gateway)).toEqual({ DescribeEntitlements: 1 })
    expect(await read('stackArn')).toEqual({ appStreamEntitlement: { stackArn: stackArn('office') } })
    expect(callsOf(gateway)).toEqual({ DescribeEntitlements: 1, DescribeStacks: 1 })
  })

  test('resolves ids issued before and after the account was learned', async () => {
    await using gateway = await start()
    const { appStreamEntitlement: early } = await gateway.read<Record<string, { id: string }>, never>(
      '{ appStreamEntitlement(stackName: "office", name: "staff") { id } }',
    )
    await gateway.read('{ appStreamStacks { totalCount } }')
    for (const id of [early?.id, idOf(ACCOUNT)]) {
      expect(await gateway.read(`{ node(id: "${id}") { id } }`)).toEqual({ node: { id: idOf(ACCOUNT) } })
    }
    expect(early?.id).not.toBe(idOf(ACCOUNT))
  })

  test('resolves entities by stack ARN, null for other accounts', async () => {
    await using gateway = await start()
    const of = (account: string) =>
      `{ __typename: "AppStreamEntitlement", stackArn: "${stackArn('office', account)}", name: "staff" }`
    const query = `{ _entities(representations: [${of(OTHER)}, ${of(ACCOUNT)}]) { __typename } }`
    expect(await gateway.read(query)).toEqual({ _entities: [null, { __typename: 'AppStreamEntitlement' }] })
  })
})

describe('for a caller restricted to one of two accounts', () => {
  const roles = [ACCOUNT, OTHER].map((account) => `arn:aws:iam::${account}:role/reader`).join(',')

  async function startEstates() {
    await using started = new AsyncDisposableStack()
    const issuer = started.use(await startIssuer())
    const gateway = started.use(await startGateway({ env: { AWS_ROLE_ARNS: roles, ...issuer.env } }))
    for (const account of [ACCOUNT, OTHER]) {
      const region = gateway.emulator.region(REGION, account)
      region.putStack({ Name: 'office' })
      region.entitlements.put({ StackName: 'office', Name: 'staff', Description: account })
      region.themes.put({ StackName: 'office', ThemeTitleText: account })
    }
    const headers = await issuer.headers({
      scope: 'appstream:manage',
      appstream_targets: [`${ACCOUNT}/${REGION}`],
    })
    const running = started.move()
    return { gateway, headers, [Symbol.asyncDispose]: () => running.disposeAsync() }
  }

  test("returns only entitlements and themes of the caller's account", async () => {
    await using estates = await startEstates()
    const { gateway, headers } = estates
    const theirs = stackArn('office', OTHER)
    const query = `{
      appStreamEntitlements { nodes { description stack { theme { themeTitleText } } } failures { code } }
      appStreamEntitlement(stackArn: "${theirs}", name: "staff") { name }
      node(id: "${idOf(OTHER)}") { id }
      _entities(representations: [
        { __typename: "AppStreamEntitlement", stackArn: "${theirs}", name: "staff" }
        { __typename: "AppStreamTheme", stackArn: "${theirs}" }
      ]) { __typename }
    }`
    expect(await gateway.read(query, { headers })).toEqual({
      appStreamEntitlements: {
        nodes: [{ description: ACCOUNT, stack: { theme: { themeTitleText: ACCOUNT } } }],
        failures: [],
      },
      appStreamEntitlement: null,
      node: null,
      _entities: [null, null],
    })
    expect(gateway.emulator.calls.all.filter(({ accountId }) => accountId === OTHER)).toEqual([])
  })

  test('changes no entitlement of the other account', async () => {
    await using estates = await startEstates()
    const { gateway, headers } = estates
    const input = { stackArn: stackArn('office', OTHER), name: 'staff' }
    expect(await mutate(gateway, 'deleteAppStreamEntitlement', input, '', headers)).toMatchObject({
      __typename: 'AppStreamInputError',
      fields: [{ path: 'stackArn' }],
    })
    expect(gateway.emulator.calls.all).toEqual([])
  })
})
