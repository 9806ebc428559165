import {
  DescribeApplicationsCommand,
  DescribeEntitlementsCommand,
  DescribeFleetsCommand,
  DescribeSessionsCommand,
  DescribeThemeForStackCommand,
  DescribeUserStackAssociationsCommand,
  DescribeUsersCommand,
  ListEntitledApplicationsCommand,
  type Session,
  type User,
} from '@aws-sdk/client-appstream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Emulator, startEmulator } from '../../../src/emulator/server.ts'
import { membersOf, shapeOf } from '../../support/model.ts'
import { accountId, clientOf, exceptionOf, otherAccountId } from './client.ts'

const stacks = ['finance', 'office', 'office-contractors', 'call-center', 'engineering', 'secure-browsing']
const inPool = { AuthenticationType: 'USERPOOL' } as const

let emulator: Emulator

beforeAll(async () => {
  emulator = await startEmulator()
})

afterAll(() => emulator.stop())

/** Returns the sessions of a stack on its fleet. */
async function sessionsOf(StackName: string, region = 'us-east-1'): Promise<readonly Session[]> {
  using client = clientOf(emulator, { region })
  const [FleetName = ''] = emulator.region(region).associations.rightsOf(StackName)
  const command = new DescribeSessionsCommand({ StackName, FleetName, Limit: 50 })
  return (await client.send(command)).Sessions ?? []
}

async function usersOf(region: string, account = accountId): Promise<readonly User[]> {
  using client = clientOf(emulator, { region, account })
  return (await client.send(new DescribeUsersCommand(inPool))).Users ?? []
}

function missingMembers(shapeName: string, described: readonly object[]): readonly string[] {
  return membersOf(shapeName)
    .map(([member]) => member)
    .filter((member) => !described.some((one) => Object.hasOwn(one, member)))
}

function valuesOf<Item, Value>(items: readonly Item[], of: (item: Item) => Value): ReadonlySet<Value> {
  return new Set(items.map(of))
}

describe('sessions of the seed', () => {
  test('show every member, state, connection, drain status and authentication type', async () => {
    const sessions = (await Promise.all(stacks.map((stack) => sessionsOf(stack)))).flat()
    expect(missingMembers('Session', sessions)).toEqual([])
    for (const [shape, values] of [
      ['SessionState', valuesOf(sessions, ({ State }) => State)],
      ['SessionConnectionState', valuesOf(sessions, ({ ConnectionState }) => ConnectionState)],
      ['InstanceDrainStatus', valuesOf(sessions, ({ InstanceDrainStatus }) => InstanceDrainStatus)],
      ['AuthenticationType', valuesOf(sessions, ({ AuthenticationType }) => AuthenticationType)],
    ] as const) {
      expect([...values].filter((value) => value !== undefined).toSorted()).toEqual(
        shapeOf(shape).enum?.toSorted(),
      )
    }
  })

  test('are 32 on six stacks; the 30 live ones hold capacity', async () => {
    const perStack = await Promise.all(stacks.map((stack) => sessionsOf(stack)))
    expect(perStack.map(({ length }) => length)).toEqual([4, 8, 3, 2, 2, 13])
    expect(perStack.flat().filter(({ State }) => State === 'EXPIRED')).toHaveLength(2)
    using client = clientOf(emulator)
    const { Fleets = [] } = await client.send(new DescribeFleetsCommand({ Names: ['office-production'] }))
    expect(Fleets[0]?.ComputeCapacityStatus).toEqual({
      Desired: 4,
      Running: 3,
      InUse: 3,
      Available: 0,
      DesiredUserSessions: 20,
      ActualUserSessions: 15,
      ActiveUserSessions: 12,
      AvailableUserSessions: 3,
      Draining: 1,
      DrainModeActiveUserSessions: 5,
      DrainModeUnusedUserSessions: 0,
    })
  })

  test('share a user id between authentication types, stacks and regions', async () => {
    const sessions = (await Promise.all(stacks.map((stack) => sessionsOf(stack)))).flat()
    const mira = sessions.filter(({ UserId }) => UserId === 'mira.santos@example.com')
    expect(mira.map(({ StackName, AuthenticationType }) => [StackName, AuthenticationType])).toEqual([
      ['office', 'SAML'],
      ['office', 'API'],
      ['office-contractors', 'USERPOOL'],
      ['secure-browsing', 'USERPOOL'],
      ['secure-browsing', 'SAML'],
    ])
    expect(await sessionsOf('sales', 'eu-west-1')).toMatchObject([
      { UserId: 'mira.santos@example.com', AuthenticationType: 'USERPOOL' },
    ])
  })
})

describe('users of the seed', () => {
  test('show every member, disabled users, documented states and an undocumented one', async () => {
    const users = await usersOf('us-east-1')
    expect(users).toHaveLength(12)
    expect(missingMembers('User', users)).toEqual([])
    expect(users.filter(({ Enabled }) => !Enabled)).toHaveLength(3)
    expect(valuesOf(users, ({ Status }) => Status)).toEqual(
      new Set(['CONFIRMED', 'UNCONFIRMED', 'ARCHIVED', 'COMPROMISED', 'UNKNOWN', 'RESET_REQUIRED']),
    )
  })

  test('share a name across regions and accounts; another differs in case', async () => {
    const pools = await Promise.all([
      usersOf('us-east-1'),
      usersOf('eu-west-1'),
      usersOf('us-east-1', otherAccountId),
    ])
    const named = pools.map((users) => users.filter(({ UserName }) => /^mira\.santos@/i.test(UserName ?? '')))
    expect(named.map(({ length }) => length)).toEqual([2, 1, 1])
    expect(valuesOf(named.flat(), ({ Arn }) => Arn).size).toBe(4)
  })

  test('have no stack, one, or several', async () => {
    using client = clientOf(emulator)
    async function stacksOf(UserName: string) {
      const command = new DescribeUserStackAssociationsCommand({ UserName, ...inPool })
      return (await client.send(command)).UserStackAssociations?.map(({ StackName }) => StackName)
    }
    expect(await stacksOf('wanda.ilic@example.org')).toEqual([])
    expect(await stacksOf('olga.nowak@example.org')).toEqual(['office-contractors'])
    expect(await stacksOf('mira.santos@example.com')).toEqual([
      'call-center',
      'office-contractors',
      'secure-browsing',
    ])
  })
})

describe('catalogs of the seed', () => {
  test('have entitlements for ALL and for ASSOCIATED applications, one of them gone', async () => {
    using client = clientOf(emulator)
    const entitlements = await Promise.all(
      stacks.map(async (StackName) => {
        const { Entitlements = [] } = await client.send(new DescribeEntitlementsCommand({ StackName }))
        return Entitlements
      }),
    )
    expect(entitlements.map(({ length }) => length)).toEqual([0, 2, 0, 0, 1, 2])
    expect(missingMembers('Entitlement', entitlements.flat())).toEqual([])
    expect(valuesOf(entitlements.flat(), ({ AppVisibility }) => AppVisibility)).toEqual(
      new Set(['ALL', 'ASSOCIATED']),
    )
    async function identifiersOf(StackName: string, EntitlementName: string) {
      const command = new ListEntitledApplicationsCommand({ StackName, EntitlementName })
      const { EntitledApplications = [] } = await client.send(command)
      return EntitledApplications.map(({ ApplicationIdentifier }) => ApplicationIdentifier)
    }
    expect(await identifiersOf('office', 'writers')).toEqual(['LibreOfficeWriter', 'TypeSetter'])
    expect(await identifiersOf('secure-browsing', 'browsers')).toEqual([
      'Firefox',
      `arn:aws:appstream:us-east-1:${accountId}:application/PasswordVault`,
    ])
  })

  test('have an ENABLED and a DISABLED theme', async () => {
    using client = clientOf(emulator)
    const describeTheme = (StackName: string) => client.send(new DescribeThemeForStackCommand({ StackName }))
    const themes = await Promise.all(['finance', 'secure-browsing'].map(describeTheme))
    expect(themes.map(({ Theme }) => Theme?.State)).toEqual(['ENABLED', 'DISABLED'])
    const shown = themes.flatMap(({ Theme }) => Theme ?? [])
    expect(missingMembers('Theme', shown)).toEqual([])
    expect((await exceptionOf(describeTheme('office'))).name).toBe('ResourceNotFoundException')
  })

  test('have applications with every member, one of them on no fleet', async () => {
    using client = clientOf(emulator)
    const { Applications = [] } = await client.send(new DescribeApplicationsCommand({}))
    expect(missingMembers('Application', Applications)).toEqual([])
    const { applicationFleets } = emulator.region('us-east-1')
    const fleets = Applications.map(({ Name = '' }) => [Name, applicationFleets.rightsOf(Name)])
    expect(fleets).toEqual([
      ['Chromium', ['secure-browser']],
      ['Firefox', ['secure-browser']],
      ['PasswordVault', ['secure-browser']],
      ['TerminalEmulator', []],
    ])
  })
})
