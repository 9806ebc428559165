import {
  BatchAssociateUserStackCommand,
  BatchDisassociateUserStackCommand,
  DeleteStackCommand,
  DescribeUserStackAssociationsCommand,
  type DescribeUserStackAssociationsCommandInput,
  type UserStackAssociation,
} from '@aws-sdk/client-appstream'
import { describe, expect, test } from 'vitest'
import type { EmulatorOptions } from '../../../src/emulator/server.ts'
import { exceptionOf } from './client.ts'
import { type Estate, startEstate } from './estate.ts'
import { createUser, inPool } from './users.ts'

const ada = 'ada@example.com'
const ben = 'ben@example.com'

/** Starts an estate with two stacks and two users. */
async function startPool(behaviour: EmulatorOptions['behaviour'] = {}): Promise<Estate> {
  const estate = await startEstate({ behaviour })
  for (const Name of ['office', 'sales']) estate.home.putStack({ Name })
  for (const UserName of [ada, ben]) estate.home.users.put({ UserName })
  return estate
}

function of(
  UserName: string,
  StackName: string,
  more: Partial<UserStackAssociation> = {},
): UserStackAssociation {
  return { UserName, StackName, ...inPool, ...more }
}

async function associate({ client }: Estate, ...UserStackAssociations: UserStackAssociation[]) {
  return (await client.send(new BatchAssociateUserStackCommand({ UserStackAssociations }))).errors
}

async function disassociate({ client }: Estate, ...UserStackAssociations: UserStackAssociation[]) {
  return (await client.send(new BatchDisassociateUserStackCommand({ UserStackAssociations }))).errors
}

function list({ client }: Estate, input: DescribeUserStackAssociationsCommandInput) {
  return client.send(new DescribeUserStackAssociationsCommand(input))
}

async function pairsOf(estate: Estate, input: DescribeUserStackAssociationsCommandInput): Promise<unknown[]> {
  const { UserStackAssociations = [] } = await list(estate, input)
  return UserStackAssociations.map(({ UserName, StackName }) => [UserName, StackName])
}

describe.each([
  ['BatchAssociateUserStack', associate],
  ['BatchDisassociateUserStack', disassociate],
])('%s', (_, batch) => {
  test('rejects empty batches, more than 25 pairs, and duplicate pairs', async () => {
    await using estate = await startPool()
    const many = Array.from({ length: 26 }, (_, index) => of(`user-${index}`, 'office'))
    expect((await exceptionOf(batch(estate))).name).toBe('ValidationException')
    expect((await exceptionOf(batch(estate, ...many))).name).toBe('ValidationException')
    const twice = batch(estate, of(ada, 'office'), of(ada, 'office', { SendEmailNotification: true }))
    expect((await exceptionOf(twice)).name).toBe('InvalidParameterCombinationException')
  })

  test('returns errors of failed pairs, last first, and executes the others', async () => {
    await using estate = await startPool()
    if (batch === disassociate) estate.home.userStacks.add(ada, 'office')
    const errors = await batch(
      estate,
      of(ada, 'gone', { SendEmailNotification: true }),
      of(ada, 'office'),
      of('gone@example.com', 'office'),
      of(ada, 'sales', { AuthenticationType: 'AWS_AD' }),
      of(ben, 'sales', { AuthenticationType: 'SAML' }),
    )
    expect(errors?.map(({ ErrorCode, UserStackAssociation: pair }) => [ErrorCode, pair])).toEqual([
      ['USER_NAME_NOT_FOUND', of(ben, 'sales', { AuthenticationType: 'SAML' })],
      ['DIRECTORY_NOT_FOUND', of(ada, 'sales', { AuthenticationType: 'AWS_AD' })],
      ['USER_NAME_NOT_FOUND', of('gone@example.com', 'office')],
      ['STACK_NOT_FOUND', of(ada, 'gone', { SendEmailNotification: true })],
    ])
    expect(errors?.every(({ ErrorMessage }) => ErrorMessage)).toBe(true)
    const expected = batch === associate ? [[ada, 'office']] : []
    expect(await pairsOf(estate, { StackName: 'office' })).toEqual(expected)
  })

  test('returns only errors if every pair fails', async () => {
    await using estate = await startPool()
    expect(await batch(estate, of(ada, 'gone'), of(ben, 'gone'))).toHaveLength(2)
  })

  test('fails for new users and stacks in the first 2 s', async () => {
    await using estate = await startPool({ visibleAfterMs: 2_000 })
    await createUser(estate, { UserName: 'new@example.com' })
    estate.home.stacks.create({ Name: 'new' }, 2_000)
    const pairs = [of('new@example.com', 'office'), of(ada, 'new')]
    const codes = (await batch(estate, ...pairs))?.map(({ ErrorCode }) => ErrorCode)
    expect(codes).toEqual(['STACK_NOT_FOUND', 'USER_NAME_NOT_FOUND'])
    estate.clock.advance(2_000)
    expect(await batch(estate, ...pairs)).toEqual([])
  })

  test('succeeds for a repeated association or disassociation', async () => {
    await using estate = await startPool()
    for (const _ of [1, 2]) expect(await batch(estate, of(ada, 'office'))).toEqual([])
  })
})

describe('BatchAssociateUserStack', () => {
  test('rejects the whole call for a stack with a domain-joined fleet', async () => {
    await using estate = await startPool()
    estate.home.putFleet({ Name: 'joined', DomainJoinInfo: { DirectoryName: 'corp.example.com' } })
    estate.home.associate('sales', 'joined')
    const call = associate(estate, of(ada, 'office'), of(ada, 'sales'))
    expect((await exceptionOf(call)).name).toBe('OperationNotPermittedException')
    expect(await pairsOf(estate, { StackName: 'office' })).toEqual([])
  })
})

describe('DescribeUserStackAssociations', () => {
  test.each([
    {},
    { UserName: ada },
    inPool,
    { StackName: 'office', ...inPool },
    { StackName: 'office', UserName: ada },
  ])('rejects %j', async (input) => {
    await using estate = await startPool()
    expect((await exceptionOf(list(estate, input))).name).toBe('InvalidParameterCombinationException')
  })

  test('finds by stack, by user, and by both', async () => {
    await using estate = await startPool()
    await associate(
      estate,
      of(ada, 'office', { SendEmailNotification: true }),
      of(ada, 'sales'),
      of(ben, 'office'),
    )
    expect((await list(estate, { StackName: 'sales' })).UserStackAssociations).toEqual([
      of(ada, 'sales', { SendEmailNotification: false }),
    ])
    expect(await pairsOf(estate, { StackName: 'office' })).toEqual([
      [ada, 'office'],
      [ben, 'office'],
    ])
    expect(await pairsOf(estate, { UserName: ada, ...inPool })).toEqual([
      [ada, 'office'],
      [ada, 'sales'],
    ])
    expect(await pairsOf(estate, { StackName: 'office', UserName: ben, ...inPool })).toEqual([
      [ben, 'office'],
    ])
  })

  test.each([
    { StackName: 'gone' },
    { UserName: 'gone', ...inPool },
    { UserName: ada, AuthenticationType: 'SAML' as const },
    { StackName: 'sales', UserName: ben, ...inPool },
  ])('returns nothing for %j', async (input) => {
    await using estate = await startPool()
    await associate(estate, of(ada, 'office'))
    expect(await pairsOf(estate, input)).toEqual([])
  })

  test('returns at most 25 associations, even if more are requested', async () => {
    await using estate = await startPool()
    for (let index = 0; index < 26; index++) estate.home.userStacks.add(`user-${index}`, 'office')
    const first = await list(estate, { StackName: 'office', MaxResults: 500 })
    const second = await list(estate, { StackName: 'office', MaxResults: 500, NextToken: first.NextToken })
    const few = await list(estate, { StackName: 'office', MaxResults: 2 })
    const sizes = [first, second, few].map((page) => page.UserStackAssociations?.length)
    expect([sizes, second.NextToken]).toEqual([[25, 1, 2], undefined])
    const foreign = list(estate, { StackName: 'sales', NextToken: first.NextToken })
    expect((await exceptionOf(foreign)).name).toBe('ValidationException')
  })
})

describe('DeleteStack of a stack with users', () => {
  const remove = new DeleteStackCommand({ Name: 'office' })

  test('fails until they are disassociated', async () => {
    await using estate = await startPool()
    await associate(estate, of(ada, 'office'))
    expect(await exceptionOf(estate.client.send(remove))).toMatchObject({
      name: 'ResourceInUseException',
      message: 'Cannot delete stack office. This stack has users.',
    })
    await disassociate(estate, of(ada, 'office'))
    await estate.client.send(remove)
  })

  test('removes the associations with it if configured', async () => {
    await using estate = await startPool({ deleteStackWithParts: 'cascade' })
    await associate(estate, of(ada, 'office'), of(ada, 'sales'))
    await estate.client.send(remove)
    expect(await pairsOf(estate, { UserName: ada, ...inPool })).toEqual([[ada, 'sales']])
  })
})
