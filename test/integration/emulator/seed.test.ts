import { beforeAll, describe, expect, test } from 'vitest'
import { startEmulator } from '../../../src/emulator/server.ts'
import { membersOf, shapeOf } from '../../support/model.ts'
import { accountId, authorization } from './client.ts'

type Described = Readonly<Record<string, unknown>>

const images: Described[] = []
const imageBuilders: Described[] = []
const fleets: Described[] = []
const stacks: Described[] = []
const directoryConfigs: Described[] = []
const appBlocks: Described[] = []
const appBlockBuilders: Described[] = []
const applications: Described[] = []

beforeAll(async () => {
  await using emulator = await startEmulator()
  /** Returns the raw wire format: the SDK drops members it does not know yet. */
  async function list(operation: string, member: string, region: string): Promise<readonly Described[]> {
    const found: Described[] = []
    for (let NextToken: string | undefined; ; ) {
      const response = await fetch(emulator.url, {
        method: 'POST',
        headers: {
          authorization: authorization(accountId, region),
          'x-amz-target': `PhotonAdminProxyService.${operation}`,
        },
        body: JSON.stringify({ NextToken }),
      })
      const page = await response.json()
      found.push(...page[member])
      NextToken = page.NextToken
      if (NextToken === undefined) return found
    }
  }
  for (const region of ['us-east-1', 'eu-west-1']) {
    images.push(...(await list('DescribeImages', 'Images', region)))
    imageBuilders.push(...(await list('DescribeImageBuilders', 'ImageBuilders', region)))
    fleets.push(...(await list('DescribeFleets', 'Fleets', region)))
    stacks.push(...(await list('DescribeStacks', 'Stacks', region)))
    applications.push(...(await list('DescribeApplications', 'Applications', region)))
    appBlocks.push(...(await list('DescribeAppBlocks', 'AppBlocks', region)))
    appBlockBuilders.push(...(await list('DescribeAppBlockBuilders', 'AppBlockBuilders', region)))
    directoryConfigs.push(...(await list('DescribeDirectoryConfigs', 'DirectoryConfigs', region)))
  }
})

describe('seed of the main account', () => {
  test('shows every member of images and image builders', () => {
    expect(missingMembers('Image', images)).toEqual([])
    expect(missingMembers('ImageBuilder', imageBuilders)).toEqual([])
  })

  test('has every state, visibility and type, and an unlisted state', () => {
    expect(valuesOf(images, 'State')).toEqual(new Set([...listed('ImageState'), 'DEPRECATED']))
    expect(valuesOf(images, 'Visibility')).toEqual(new Set(listed('VisibilityType')))
    expect(valuesOf(images, 'ImageType')).toEqual(new Set(listed('ImageType')))
    expect(valuesOf(imageBuilders, 'State')).toEqual(new Set(listed('ImageBuilderState')))
  })

  test('shows every member of fleets, stacks and directory configs', () => {
    expect(missingMembers('Fleet', fleets)).toEqual([])
    expect(missingMembers('Stack', stacks)).toEqual([])
    expect(missingMembers('DirectoryConfig', directoryConfigs)).toEqual([])
  })

  test('shows every member of app blocks and builders, and app block states', () => {
    expect(missingMembers('AppBlock', appBlocks)).toEqual([])
    expect(missingMembers('AppBlockBuilder', appBlockBuilders)).toEqual([])
    expect(valuesOf(appBlocks, 'State')).toEqual(new Set(listed('AppBlockState')))
    expect(valuesOf(appBlocks, 'PackagingType')).toEqual(new Set(listed('PackagingType')))
    expect([appBlocks.length, appBlockBuilders.length]).toEqual([3, 2])
    const [used, existing] = [valuesOf(applications, 'AppBlockArn'), valuesOf(appBlocks, 'Arn')]
    expect(used.isSubsetOf(existing)).toBe(true)
  })

  test('has fleets of every state and type', () => {
    expect(valuesOf(fleets, 'State')).toEqual(new Set(listed('FleetState')))
    expect(valuesOf(fleets, 'FleetType')).toEqual(new Set(listed('FleetType')))
  })

  test('has fleets with errors, and on missing or DEPRECATED images', () => {
    const imagesByArn = new Map(images.map((image) => [image['Arn'], image]))
    const onImage = fleets.filter((fleet) => fleet['ImageArn'] !== undefined)
    const gone = onImage.filter((fleet) => !imagesByArn.has(fleet['ImageArn']))
    const deprecated = onImage.filter(
      (fleet) => imagesByArn.get(fleet['ImageArn'])?.['State'] === 'DEPRECATED',
    )
    const failing = fleets.filter(({ FleetErrors }) => Array.isArray(FleetErrors) && FleetErrors.length > 0)
    const names = [gone, deprecated, failing].map((found) => found.map(({ Name }) => Name))
    expect(names).toEqual([['legacy-erp'], ['reception-kiosk'], ['vpn-pilot']])
  })

  test('counts the sessions of its stacks', () => {
    const inUse = new Map(fleets.map(({ Name, ComputeCapacityStatus }) => [Name, ComputeCapacityStatus]))
    expect(inUse.get('engineering-cad')).toMatchObject({ Desired: 2, InUse: 2, Available: 0 })
    expect(inUse.get('office-production')).toMatchObject({ Desired: 4, Running: 3, ActiveUserSessions: 12 })
    expect(inUse.get('secure-browser')).toMatchObject({ Desired: 0, InUse: 12 })
  })

  test('has dangling references between builders, images and base images', () => {
    const arns = valuesOf(images, 'Arn')
    const names = valuesOf(imageBuilders, 'Name')
    const lost = (of: readonly Described[], member: string, among: ReadonlySet<unknown>) =>
      of.filter((one) => one[member] !== undefined && !among.has(one[member])).map(({ Name }) => Name)
    expect(lost(imageBuilders, 'ImageArn', arns)).toContain('legacy-erp')
    expect(lost(images, 'ImageBuilderName', names)).toContain('developer-desktop-v2')
    expect(lost(images, 'BaseImageArn', arns)).toContain('golden-windows-v11')
  })
})

function listed(enumShape: string): readonly string[] {
  return shapeOf(enumShape).enum ?? []
}

function valuesOf(described: readonly Described[], member: string): ReadonlySet<unknown> {
  return new Set(described.map((one) => one[member]))
}

function missingMembers(shapeName: string, described: readonly Described[]): readonly string[] {
  return membersOf(shapeName)
    .map(([member]) => member)
    .filter((member) => described.every((one) => one[member] === undefined))
}
