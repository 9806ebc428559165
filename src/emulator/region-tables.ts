import type { ResourceRecord } from './kit/kind.ts'
import { createPairs, type Pairs } from './kit/pairs.ts'
import { createTable, type Table } from './kit/table.ts'
import { type AppBlockRecord, appBlockKind } from './resources/app-block/kind.ts'
import { type AppBlockBuilderRecord, appBlockBuilderKind } from './resources/app-block-builder/kind.ts'
import { type ApplicationRecord, applicationKind } from './resources/application/kind.ts'
import { type DirectoryConfigRecord, directoryConfigKind } from './resources/directory-config/kind.ts'
import { type EntitlementRecord, entitlementKind } from './resources/entitlement/kind.ts'
import { type ExportImageTaskRecord, exportImageTaskKind } from './resources/export-image-task/kind.ts'
import { withLoad } from './resources/fleet/capacity.ts'
import { type FleetRecord, fleetKind } from './resources/fleet/kind.ts'
import { type ImagePermissions, type ImageRecord, imageKind } from './resources/image/kind.ts'
import { type ImageBuilderRecord, imageBuilderKind } from './resources/image-builder/kind.ts'
import { type LicenseUsageRecord, licenseUsageKind } from './resources/license-usage/kind.ts'
import { loadOfUse } from './resources/session/instances.ts'
import { createSessionTable, type SessionTable } from './resources/session/table.ts'
import { type SoftwareRecord, softwareKind } from './resources/software/kind.ts'
import { type StackRecord, stackKind } from './resources/stack/kind.ts'
import { type ThemeRecord, themeKind } from './resources/theme/kind.ts'
import { type UsageReportRecord, usageReportKind } from './resources/usage-report/kind.ts'
import { type UserRecord, userKind } from './resources/user/kind.ts'

/** Tables and associations of one account in one region. A table is a Map by name that can be changed directly. */
export interface RegionTables {
  /** Images that this account owns. */
  readonly images: Table<ImageRecord>
  /** AWS's public images; all accounts of the region share the table. */
  readonly publicImages: Table<ImageRecord>
  readonly imageBuilders: Table<ImageBuilderRecord>
  /** By task id. */
  readonly exportImageTasks: Table<ExportImageTaskRecord>
  readonly fleets: Table<FleetRecord>
  readonly stacks: Table<StackRecord>
  /** By directory name. */
  readonly directoryConfigs: Table<DirectoryConfigRecord>
  /** By id. */
  readonly sessions: SessionTable
  /** Users of the user pool, by user name. */
  readonly users: Table<UserRecord>
  /** By stack and name, see `entitlementKey`. */
  readonly entitlements: Table<EntitlementRecord>
  /** By stack. */
  readonly themes: Table<ThemeRecord>
  /** Applications of Elastic fleets. */
  readonly applications: Table<ApplicationRecord>
  readonly licenseUsage: Table<LicenseUsageRecord>
  /** At most one. */
  readonly usageReports: Table<UsageReportRecord>
  readonly appBlocks: Table<AppBlockRecord>
  readonly appBlockBuilders: Table<AppBlockBuilderRecord>
  /** License-included software of image builders and images, see `softwareKey`. */
  readonly software: Table<SoftwareRecord>
  /** Stacks (left) and their fleets (right). */
  readonly associations: Pairs
  /** Users (left) and their stacks (right). */
  readonly userStacks: Pairs
  /** Applications (left) and their Elastic fleets (right). */
  readonly applicationFleets: Pairs
  /** App block builders (left) and their app blocks (right). */
  readonly builderAppBlocks: Pairs
  /** Entitlements (left, by key) and the names or ARNs of their applications (right). */
  readonly entitledApplications: Pairs
  /** By image, then by the account it is shared with. */
  readonly permissions: Map<string, Map<string, ImagePermissions>>
  /** By ARN. */
  readonly tags: Map<string, Readonly<Record<string, string>>>
}

/** Configures the tables of a region. */
export interface RegionOptions {
  readonly region: string
  readonly accountId: string
  readonly publicImages: Table<ImageRecord>
  /** Epoch ms. */
  readonly now: () => number
}

/** Creates the empty tables of a region of an account. `all` contains the tables of the account itself. */
export function createRegionTables({ region, accountId, publicImages, now }: RegionOptions) {
  const permissions = new Map<string, Map<string, ImagePermissions>>()
  const tags = new Map<string, Readonly<Record<string, string>>>()
  const associations = createPairs()
  const userStacks = createPairs()
  const applicationFleets = createPairs()
  const builderAppBlocks = createPairs()
  const entitledApplications = createPairs()

  function optionsOf<Item extends ResourceRecord>(alsoRemove?: (item: Item) => void) {
    const onRemove = (item: Item) => {
      if (item.Arn !== undefined) removeDetails(item.Arn)
      alsoRemove?.(item)
    }
    return { place: { region, accountId }, now, onRemove }
  }

  const images = createTable(
    imageKind,
    optionsOf<ImageRecord>(({ Name }) => permissions.delete(Name)),
  )
  const imageBuilders = createTable(imageBuilderKind, optionsOf<ImageBuilderRecord>())
  const exportImageTasks = createTable(exportImageTaskKind, optionsOf<ExportImageTaskRecord>())
  const software = createTable(softwareKind, optionsOf<SoftwareRecord>())
  const fleets = createTable(
    fleetKind,
    optionsOf<FleetRecord>(({ Name }) => {
      associations.removeRight(Name)
      applicationFleets.removeRight(Name)
    }),
  )
  const stacks = createTable(
    stackKind,
    optionsOf<StackRecord>(({ Name }) => {
      associations.removeLeft(Name)
      userStacks.removeRight(Name)
      themes.remove(Name)
      for (const [key, { StackName }] of entitlements) if (StackName === Name) entitlements.remove(key)
    }),
  )
  const users = createTable(
    userKind,
    optionsOf<UserRecord>(({ UserName }) => userStacks.removeLeft(UserName)),
  )
  const entitlements = createTable(
    entitlementKind,
    optionsOf<EntitlementRecord>((entitlement) =>
      entitledApplications.removeLeft(entitlementKind.keyOf(entitlement)),
    ),
  )
  const themes = createTable(themeKind, optionsOf<ThemeRecord>())
  const applications = createTable(
    applicationKind,
    optionsOf<ApplicationRecord>(({ Name }) => applicationFleets.removeLeft(Name)),
  )
  const appBlocks = createTable(
    appBlockKind,
    optionsOf<AppBlockRecord>(({ Name }) => builderAppBlocks.removeRight(Name)),
  )
  const appBlockBuilders = createTable(
    appBlockBuilderKind,
    optionsOf<AppBlockBuilderRecord>(({ Name }) => builderAppBlocks.removeLeft(Name)),
  )
  const directoryConfigs = createTable(directoryConfigKind, optionsOf<DirectoryConfigRecord>())
  const licenseUsage = createTable(licenseUsageKind, optionsOf<LicenseUsageRecord>())
  const usageReports = createTable(usageReportKind, optionsOf<UsageReportRecord>())
  const sessions = createSessionTable({ place: { region, accountId }, now, onLoad: recount })
  const own = {
    images,
    imageBuilders,
    exportImageTasks,
    fleets,
    stacks,
    directoryConfigs,
    sessions,
    users,
    entitlements,
    themes,
    applications,
    appBlocks,
    appBlockBuilders,
    licenseUsage,
    usageReports,
    software,
  }

  function removeDetails(arn: string): void {
    tags.delete(arn)
    for (const [key, { Resource }] of software) if (Resource === arn) software.remove(key)
  }

  /** Updates the capacity of a fleet after a change of its sessions. */
  function recount(fleetName: string): void {
    const fleet = fleets.get(fleetName)
    if (fleet === undefined) return
    const load = loadOfUse(sessions.useOf(fleetName))
    fleets.change(fleetName, { ComputeCapacityStatus: withLoad(fleet, load) })
  }

  const tables: RegionTables = {
    ...own,
    publicImages,
    associations,
    userStacks,
    applicationFleets,
    builderAppBlocks,
    entitledApplications,
    permissions,
    tags,
  }
  return { ...tables, all: Object.values(own) }
}
