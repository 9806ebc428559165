import { parseArn } from './arn.ts'
import { createRegionTables, type RegionOptions, type RegionTables } from './region-tables.ts'
import type { DirectoryConfigRecord } from './resources/directory-config/kind.ts'
import type { FleetRecord } from './resources/fleet/kind.ts'
import type { ImagePermissions, ImageRecord } from './resources/image/kind.ts'
import type { ImageBuilderRecord } from './resources/image-builder/kind.ts'
import { membersOfInstance } from './resources/session/instances.ts'
import type { SessionRecord } from './resources/session/kind.ts'
import type { StackRecord } from './resources/stack/kind.ts'

/** Resources of one account in one region. */
export interface RegionStore extends RegionTables {
  readonly region: string
  readonly accountId: string
  /**
   * Adds or replaces an image, which belongs to AWS if `Visibility` is PUBLIC, else to this account. Default state:
   * AVAILABLE.
   */
  putImage(image: ImageRecord): void
  /** Adds or replaces an image builder. Default state: RUNNING. */
  putImageBuilder(imageBuilder: ImageBuilderRecord): void
  /** Adds or replaces a fleet. Default: a RUNNING Always-On fleet with one instance. */
  putFleet(fleet: FleetRecord): void
  putStack(stack: StackRecord): void
  putDirectoryConfig(directoryConfig: DirectoryConfigRecord): void
  /** Adds or replaces a session. Default: ACTIVE, CONNECTED and started by a streaming URL. */
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

/** Creates an empty region of an account. */
export function createRegion(options: RegionOptions): RegionStore {
  const { region, accountId } = options
  const { all, ...tables } = createRegionTables(options)
  const { images, publicImages, imageBuilders, fleets, stacks, directoryConfigs, sessions } = tables
  const { associations, permissions, tags } = tables

  function tableOf(arnType: string) {
    return all.find(({ kind }) => kind.arnType === arnType)
  }

  return {
    region,
    accountId,
    ...tables,
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
      for (const table of all) table.settle()
    },
  }
}
