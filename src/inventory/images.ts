import type { VisibilityType } from '../appstream/model.ts'
import type { Target } from '../appstream/target.ts'
import type { ReadOptions } from './cached.ts'
import { type Collection, createCollection } from './collection.ts'
import { createImageLookup, type ImageLookup } from './image-lookup.ts'
import type { InventoryParts } from './parts.ts'
import { byArn, type Image, ownArn, toImage } from './resources.ts'

/** The images of one target: three listings, because AWS lists them apart and they age apart. */
export interface Images {
  readonly byVisibility: Readonly<Record<VisibilityType, Collection<Image>>>
  readonly load: ImageLookup
  /** By name: an own image before a shared one, that before a public one; among shared ones the first by ARN. */
  loadByName(name: string, options: ReadOptions): Promise<Image | null>
}

/** Makes the images of one target; `publicStalenessMs` is the age up to which AWS's own are served. */
export function createImages(target: Target, parts: InventoryParts, publicStalenessMs: number): Images {
  const collection = (type: VisibilityType, freshness = parts.freshness) =>
    createCollection<Image>({
      ...parts,
      freshness,
      what: `${target.key}/images/${type}`,
      load: async () => byArn((await target.reader.listImages(type)).map((aws) => toImage(target, aws))),
    })
  const byVisibility = {
    PRIVATE: collection('PRIVATE'),
    SHARED: collection('SHARED'),
    PUBLIC: collection('PUBLIC', {
      maxStalenessMs: publicStalenessMs,
      staleIfErrorMs: publicStalenessMs + parts.freshness.staleIfErrorMs,
    }),
  }
  const load = createImageLookup(target, byVisibility, parts)

  async function findListed(
    type: VisibilityType,
    name: string,
    options: ReadOptions,
  ): Promise<Image | undefined> {
    const { items } = await byVisibility[type].read(options)
    let found: Image | undefined
    for (const image of items.values()) {
      if (image.name === name && (found === undefined || image.arn < found.arn)) found = image
    }
    return found
  }

  return {
    byVisibility,
    load,
    async loadByName(name, options) {
      const arn = ownArn(target, 'image', name)
      if (arn !== undefined) {
        const [own] = await load([arn], options)
        if (own instanceof Error) throw own
        if (own != null) return own
      } else {
        const own = await findListed('PRIVATE', name, options)
        if (own !== undefined) return own
      }
      // AWS finds a shared image by its ARN only, so by name it is sought in the listing.
      return (
        (await findListed('SHARED', name, options)) ?? (await findListed('PUBLIC', name, options)) ?? null
      )
    },
  }
}
