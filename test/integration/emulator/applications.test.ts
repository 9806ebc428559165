import {
  DescribeApplicationFleetAssociationsCommand,
  type DescribeApplicationFleetAssociationsCommandInput,
  DescribeApplicationsCommand,
} from '@aws-sdk/client-appstream'
import { describe, expect, test } from 'vitest'
import { accountId, exceptionOf } from './client.ts'
import { type Estate, startEstate } from './estate.ts'

function arnOf(name: string): string {
  return `arn:aws:appstream:us-east-1:${accountId}:application/${name}`
}

async function startElastic(someArnsMissing: 'fail' | 'omit' = 'fail'): Promise<Estate> {
  const estate = await startEstate({ behaviour: { someArnsMissing } })
  for (const Name of ['firefox', 'ledger']) estate.home.applications.put({ Name })
  for (const Name of ['elastic', 'other']) estate.home.putFleet({ Name, FleetType: 'ELASTIC' })
  return estate
}

async function namesOf({ client }: Estate, Arns?: string[]): Promise<unknown[]> {
  const { Applications = [] } = await client.send(new DescribeApplicationsCommand({ Arns }))
  return Applications.map(({ Name }) => Name)
}

async function pairsOf(estate: Estate, input: DescribeApplicationFleetAssociationsCommandInput) {
  const command = new DescribeApplicationFleetAssociationsCommand(input)
  const { ApplicationFleetAssociations = [] } = await estate.client.send(command)
  return ApplicationFleetAssociations.map(({ FleetName, ApplicationArn }) => [FleetName, ApplicationArn])
}

describe('DescribeApplications', () => {
  test('reports a missing ARN as not found, alone or among others', async () => {
    await using estate = await startElastic()
    for (const arns of [[arnOf('gone')], [arnOf('firefox'), arnOf('gone')]]) {
      expect(await exceptionOf(namesOf(estate, arns))).toMatchObject({
        name: 'ResourceNotFoundException',
        message: `The resource ${arnOf('gone')} does not exist.`,
      })
    }
  })

  test('omits missing ARNs if configured', async () => {
    await using estate = await startElastic('omit')
    expect(await namesOf(estate, [arnOf('ledger'), arnOf('gone')])).toEqual(['ledger'])
  })

  test('lists applications of Elastic fleets, not those of images', async () => {
    await using estate = await startElastic()
    estate.home.putImage({ Name: 'base', Applications: [{ Name: 'Calc' }] })
    expect(await namesOf(estate)).toEqual(['firefox', 'ledger'])
    const command = new DescribeApplicationsCommand({ Arns: [arnOf('firefox')] })
    expect((await estate.client.send(command)).Applications).toEqual([
      {
        Name: 'firefox',
        Arn: arnOf('firefox'),
        Enabled: true,
        Metadata: {},
        CreatedTime: new Date(estate.clock.now()),
      },
    ])
  })

  test('returns pages of 20, or fewer on request', async () => {
    await using estate = await startElastic()
    for (let index = 10; index < 30; index++) estate.home.applications.put({ Name: `app-${index}` })
    const page = (input: object) => estate.client.send(new DescribeApplicationsCommand(input))
    const first = await page({})
    const rest = await page({ NextToken: first.NextToken })
    const few = await page({ MaxResults: 3 })
    expect([first, rest, few].map(({ Applications }) => Applications?.length)).toEqual([20, 2, 3])
    expect(rest.NextToken).toBeUndefined()
    const foreign = page({ NextToken: first.NextToken, Arns: [arnOf('ledger')] })
    expect((await exceptionOf(foreign)).name).toBe('ValidationException')
  })
})

describe('DescribeApplicationFleetAssociations', () => {
  test.each([{}, { FleetName: 'elastic', ApplicationArn: arnOf('firefox') }])('rejects %j', async (input) => {
    await using estate = await startElastic()
    const { name } = await exceptionOf(pairsOf(estate, input))
    expect(name).toBe('InvalidParameterCombinationException')
  })

  test('returns associations by fleet or application, empty for unknown ones', async () => {
    await using estate = await startElastic()
    for (const fleet of ['elastic', 'other']) estate.home.applicationFleets.add('firefox', fleet)
    estate.home.applicationFleets.add('ledger', 'elastic')
    const [firefox, ledger] = [arnOf('firefox'), arnOf('ledger')]
    expect(await pairsOf(estate, { FleetName: 'elastic' })).toEqual([
      ['elastic', firefox],
      ['elastic', ledger],
    ])
    expect(await pairsOf(estate, { ApplicationArn: firefox })).toEqual([
      ['elastic', firefox],
      ['other', firefox],
    ])
    expect(await pairsOf(estate, { FleetName: 'gone' })).toEqual([])
    expect(await pairsOf(estate, { ApplicationArn: arnOf('gone') })).toEqual([])
  })

  test('returns at most 25 associations a page', async () => {
    await using estate = await startElastic()
    for (let index = 10; index < 36; index++) {
      estate.home.applications.put({ Name: `app-${index}` })
      estate.home.applicationFleets.add(`app-${index}`, 'elastic')
    }
    const page = (input: object) =>
      estate.client.send(new DescribeApplicationFleetAssociationsCommand({ FleetName: 'elastic', ...input }))
    const first = await page({ MaxResults: 100 })
    const second = await page({ NextToken: first.NextToken })
    expect([first, second].map(({ ApplicationFleetAssociations: pairs }) => pairs?.length)).toEqual([25, 1])
  })

  test('omits a removed fleet or application', async () => {
    await using estate = await startElastic()
    estate.home.applicationFleets.add('firefox', 'elastic')
    estate.home.applicationFleets.add('ledger', 'elastic')
    estate.home.applications.remove('ledger')
    expect(await pairsOf(estate, { FleetName: 'elastic' })).toEqual([['elastic', arnOf('firefox')]])
    estate.home.fleets.remove('elastic')
    expect(await pairsOf(estate, { ApplicationArn: arnOf('firefox') })).toEqual([])
  })
})
