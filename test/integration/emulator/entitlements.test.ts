import {
  DeleteEntitlementCommand,
  DeleteStackCommand,
  DescribeEntitlementsCommand,
  DisassociateFleetCommand,
  UpdateEntitlementCommand,
} from '@aws-sdk/client-appstream'
import { describe, expect, test } from 'vitest'
import { accountId, exceptionOf, send } from './client.ts'
import { createEntitlement, describeEntitlements, startOffice } from './entitlements.ts'

const named = { StackName: 'stack', Name: 'finance' }

describe('entitlement validation', () => {
  test.each(['DescribeEntitlements', 'UpdateEntitlement', 'DeleteEntitlement'])(
    '%s rejects an unknown entitlement and an unknown stack',
    async (operation) => {
      await using estate = await startOffice()
      await createEntitlement(estate)
      const call = (input: object) => send(estate.emulator, operation, JSON.stringify({ ...named, ...input }))
      expect(await call({ Name: 'gone' })).toMatchObject({
        type: 'EntitlementNotFoundException',
        message: 'The entitlement gone does not exist for the stack stack.',
      })
      expect(await call({ StackName: 'gone' })).toMatchObject({
        type: 'ResourceNotFoundException',
        message: `The stack gone for account ${accountId} does not exist.`,
      })
    },
  )

  test.each([
    [{ StackName: 'gone' }, 'ResourceNotFoundException'],
    [{ Name: '-' }, 'ValidationException'],
    [{ Attributes: [] }, 'ValidationException'],
    [{ Attributes: [{ Name: 'shoeSize', Value: '40' }] }, 'ValidationException'],
    [{ AppVisibility: undefined }, 'ValidationException'],
    [{ Description: 'x'.repeat(257) }, 'ValidationException'],
  ])('rejects the creation of %j', async (input, name) => {
    await using estate = await startOffice()
    expect((await exceptionOf(createEntitlement(estate, input))).name).toBe(name)
  })

  test('rejects a name already used in the same stack', async () => {
    await using estate = await startOffice()
    estate.home.putStack({ Name: 'other' })
    await createEntitlement(estate)
    await createEntitlement(estate, { StackName: 'other' })
    const again = createEntitlement(estate)
    expect((await exceptionOf(again)).name).toBe('EntitlementAlreadyExistsException')
    expect(await describeEntitlements(estate)).toHaveLength(1)
  })

  test('rejects more entitlements of a stack than the quota', async () => {
    await using estate = await startOffice({ quotas: { entitlements: 1 } })
    estate.home.entitlements.put({ StackName: 'other', Name: 'finance' })
    await createEntitlement(estate)
    const second = createEntitlement(estate, { Name: 'sales' })
    expect((await exceptionOf(second)).name).toBe('LimitExceededException')
  })

  test('does not find a stack within 2 s of its creation', async () => {
    await using estate = await startOffice({ visibleAfterMs: 2_000 })
    estate.home.stacks.create({ Name: 'new' }, 2_000)
    const call = createEntitlement(estate, { StackName: 'new' })
    expect((await exceptionOf(call)).name).toBe('ResourceNotFoundException')
    estate.clock.advance(2_000)
    await createEntitlement(estate, { StackName: 'new' })
  })
})

describe('entitlements', () => {
  test('are returned with every member, updated in part', async () => {
    await using estate = await startOffice()
    const Attributes = [
      { Name: 'department', Value: 'finance' },
      { Name: 'costCenter', Value: '7300' },
    ]
    const created = await createEntitlement(estate, { Description: 'Ledgers', Attributes })
    const first = new Date(estate.clock.now())
    const expected = {
      ...named,
      Description: 'Ledgers',
      AppVisibility: 'ALL',
      Attributes,
      CreatedTime: first,
      LastModifiedTime: first,
    }
    expect(created.Entitlement).toEqual(expected)
    estate.clock.advance(1_000)
    const replaced = [{ Name: 'title', Value: 'Controller' }]
    const update = new UpdateEntitlementCommand({
      ...named,
      AppVisibility: 'ASSOCIATED',
      Attributes: replaced,
    })
    const changed = {
      ...expected,
      AppVisibility: 'ASSOCIATED',
      Attributes: replaced,
      LastModifiedTime: new Date(estate.clock.now()),
    }
    expect((await estate.client.send(update)).Entitlement).toEqual(changed)
    expect(await describeEntitlements(estate, 'finance')).toEqual([changed])
  })

  test('reject unknown attributes in updates', async () => {
    await using estate = await startOffice()
    await createEntitlement(estate)
    const update = new UpdateEntitlementCommand({ ...named, Attributes: [{ Name: 'Title', Value: 'x' }] })
    expect((await exceptionOf(estate.client.send(update))).name).toBe('ValidationException')
  })

  test('appear 2 s after creation and disappear 2 s after deletion', async () => {
    await using estate = await startOffice({ visibleAfterMs: 2_000 })
    await createEntitlement(estate)
    expect(await describeEntitlements(estate)).toEqual([])
    const hidden = describeEntitlements(estate, 'finance')
    expect((await exceptionOf(hidden)).name).toBe('EntitlementNotFoundException')
    estate.clock.advance(2_000)
    expect(await describeEntitlements(estate)).toHaveLength(1)
    await estate.client.send(new DeleteEntitlementCommand(named))
    expect(await describeEntitlements(estate)).toHaveLength(1)
    estate.clock.advance(2_000)
    expect(await describeEntitlements(estate)).toEqual([])
  })

  test('page by 20 or fewer and reject a foreign token', async () => {
    await using estate = await startOffice()
    estate.home.putStack({ Name: 'other' })
    for (let index = 10; index < 31; index++) {
      estate.home.entitlements.put({ StackName: 'stack', Name: `e${index}` })
    }
    const page = (input: { NextToken?: string | undefined; MaxResults?: number; StackName?: string }) =>
      estate.client.send(new DescribeEntitlementsCommand({ StackName: 'stack', ...input }))
    const first = await page({})
    const { NextToken } = first
    const [rest, few] = [await page({ NextToken }), await page({ MaxResults: 2 })]
    expect([first, rest, few].map(({ Entitlements }) => Entitlements?.length)).toEqual([20, 1, 2])
    const foreign = page({ StackName: 'other', NextToken })
    expect((await exceptionOf(foreign)).name).toBe('ValidationException')
  })
})

describe('DeleteStack of a stack with entitlements', () => {
  const remove = new DeleteStackCommand({ Name: 'stack' })
  const disassociate = new DisassociateFleetCommand({ StackName: 'stack', FleetName: 'fleet' })

  test('fails until they are deleted', async () => {
    await using estate = await startOffice()
    await createEntitlement(estate)
    await estate.client.send(disassociate)
    expect(await exceptionOf(estate.client.send(remove))).toMatchObject({
      name: 'ResourceInUseException',
      message: 'Cannot delete stack stack. This stack has entitlements.',
    })
    await estate.client.send(new DeleteEntitlementCommand(named))
    await estate.client.send(remove)
  })

  test('removes entitlements with their stack if configured', async () => {
    await using estate = await startOffice({ deleteStackWithParts: 'cascade' })
    await createEntitlement(estate)
    await estate.client.send(disassociate)
    await estate.client.send(remove)
    estate.home.putStack({ Name: 'stack' })
    expect(await describeEntitlements(estate)).toEqual([])
  })
})
