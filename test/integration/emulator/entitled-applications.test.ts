import {
  AssociateApplicationToEntitlementCommand,
  DeleteEntitlementCommand,
  DisassociateApplicationFromEntitlementCommand,
  ListEntitledApplicationsCommand,
} from '@aws-sdk/client-appstream'
import { describe, expect, test } from 'vitest'
import type { EmulatorOptions } from '../../../src/emulator/server.ts'
import { accountId, exceptionOf } from './client.ts'
import { createEntitlement, startOffice } from './entitlements.ts'
import type { Estate } from './estate.ts'

const entitlement = { StackName: 'stack', EntitlementName: 'finance' }

/** Starts an estate with an entitlement that shows associated applications only. */
async function startEntitled(behaviour: EmulatorOptions['behaviour'] = {}): Promise<Estate> {
  const estate = await startOffice(behaviour)
  await createEntitlement(estate, { AppVisibility: 'ASSOCIATED' })
  return estate
}

function associate({ client }: Estate, ApplicationIdentifier: string, input: object = {}) {
  return client.send(
    new AssociateApplicationToEntitlementCommand({ ...entitlement, ApplicationIdentifier, ...input }),
  )
}

function disassociate({ client }: Estate, ApplicationIdentifier: string, input: object = {}) {
  return client.send(
    new DisassociateApplicationFromEntitlementCommand({ ...entitlement, ApplicationIdentifier, ...input }),
  )
}

async function identifiersOf({ client }: Estate, input: object = {}): Promise<unknown[]> {
  const { EntitledApplications = [] } = await client.send(
    new ListEntitledApplicationsCommand({ ...entitlement, ...input }),
  )
  return EntitledApplications.map(({ ApplicationIdentifier }) => ApplicationIdentifier)
}

describe('entitled applications', () => {
  test.each([
    [{ StackName: 'gone' }, 'ResourceNotFoundException'],
    [{ EntitlementName: 'gone' }, 'EntitlementNotFoundException'],
  ])('reject %j in every call', async (input, name) => {
    await using estate = await startEntitled()
    for (const call of [
      associate(estate, 'Ledger', input),
      disassociate(estate, 'Ledger', input),
      identifiersOf(estate, input),
    ]) {
      expect((await exceptionOf(call)).name).toBe(name)
    }
  })

  test('reject an application that the catalog does not have', async () => {
    await using estate = await startEntitled()
    for (const identifier of ['Gone', 'ledger']) {
      const { name } = await exceptionOf(associate(estate, identifier))
      expect(name).toBe('ResourceNotFoundException')
    }
  })

  test('reject the disassociation of an application that is not associated', async () => {
    await using estate = await startEntitled()
    expect((await exceptionOf(disassociate(estate, 'Ledger'))).name).toBe('ResourceNotFoundException')
  })

  test('reject more applications than the quota', async () => {
    await using estate = await startEntitled({ quotas: { entitledApplications: 1 } })
    await associate(estate, 'Ledger')
    await associate(estate, 'Ledger')
    expect((await exceptionOf(associate(estate, 'Firefox'))).name).toBe('LimitExceededException')
  })

  test('are associated once, listed by name, and disassociated', async () => {
    await using estate = await startEntitled()
    for (const name of ['Ledger', 'Firefox', 'Ledger']) await associate(estate, name)
    expect(await identifiersOf(estate)).toEqual(['Firefox', 'Ledger'])
    await disassociate(estate, 'Firefox')
    expect(await identifiersOf(estate)).toEqual(['Ledger'])
  })

  test('of an Elastic fleet are identified by name or ARN', async () => {
    await using estate = await startEntitled()
    estate.home.putFleet({ Name: 'fleet', FleetType: 'ELASTIC' })
    const { Arn = '' } = estate.home.applications.put({ Name: 'Ledger' })
    expect(Arn).toBe(`arn:aws:appstream:us-east-1:${accountId}:application/Ledger`)
    expect((await exceptionOf(associate(estate, Arn))).name).toBe('ResourceNotFoundException')
    estate.home.applicationFleets.add('Ledger', 'fleet')
    await associate(estate, Arn)
    await associate(estate, 'Ledger')
    expect(await identifiersOf(estate)).toEqual(['Ledger', Arn])
  })

  test('stay after a new image lacks them and can be removed', async () => {
    await using estate = await startEntitled()
    await associate(estate, 'Ledger')
    estate.home.putImage({ Name: 'base', Applications: [] })
    expect(await identifiersOf(estate)).toEqual(['Ledger'])
    await disassociate(estate, 'Ledger')
    expect(await identifiersOf(estate)).toEqual([])
  })

  test('are empty for an ALL entitlement, or the catalog if configured', async () => {
    for (const [entitledOfAll, expected] of [
      ['empty', []],
      ['catalog', ['Firefox', 'Ledger']],
    ] as const) {
      await using estate = await startOffice({ entitledOfAll })
      await createEntitlement(estate)
      expect(await identifiersOf(estate)).toEqual(expected)
    }
  })

  test('are removed with their entitlement', async () => {
    await using estate = await startEntitled()
    await associate(estate, 'Ledger')
    await estate.client.send(new DeleteEntitlementCommand({ StackName: 'stack', Name: 'finance' }))
    await createEntitlement(estate, { AppVisibility: 'ASSOCIATED' })
    expect(await identifiersOf(estate)).toEqual([])
  })

  test('page by 20', async () => {
    await using estate = await startEntitled()
    for (let index = 10; index < 31; index++) {
      estate.home.entitledApplications.add('stack/finance', `app-${index}`)
    }
    const first = await estate.client.send(new ListEntitledApplicationsCommand(entitlement))
    expect(first.EntitledApplications).toHaveLength(20)
    expect(await identifiersOf(estate, { NextToken: first.NextToken })).toEqual(['app-30'])
  })
})
