import { DescribeSessionsCommand } from '@aws-sdk/client-appstream'
import { describe, expect, test } from 'vitest'
import { exceptionOf } from './client.ts'
import { describeSessions, pair, startSession, startStreaming } from './sessions.ts'

describe('DescribeSessions validation', () => {
  test.each([
    { StackName: undefined },
    { FleetName: undefined },
    { Limit: -1 },
    { Limit: 51 },
    { UserId: 'u' },
  ])('rejects %j', async (input) => {
    await using estate = await startStreaming()
    expect((await exceptionOf(describeSessions(estate, input))).name).toBe('ValidationException')
  })

  test.each([{ StackName: 'gone' }, { FleetName: 'gone' }, { FleetName: 'other' }, { StackName: 'Stack' }])(
    'rejects the pair of %j',
    async (input) => {
      await using estate = await startStreaming()
      estate.home.putFleet({ Name: 'other' })
      const { name } = await exceptionOf(describeSessions(estate, input))
      expect(name).toBe('InvalidParameterCombinationException')
    },
  )

  test('returns nothing for an unknown pair if configured', async () => {
    await using estate = await startStreaming({}, { sessionsOfUnknownPair: 'empty' })
    expect(await describeSessions(estate, { FleetName: 'gone' })).toEqual([])
  })

  test('rejects a token of another user, pair or authentication type', async () => {
    await using estate = await startStreaming()
    for (const userId of ['one', 'two', 'three']) startSession(estate, userId)
    const first = await estate.client.send(new DescribeSessionsCommand({ ...pair, Limit: 1 }))
    expect(first.NextToken).toBeDefined()
    for (const input of [{ UserId: 'one' }, { AuthenticationType: 'API' as const }]) {
      const call = describeSessions(estate, { ...input, NextToken: first.NextToken })
      expect((await exceptionOf(call)).name).toBe('ValidationException')
    }
  })
})

describe('DescribeSessions', () => {
  test('returns every member of a session', async () => {
    await using estate = await startStreaming({ VpcConfig: { SubnetIds: ['subnet-1'] } })
    const id = startSession(estate, 'user@example.com', 'SAML')
    const now = new Date(estate.clock.now())
    expect(await describeSessions(estate)).toEqual([
      {
        ...pair,
        Id: id,
        UserId: 'user@example.com',
        State: 'ACTIVE',
        ConnectionState: 'CONNECTED',
        StartTime: now,
        MaxExpirationTime: new Date(now.getTime() + 57_600_000),
        AuthenticationType: 'SAML',
        NetworkAccessConfiguration: {
          EniId: expect.stringMatching(/^eni-[0-9a-f]{17}$/),
          EniPrivateIpAddress: expect.stringMatching(/^10\.20\./),
          EniIpv6Addresses: [expect.stringMatching(/^2001:db8:/)],
        },
        InstanceId: expect.stringMatching(/^i-[0-9a-f]{17}$/),
        InstanceDrainStatus: 'NOT_APPLICABLE',
      },
    ])
  })

  test('pages through 51 sessions by 20 or by the limit', async () => {
    await using estate = await startStreaming({ MaxSessionsPerInstance: 50 })
    for (let index = 0; index < 51; index++) startSession(estate, `user-${index}`)
    const sizes = await Promise.all(
      [undefined, 0, 50].map(async (Limit) => {
        const pages: number[] = []
        const seen = new Set<string | undefined>()
        for (let NextToken: string | undefined; ; ) {
          const page = await estate.client.send(new DescribeSessionsCommand({ ...pair, Limit, NextToken }))
          for (const { UserId } of page.Sessions ?? []) seen.add(UserId)
          pages.push(page.Sessions?.length ?? 0)
          NextToken = page.NextToken
          if (NextToken === undefined) break
        }
        expect(seen.size).toBe(51)
        return pages
      }),
    )
    expect(sizes).toEqual([
      [20, 20, 11],
      [20, 20, 11],
      [50, 1],
    ])
  })

  test('filters by user, authentication type and instance', async () => {
    await using estate = await startStreaming()
    const types = ['API', 'SAML', 'USERPOOL', 'AWS_AD'] as const
    const ids = new Map(types.map((type) => [type, startSession(estate, 'same@example.com', type)]))
    startSession(estate, 'other', 'SAML')
    const UserId = 'same@example.com'
    expect(await describeSessions(estate)).toHaveLength(5)
    expect(await describeSessions(estate, { UserId })).toHaveLength(4)
    expect(await describeSessions(estate, { UserId: 'Same@example.com' })).toEqual([])
    for (const AuthenticationType of types) {
      const [session, ...others] = await describeSessions(estate, { UserId, AuthenticationType })
      expect([session?.Id, others]).toEqual([ids.get(AuthenticationType), []])
      const InstanceId = session?.InstanceId
      expect((await describeSessions(estate, { InstanceId })).map(({ Id }) => Id)).toEqual([session?.Id])
    }
  })

  test('returns only sessions of streaming URLs by default if configured', async () => {
    await using estate = await startStreaming({}, { sessionsWithoutType: 'API' })
    startSession(estate, 'one', 'API')
    startSession(estate, 'two', 'SAML')
    expect((await describeSessions(estate)).map(({ UserId }) => UserId)).toEqual(['one'])
    expect(await describeSessions(estate, { AuthenticationType: 'SAML' })).toHaveLength(1)
  })

  test('separates stacks that share a fleet', async () => {
    await using estate = await startStreaming()
    estate.home.putStack({ Name: 'other-stack' })
    estate.home.associate('other-stack', 'fleet')
    startSession(estate)
    expect(await describeSessions(estate, { StackName: 'other-stack' })).toEqual([])
  })
})
