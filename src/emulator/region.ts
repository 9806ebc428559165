import { parseArn } from './arn.ts'
import type { ResourceRecord } from './kit/kind.ts'
import { createPairs, type Pairs } from './kit/pairs.ts'
import { createTable, type Table } from './kit/table.ts'
import { type ApplicationRecord, applicationKind } from './resources/application/kind.ts'
import { type DirectoryConfigRecord, directoryConfigKind } from './resources/directory-config/kind.ts'
import { type EntitlementRecord, entitlementKind } from './resources/entitlement/kind.ts'
import { withLoad } from './resources/fleet/capacity.ts'
import { type FleetRecord, fleetKind } from './resources/fleet/kind.ts'
import { type ImagePermissions, type ImageRecord, imageKind } from './resources/image/kind.ts'
import { type ImageBuilderRecord, imageBuilderKind } from './resources/image-builder/kind.ts'
import { loadOfUse, membersOfInstance } from './resources/session/instances.ts'
import type { SessionRecord } from './resources/session/kind.ts'
import { createSessionTable, type SessionTable } from './resources/session/table.ts'
import { type StackRecord, stackKind } from './resources/stack/kind.ts'
import { type ThemeRecord, themeKind } from './resources/theme/kind.ts'
import { type UserRecord, userKind } from './resources/user/kind.ts'

/** Resources of one account in one region. Tables are Maps by name, and can be read and changed directly. */
export interface RegionStore {
  readonly region: string
  readonly accountId: string
  /** Images that this account owns. */
  readonly images: Table<ImageRecord>
  /** AWS's public images; all accounts of the region share the table. */
  readonly publicImages: Table<ImageRecord>
  readonly imageBuilders: Table<ImageBuilderRecord>
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
  /** Stacks (left) and their fleets (right). */
  readonly associations: Pairs
  /** Users (left) and their stacks (right). */
  readonly userStacks: Pairs
  /** Applications (left) and their Elastic fleets (right). */
  readonly applicationFleets: Pairs
  /** Entitlements (left, by key) and the names or ARNs of their applications (right). */
  readonly entitledApplications: Pairs
  /** By image, then by the account it is shared with. */
  readonly permissions: Map<string, Map<string, ImagePermissions>>
  /** By ARN. */
  readonly tags: Map<string, Readonly<Record<string, string>>>
  /**
   * Adds or replaces an image: one of AWS if `Visibility` is PUBLIC, else one of this account. Default state:
   * AVAILABLE.
   */
  putImage(image: ImageRecord): void
  /** Adds or replaces an image builder. Default state: RUNNING. */
  putImageBuilder(imageBuilder: ImageBuilderRecord): void
  /** Adds or replaces a fleet. Default: a RUNNING Always-On fleet with one instance. */
  putFleet(fleet: FleetRecord): void
  putStack(stack: StackRecord): void
  putDirectoryConfig(directoryConfig: DirectoryConfigRecord): void
  /** Puts a session, on an instance unless it is PENDING. Defaults to ACTIVE and CONNECTED by streaming URL. */
  putSession(session: SessionRecord): void
  /** Removes a session from the table and from the capacity of its fleet. */
  endSession(id: string): void
  /** Associates a fleet with a stack. Neither has to exist, and no limit applies. */
  associate(stackName: string, fleetName: string): void
  disassociate(stackName: string, fleetName: string): void
  /** Removes an image of this account with its tags and shares, or else the public image of that name. */
  deleteImage(name: string): void
  deleteImageBuilder(name: string): void
  shareImage(name: string, accountId: string, permissions: ImagePermissions): void
  /** Replaces the tags of a resource. */
  setTags(arn: string, tags: Readonly<Record<string, string>>): void
  /**
   * Changes members of a resource, given its type as in ARNs, such as `image-builder`. Returns false if it does not
   * exist.
   */
  change(arnType: string, name: string, members: Readonly<Record<string, unknown>>): boolean
  /** Returns true if this account owns the resource with an ARN. */
  owns(arn: string): boolean
  /** Applies the transitions that are due. */
  settle(): void
}

interface RegionOptions {
  readonly region: string
  readonly accountId: string
  readonly publicImages: Table<ImageRecord>
  /** Epoch ms. */
  readonly now: () => number
}

/** Creates an empty region of an account. */
export function createRegion({ region, accountId, publicImages, now }: RegionOptions): RegionStore {
  const permissions = new Map<string, Map<string, ImagePermissions>>()
  const tags = new Map<string, Readonly<Record<string, string>>>()
  const associations = createPairs()
  const userStacks = createPairs()
  const applicationFleets = createPairs()
  const entitledApplications = createPairs()

  function optionsOf<Item extends ResourceRecord>(alsoRemove?: (item: Item) => void) {
    const onRemove = (item: Item) => {
      if (item.Arn !== undefined) tags.delete(item.Arn)
      alsoRemove?.(item)
    }
    return { place: { region, accountId }, now, onRemove }
  }

  const images = createTable(
    imageKind,
    optionsOf<ImageRecord>(({ Name }) => permissions.delete(Name)),
  )
  const imageBuilders = createTable(imageBuilderKind, optionsOf<ImageBuilderRecord>())
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
  const directoryConfigs = createTable(directoryConfigKind, optionsOf<DirectoryConfigRecord>())
  const sessions = createSessionTable({ place: { region, accountId }, now, onLoad: recount })
  const tables = [
    images,
    imageBuilders,
    fleets,
    stacks,
    directoryConfigs,
    sessions,
    users,
    entitlements,
    themes,
    applications,
  ]

  function tableOf(arnType: string) {
    return tables.find(({ kind }) => kind.arnType === arnType)
  }

  /** Updates the capacity of a fleet after its sessions changed. */
  function recount(fleetName: string): void {
    const fleet = fleets.get(fleetName)
    if (fleet === undefined) return
    const load = loadOfUse(sessions.useOf(fleetName))
    fleets.change(fleetName, { ComputeCapacityStatus: withLoad(fleet, load) })
  }

  return {
    region,
    accountId,
    images,
    publicImages,
    imageBuilders,
    fleets,
    stacks,
    directoryConfigs,
    sessions,
    users,
    entitlements,
    themes,
    applications,
    associations,
    userStacks,
    applicationFleets,
    entitledApplications,
    permissions,
    tags,
    putImage: (image) => {
      const owned = image.Visibility === 'PUBLIC' ? publicImages : images
      owned.put(image)
    },
    putImageBuilder: (imageBuilder) => {
      imageBuilders.put(imageBuilder)
    },
    putFleet: (fleet) => {
      fleets.put(fleet)
    },
    putStack: (stack) => {
      stacks.put(stack)
    },
    putDirectoryConfig: (directoryConfig) => {
      directoryConfigs.put(directoryConfig)
    },
    putSession: (session) => {
      const fleet = fleets.get(session.FleetName)
      const use = sessions.useOf(session.FleetName)
      const isPending = session.State === 'PENDING'
      sessions.put({ ...(!isPending && membersOfInstance(session, fleet, use)), ...session })
    },
    endSession: (id) => sessions.remove(id),
    associate: associations.add,
    disassociate: (stackName, fleetName) => {
      associations.remove(stackName, fleetName)
    },
    deleteImage: (name) => {
      const owned = images.has(name) ? images : publicImages
      owned.remove(name)
    },
    deleteImageBuilder: (name) => imageBuilders.remove(name),
    shareImage: (name, sharedAccountId, imagePermissions) => {
      const shares = permissions.get(name) ?? new Map<string, ImagePermissions>()
      permissions.set(name, shares.set(sharedAccountId, imagePermissions))
    },
    setTags: (arn, resourceTags) => {
      tags.set(arn, resourceTags)
    },
    change: (arnType, name, members) => tableOf(arnType)?.change(name, members) ?? false,
    owns: (arn) => {
      const parsed = parseArn(arn)
      return parsed !== undefined && tableOf(parsed.kind)?.get(parsed.name)?.Arn === arn
    },
    settle: () => {
      for (const table of tables) table.settle()
    },
  }
}
