import {
  AssociateFleetCommand,
  DisassociateFleetCommand,
  ListAssociatedFleetsCommand,
  ListAssociatedStacksCommand,
} from '@aws-sdk/client-appstream'
import { describe, expect, test } from 'vitest'
import type { EmulatorOptions } from '../../../src/emulator/server.ts'
import { accountId, exceptionOf } from './client.ts'
import { createFleet, type Estate, region, startEstate } from './estate.ts'

const pair = { StackName: 'stack', FleetName: 'fleet' }

/** Starts an estate with two stacks and two fleets in different states. */
async function startPairs(behaviour: EmulatorOptions['behaviour'] = {}): Promise<Estate> {
  const estate = await startEstate({ behaviour })
  for (const Name of ['stack', 'other-stack']) estate.home.putStack({ Name })
  estate.home.putFleet({ Name: 'fleet', State: 'STOPPED' })
  estate.home.putFleet({ Name: 'other-fleet', State: 'RUNNING' })
  return estate
}

function associate({ client }: Estate, input: Partial<typeof pair> = {}) {
  return client.send(new AssociateFleetCommand({ ...pair, ...input }))
}

function disassociate({ client }: Estate, input: Partial<typeof pair> = {}) {
  return client.send(new DisassociateFleetCommand({ ...pair, ...input }))
}

async function fleetsOf({ client }: Estate, StackName = 'stack') {
  return (await client.send(new ListAssociatedFleetsCommand({ StackName }))).Names
}

async function stacksOf({ client }: Estate, FleetName = 'fleet') {
  return (await client.send(new ListAssociatedStacksCommand({ FleetName }))).Names
}

describe('AssociateFleet', () => {
  test.each([
    [{ StackName: 'gone' }, `The stack gone for account ${accountId} does not exist.`],
    [{ FleetName: 'gone' }, `The fleet gone for account ${accountId} does not exist.`],
  ])('rejects %j', async (input, message) => {
    await using estate = await startPairs()
    expect(await exceptionOf(associate(estate, input))).toMatchObject({
      name: 'ResourceNotFoundException',
      message,
    })
  })

  test('associates fleets in any state, one fleet with several stacks', async () => {
    await using estate = await startPairs()
    await associate(estate)
    await associate(estate, { StackName: 'other-stack' })
    expect([await fleetsOf(estate), await fleetsOf(estate, 'other-stack'), await stacksOf(estate)]).toEqual([
      ['fleet'],
      ['fleet'],
      ['other-stack', 'stack'],
    ])
    expect(await stacksOf(estate, 'other-fleet')).toEqual([])
  })

  test('succeeds again for the same pair and rejects a second fleet', async () => {
    await using estate = await startPairs()
    await associate(estate)
    await associate(estate)
    const second = associate(estate, { FleetName: 'other-fleet' })
    expect((await exceptionOf(second)).name).toBe('LimitExceededException')
    expect(await fleetsOf(estate)).toEqual(['fleet'])
  })

  test('accepts as many fleets as configured', async () => {
    await using estate = await startPairs({ fleetsPerStack: 2 })
    await associate(estate)
    await associate(estate, { FleetName: 'other-fleet' })
    expect(await fleetsOf(estate)).toEqual(['fleet', 'other-fleet'])
  })

  test.each([
    { StorageConnectors: [{ ConnectorType: 'GOOGLE_DRIVE' }] },
    { StorageConnectors: [{ ConnectorType: 'ONE_DRIVE' }] },
    { ApplicationSettings: { Enabled: true, SettingsGroup: 'a' } },
  ])('rejects a Linux fleet on a stack with %j', async (members) => {
    await using estate = await startPairs()
    estate.home.putStack({ Name: 'stack', ...members })
    estate.home.putFleet({ Name: 'fleet', Platform: 'ROCKY_LINUX8' })
    expect((await exceptionOf(associate(estate))).name).toBe('OperationNotPermittedException')
    estate.home.putStack({ Name: 'stack', StorageConnectors: [{ ConnectorType: 'HOMEFOLDERS' }] })
    await associate(estate)
  })

  test('does not find a fleet in the first 2 s after creation', async () => {
    await using estate = await startEstate({ behaviour: { visibleAfterMs: 2_000 } })
    estate.home.putStack({ Name: 'stack' })
    await createFleet(estate.client)
    expect((await exceptionOf(associate(estate))).name).toBe('ResourceNotFoundException')
    estate.clock.advance(2_000)
    await associate(estate)
  })

  test('associates one of two concurrent fleets with the stack', async () => {
    await using estate = await startPairs()
    const outcomes = await Promise.allSettled([
      associate(estate),
      associate(estate, { FleetName: 'other-fleet' }),
    ])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await fleetsOf(estate)).toHaveLength(1)
  })
})

describe('DisassociateFleet', () => {
  test.each([[{ StackName: 'gone' }], [{ FleetName: 'gone' }], [{ FleetName: 'other-fleet' }]])(
    'rejects %j',
    async (input) => {
      await using estate = await startPairs()
      await associate(estate)
      expect((await exceptionOf(disassociate(estate, input))).name).toBe('ResourceNotFoundException')
    },
  )

  test('fails while the stack has sessions on the fleet', async () => {
    await using estate = await startPairs()
    estate.home.putFleet({ Name: 'fleet' })
    await associate(estate)
    const { id } = estate.emulator.startSession({ region, stack: 'stack', fleet: 'fleet', userId: 'user' })
    expect((await exceptionOf(disassociate(estate))).name).toBe('ResourceInUseException')
    estate.emulator.endSession({ region, id })
    await disassociate(estate)
    expect([await fleetsOf(estate), await stacksOf(estate)]).toEqual([[], []])
  })
})

describe('listings of associations', () => {
  test('report an unknown stack or fleet as not found', async () => {
    await using estate = await startPairs()
    for (const call of [fleetsOf(estate, 'gone'), stacksOf(estate, 'gone')]) {
      expect((await exceptionOf(call)).name).toBe('ResourceNotFoundException')
    }
  })

  test('are empty for an unknown stack if configured', async () => {
    await using estate = await startPairs({ associationsOfUnknown: 'empty' })
    expect([await fleetsOf(estate, 'gone'), await stacksOf(estate, 'gone')]).toEqual([[], []])
  })

  test('use the page size of the emulator', async () => {
    await using estate = await startPairs({ pageSize: 2 })
    for (const name of ['a', 'b', 'c', 'd', 'e']) estate.home.associate(name, 'fleet')
    const pages: unknown[] = []
    for (let NextToken: string | undefined; ; ) {
      const page = await estate.client.send(
        new ListAssociatedStacksCommand({ FleetName: 'fleet', NextToken }),
      )
      pages.push(page.Names)
      NextToken = page.NextToken
      if (NextToken === undefined) break
    }
    expect(pages).toEqual([['a', 'b'], ['c', 'd'], ['e']])
  })

  test('omit a removed stack or fleet', async () => {
    await using estate = await startPairs({ associationsOfUnknown: 'empty' })
    await associate(estate)
    estate.home.stacks.remove('stack')
    expect(await stacksOf(estate)).toEqual([])
    await associate(estate, { StackName: 'other-stack' })
    estate.home.fleets.remove('fleet')
    expect(await fleetsOf(estate, 'other-stack')).toEqual([])
  })
})
