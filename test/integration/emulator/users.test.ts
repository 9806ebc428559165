import {
  type AuthenticationType,
  DeleteUserCommand,
  DescribeUserStackAssociationsCommand,
  DescribeUsersCommand,
  DisableUserCommand,
  EnableUserCommand,
} from '@aws-sdk/client-appstream'
import { describe, expect, test } from 'vitest'
import { accountId, clientOf, exceptionOf } from './client.ts'
import { control } from './control.ts'
import { region, startEstate } from './estate.ts'
import { createUser, describeUsers, inPool } from './users.ts'

const UserName = 'ada@example.com'
const enable = new EnableUserCommand({ UserName, ...inPool })
const disable = new DisableUserCommand({ UserName, ...inPool })
const remove = new DeleteUserCommand({ UserName, ...inPool })

const otherTypes: readonly AuthenticationType[] = ['API', 'SAML', 'AWS_AD']

describe('user validation', () => {
  test.each(otherTypes)(
    'rejects users of type %s with an unmodelled exception',
    async (AuthenticationType) => {
      await using estate = await startEstate()
      expect(await exceptionOf(createUser(estate, { AuthenticationType }))).toMatchObject({
        name: 'InvalidParameterValueException',
        message: `Cannot create a user with '${AuthenticationType}' authentication type`,
      })
      const list = estate.client.send(new DescribeUsersCommand({ AuthenticationType }))
      expect((await exceptionOf(list)).name).toBe('InvalidParameterValueException')
    },
  )

  test.each(otherTypes)('finds no user of type %s', async (AuthenticationType) => {
    await using estate = await startEstate()
    estate.home.users.put({ UserName })
    for (const Command of [EnableUserCommand, DisableUserCommand, DeleteUserCommand]) {
      const call = estate.client.send(new Command({ UserName, AuthenticationType }))
      expect((await exceptionOf(call)).name).toBe('ResourceNotFoundException')
    }
    expect(estate.home.users.get(UserName)).toMatchObject({ Enabled: true })
  })

  test('rejects every call for a missing user; names are case-sensitive', async () => {
    await using estate = await startEstate()
    estate.home.users.put({ UserName: 'Ada@example.com' })
    for (const call of [
      estate.client.send(enable),
      estate.client.send(disable),
      estate.client.send(remove),
    ]) {
      expect(await exceptionOf(call)).toMatchObject({
        name: 'ResourceNotFoundException',
        message: `The user ${UserName} for account ${accountId} does not exist.`,
      })
    }
  })

  test('has no user pool in GovCloud', async () => {
    await using estate = await startEstate()
    using client = clientOf(estate.emulator, { region: 'us-gov-west-1' })
    for (const call of [client.send(new DescribeUsersCommand(inPool)), createUser({ ...estate, client })]) {
      expect((await exceptionOf(call)).name).toBe('OperationNotPermittedException')
    }
  })

  test('rejects a negative page size', async () => {
    await using estate = await startEstate()
    const call = estate.client.send(new DescribeUsersCommand({ ...inPool, MaxResults: -1 }))
    expect((await exceptionOf(call)).name).toBe('ValidationException')
  })
})

describe('CreateUser', () => {
  test.each([
    [{ UserName: '' }, 'ValidationException'],
    [{ UserName: 'a b@example.com' }, 'ValidationException'],
    [{ UserName: `${'a'.repeat(117)}@example.com` }, 'ValidationException'],
    [{ FirstName: 'Ada!' }, 'ValidationException'],
  ])('rejects %j without repeating it', async (input, name) => {
    await using estate = await startEstate()
    const error = await exceptionOf(createUser(estate, input))
    expect(error.name).toBe(name)
    for (const value of Object.values(input)) if (value !== '') expect(error.message).not.toContain(value)
  })

  test('rejects an existing user, listed or not', async () => {
    await using estate = await startEstate({ behaviour: { visibleAfterMs: 2_000 } })
    await createUser(estate)
    for (const waitMs of [0, 2_000]) {
      estate.clock.advance(waitMs)
      expect((await exceptionOf(createUser(estate))).name).toBe('ResourceAlreadyExistsException')
    }
  })

  test('rejects more users than the quota', async () => {
    await using estate = await startEstate({ behaviour: { quotas: { users: 1 } } })
    await createUser(estate)
    const second = createUser(estate, { UserName: 'ben@example.com' })
    expect((await exceptionOf(second)).name).toBe('LimitExceededException')
  })

  test('returns nothing and creates an enabled, unconfirmed user', async () => {
    await using estate = await startEstate()
    const { $metadata: _, ...output } = await createUser(estate, {
      FirstName: 'Ada',
      LastName: 'King Byron',
      MessageAction: 'SUPPRESS',
    })
    expect(output).toEqual({})
    expect(await describeUsers(estate)).toEqual([
      {
        Arn: `arn:aws:appstream:us-east-1:${accountId}:user/userpool/${UserName}`,
        UserName,
        FirstName: 'Ada',
        LastName: 'King Byron',
        AuthenticationType: 'USERPOOL',
        Enabled: true,
        Status: 'UNCONFIRMED',
        CreatedTime: new Date(estate.clock.now()),
      },
    ])
  })

  test('hides a new user in the first 2 s', async () => {
    await using estate = await startEstate({ behaviour: { visibleAfterMs: 2_000 } })
    await createUser(estate)
    expect(await describeUsers(estate)).toEqual([])
    expect((await exceptionOf(estate.client.send(disable))).name).toBe('ResourceNotFoundException')
    estate.clock.advance(2_000)
    expect(await describeUsers(estate)).toHaveLength(1)
    await estate.client.send(disable)
  })
})

describe('CreateUser with RESEND', () => {
  const resend = { MessageAction: 'RESEND' } as const

  test.each([
    ['an unknown user', { UserName: 'gone@example.com' }, 'InvalidParameterCombinationException'],
    ['names', { FirstName: 'Ada' }, 'InvalidParameterCombinationException'],
    ['a confirmed user', { UserName: 'confirmed@example.com' }, 'OperationNotPermittedException'],
  ])('rejects %s', async (_, input, name) => {
    await using estate = await startEstate()
    estate.home.users.put({ UserName, Status: 'UNCONFIRMED' })
    estate.home.users.put({ UserName: 'confirmed@example.com' })
    expect((await exceptionOf(createUser(estate, { ...resend, ...input }))).name).toBe(name)
  })

  test('succeeds until the user has set a password', async () => {
    await using estate = await startEstate()
    await createUser(estate)
    await createUser(estate, resend)
    const unknown = await control(estate.emulator, 'POST', '/confirm', { region, userName: 'gone' })
    const confirmed = await control(estate.emulator, 'POST', '/confirm', { region, userName: UserName })
    expect([unknown.status, confirmed.status]).toEqual([400, 200])
    expect((await exceptionOf(createUser(estate, resend))).name).toBe('OperationNotPermittedException')
    expect(await describeUsers(estate)).toMatchObject([{ Status: 'CONFIRMED' }])
  })
})

describe('users', () => {
  test('are disabled and enabled repeatedly and keep their stacks', async () => {
    await using estate = await startEstate()
    estate.home.users.put({ UserName })
    estate.home.userStacks.add(UserName, 'stack')
    for (const [command, Enabled] of [
      [disable, false],
      [disable, false],
      [enable, true],
      [enable, true],
    ] as const) {
      await estate.client.send(command)
      expect(await describeUsers(estate)).toMatchObject([{ Enabled }])
    }
    expect(estate.home.userStacks.rightsOf(UserName)).toEqual(['stack'])
  })

  test('lose their stacks on deletion and are listed 2 s longer', async () => {
    await using estate = await startEstate({ behaviour: { visibleAfterMs: 2_000 } })
    estate.home.users.put({ UserName })
    estate.home.userStacks.add(UserName, 'stack')
    await estate.client.send(remove)
    expect(await describeUsers(estate)).toHaveLength(1)
    expect((await exceptionOf(estate.client.send(remove))).name).toBe('ResourceNotFoundException')
    const stacks = new DescribeUserStackAssociationsCommand({ StackName: 'stack' })
    expect((await estate.client.send(stacks)).UserStackAssociations).toEqual([])
    estate.clock.advance(2_000)
    expect(await describeUsers(estate)).toEqual([])
  })

  test('page by 20, or fewer on request', async () => {
    await using estate = await startEstate()
    for (let index = 10; index < 31; index++) estate.home.users.put({ UserName: `u${index}` })
    const first = await estate.client.send(new DescribeUsersCommand({ ...inPool, MaxResults: 500 }))
    const second = await estate.client.send(
      new DescribeUsersCommand({ ...inPool, NextToken: first.NextToken }),
    )
    const few = await estate.client.send(new DescribeUsersCommand({ ...inPool, MaxResults: 3 }))
    expect([first, second, few].map(({ Users }) => Users?.length)).toEqual([20, 1, 3])
    expect(second.NextToken).toBeUndefined()
  })

  test('of other regions and accounts may have the same name', async () => {
    await using estate = await startEstate()
    const { emulator } = estate
    for (const place of [emulator.region('eu-west-1'), emulator.region(region, '210987654321')]) {
      place.users.put({ UserName, FirstName: 'Other' })
    }
    await createUser(estate, { FirstName: 'Ada' })
    expect((await describeUsers(estate)).map(({ FirstName }) => FirstName)).toEqual(['Ada'])
  })
})
