import { formatArn, type ResourceKind } from './arn.ts'
import type { ImageBuilderRecord, ImagePermissions, ImageRecord, TransitionStep } from './records.ts'

/** What one account holds in one region. The maps may be read and changed as they stand; keys are names. */
export interface RegionStore {
  readonly region: string
  readonly accountId: string
  /** The images that this account owns. */
  readonly images: Map<string, ImageRecord>
  /** AWS's public images, one map for all the accounts of the region. */
  readonly publicImages: Map<string, ImageRecord>
  readonly imageBuilders: Map<string, ImageBuilderRecord>
  /** By image, then by the account it is shared with. */
  readonly permissions: Map<string, Map<string, ImagePermissions>>
  /** By ARN. */
  readonly tags: Map<string, Readonly<Record<string, string>>>
  /** Names of the fleets that use an image, by image: the emulator has no fleets of its own yet. */
  readonly fleetsUsing: Map<string, readonly string[]>
  /**
   * Puts or replaces an image: AWS's own when `Visibility` is PUBLIC, else one of this account. Arn, State (AVAILABLE),
   * Visibility (PRIVATE) and CreatedTime (now) are filled in; a member given as undefined is left out.
   */
  putImage(image: ImageRecord): void
  /** Puts or replaces an image builder, filling in Arn, State (RUNNING) and CreatedTime (now) likewise. */
  putImageBuilder(imageBuilder: ImageBuilderRecord): void
  /** Removes an image of this account, its tags and shares; else the public image of that name. */
  deleteImage(name: string): void
  deleteImageBuilder(name: string): void
  shareImage(name: string, accountId: string, permissions: ImagePermissions): void
  /** Replaces the tags of a resource. */
  setTags(arn: string, tags: Readonly<Record<string, string>>): void
  /** Changes members of a resource; false when there is none of that name. */
  change(kind: ResourceKind, name: string, members: Readonly<Record<string, unknown>>): boolean
  /** Has a resource take states by itself; replaces what it was about to do. */
  schedule(kind: ResourceKind, name: string, steps: readonly TransitionStep[]): void
  /** Carries out what is due. */
  settle(): void
}

interface RegionOptions {
  readonly region: string
  readonly accountId: string
  readonly publicImages: Map<string, ImageRecord>
  /** Epoch ms. */
  readonly now: () => number
}

/** A region of an account with nothing in it. */
export function createRegion({ region, accountId, publicImages, now }: RegionOptions): RegionStore {
  const images = new Map<string, ImageRecord>()
  const imageBuilders = new Map<string, ImageBuilderRecord>()
  const permissions = new Map<string, Map<string, ImagePermissions>>()
  const tags = new Map<string, Readonly<Record<string, string>>>()
  const fleetsUsing = new Map<string, readonly string[]>()
  const transitions = new Map<
    string,
    { kind: ResourceKind; name: string; steps: readonly TransitionStep[] }
  >()

  function deleteImage(name: string): void {
    const image = images.get(name)
    if (image === undefined) {
      publicImages.delete(name)
      return
    }
    images.delete(name)
    permissions.delete(name)
    fleetsUsing.delete(name)
    transitions.delete(`image/${name}`)
    if (image.Arn !== undefined) tags.delete(image.Arn)
  }

  function deleteImageBuilder(name: string): void {
    const arn = imageBuilders.get(name)?.Arn
    imageBuilders.delete(name)
    transitions.delete(`image-builder/${name}`)
    if (arn !== undefined) tags.delete(arn)
  }

  function change(kind: ResourceKind, name: string, members: Readonly<Record<string, unknown>>): boolean {
    const image = kind === 'image' ? images.get(name) : undefined
    if (image !== undefined) images.set(name, { ...image, ...members })
    const imageBuilder = kind === 'image-builder' ? imageBuilders.get(name) : undefined
    if (imageBuilder !== undefined) imageBuilders.set(name, { ...imageBuilder, ...members })
    return (image ?? imageBuilder) !== undefined
  }

  function takeStep(kind: ResourceKind, name: string, { state, members }: TransitionStep): void {
    if (state !== null) change(kind, name, { ...members, State: state })
    else if (kind === 'image') deleteImage(name)
    else deleteImageBuilder(name)
  }

  return {
    region,
    accountId,
    images,
    publicImages,
    imageBuilders,
    permissions,
    tags,
    fleetsUsing,
    putImage: (image) => {
      const isPublic = image.Visibility === 'PUBLIC'
      const defaults = {
        Arn: formatArn(region, isPublic ? '' : accountId, 'image', image.Name),
        State: 'AVAILABLE',
        Visibility: 'PRIVATE',
        CreatedTime: new Date(now()),
      }
      if (!isPublic) transitions.delete(`image/${image.Name}`)
      const owned = isPublic ? publicImages : images
      owned.set(image.Name, { ...defaults, ...image })
    },
    putImageBuilder: (imageBuilder) => {
      const defaults = {
        Arn: formatArn(region, accountId, 'image-builder', imageBuilder.Name),
        State: 'RUNNING',
        CreatedTime: new Date(now()),
      }
      transitions.delete(`image-builder/${imageBuilder.Name}`)
      imageBuilders.set(imageBuilder.Name, { ...defaults, ...imageBuilder })
    },
    deleteImage,
    deleteImageBuilder,
    shareImage: (name, sharedAccountId, imagePermissions) => {
      const shares = permissions.get(name) ?? new Map<string, ImagePermissions>()
      permissions.set(name, shares.set(sharedAccountId, imagePermissions))
    },
    setTags: (arn, resourceTags) => {
      tags.set(arn, resourceTags)
    },
    change,
    schedule: (kind, name, steps) => {
      transitions.set(`${kind}/${name}`, { kind, name, steps })
    },
    settle: () => {
      const nowMs = now()
      for (const [key, { kind, name, steps }] of transitions) {
        const due = steps.filter(({ atMs }) => atMs <= nowMs)
        for (const step of due) takeStep(kind, name, step)
        if (due.length === steps.length) transitions.delete(key)
        else if (due.length > 0) transitions.set(key, { kind, name, steps: steps.slice(due.length) })
      }
    },
  }
}
