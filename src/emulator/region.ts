import { parseArn } from './arn.ts'
import type { ResourceRecord } from './kit/kind.ts'
import { createPairs, type Pairs } from './kit/pairs.ts'
import { createTable, type Table } from './kit/table.ts'
import { type DirectoryConfigRecord, directoryConfigKind } from './resources/directory-config/kind.ts'
import { withLoad } from './resources/fleet/capacity.ts'
import { type FleetRecord, fleetKind } from './resources/fleet/kind.ts'
import { type ImagePermissions, type ImageRecord, imageKind } from './resources/image/kind.ts'
import { type ImageBuilderRecord, imageBuilderKind } from './resources/image-builder/kind.ts'
import { type SessionRecord, sessionKind } from './resources/session/kind.ts'
import { type StackRecord, stackKind } from './resources/stack/kind.ts'

/** The resources of one account in one region. Tables are Maps by name; they may be read and changed directly. */
export interface RegionStore {
  readonly region: string
  readonly accountId: string
  /** The images that this account owns. */
  readonly images: Table<ImageRecord>
  /** AWS's public images, one table for all the accounts of the region. */
  readonly publicImages: Table<ImageRecord>
  readonly imageBuilders: Table<ImageBuilderRecord>
  readonly fleets: Table<FleetRecord>
  readonly stacks: Table<StackRecord>
  /** By directory name. */
  readonly directoryConfigs: Table<DirectoryConfigRecord>
  /** By id. */
  readonly sessions: Table<SessionRecord>
  /** Stacks (left) and their fleets (right). */
  readonly associations: Pairs
  /** By image, then by the account it is shared with. */
  readonly permissions: Map<string, Map<string, ImagePermissions>>
  /** By ARN. */
  readonly tags: Map<string, Readonly<Record<string, string>>>
  /** Puts or replaces an image: AWS's own if `Visibility` is PUBLIC, else one of this account. Defaults to AVAILABLE. */
  putImage(image: ImageRecord): void
  /** Puts or replaces an image builder. Defaults to RUNNING. */
  putImageBuilder(imageBuilder: ImageBuilderRecord): void
  /** Puts or replaces a fleet. Defaults to a RUNNING Always-On fleet of one instance. */
  putFleet(fleet: FleetRecord): void
  putStack(stack: StackRecord): void
  putDirectoryConfig(directoryConfig: DirectoryConfigRecord): void
  /** Puts a session and counts it towards the capacity of its fleet. */
  putSession(session: SessionRecord): void
  /** Removes a session from the table and from the capacity of its fleet. */
  endSession(id: string): void
  /** Associates a fleet with a stack; neither has to exist, and no limit applies. */
  associate(stackName: string, fleetName: string): void
  disassociate(stackName: string, fleetName: string): void
  /** Removes an image of this account with its tags and shares; else the public image of that name. */
  deleteImage(name: string): void
  deleteImageBuilder(name: string): void
  shareImage(name: string, accountId: string, permissions: ImagePermissions): void
  /** Replaces the tags of a resource. */
  setTags(arn: string, tags: Readonly<Record<string, string>>): void
  /** Changes members of a resource of a type as in its ARN, such as `image-builder`; false if there is none. */
  change(arnType: string, name: string, members: Readonly<Record<string, unknown>>): boolean
  /** Returns whether this account owns the resource of an ARN. */
  owns(arn: string): boolean
  /** Takes the transitions that are due. */
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
      for (const stack of associations.leftsOf(Name)) associations.remove(stack, Name)
    }),
  )
  const stacks = createTable(
    stackKind,
    optionsOf<StackRecord>(({ Name }) => {
      for (const fleet of associations.rightsOf(Name)) associations.remove(Name, fleet)
    }),
  )
  const directoryConfigs = createTable(directoryConfigKind, optionsOf<DirectoryConfigRecord>())
  const sessions = createTable(
    sessionKind,
    optionsOf<SessionRecord>(({ FleetName }) => recount(FleetName)),
  )
  const tables = [images, imageBuilders, fleets, stacks, directoryConfigs, sessions]

  function tableOf(arnType: string) {
    return tables.find(({ kind }) => kind.arnType === arnType)
  }

  /** Counts the sessions of a fleet anew. */
  function recount(fleetName: string): void {
    const fleet = fleets.get(fleetName)
    if (fleet === undefined) return
    const count = sessions
      .values()
      .filter((session) => session.FleetName === fleetName)
      .toArray().length
    fleets.change(fleetName, { ComputeCapacityStatus: withLoad(fleet, { sessions: count }) })
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
    associations,
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
      sessions.put(session)
      recount(session.FleetName)
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
