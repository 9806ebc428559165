import { isNotFound } from '../appstream/exceptions.ts'
import { MAX_IMAGE_BUILDERS_PER_CALL } from '../appstream/reader.ts'
import type { Target } from '../appstream/target.ts'
import { type Collection, createCollection } from './collection.ts'
import { createListedResources } from './listed-resources.ts'
import type { InventoryParts } from './parts.ts'
import { type ImageBuilder, toImageBuilder } from './resources.ts'
import { hasUnclearChange, isInTransition } from './transitions.ts'

/** The image builders of one target. They are few, and one missing name fails a call that names several: reads list them. */
export interface ImageBuilders extends Collection<ImageBuilder> {
  /** Polls AWS for those in transition alone, where listing all takes more than a call; else lists them. */
  refreshTransitions(): Promise<void>
  /** Polls AWS for all of them. */
  refresh(): Promise<void>
}

/** Makes the image builders of one target; while `isKeptFresh`, readers take what is there. */
export function createImageBuilders(
  target: Target,
  parts: InventoryParts,
  isKeptFresh: () => boolean,
): ImageBuilders {
  const { clock, sequence } = parts
  const fromListing = createListedResources(target, toImageBuilder)
  const collection = createCollection<ImageBuilder>({
    ...parts,
    isKeptFresh,
    what: `${target.key}/imageBuilders`,
    load: async (_started, call) => fromListing(await target.reader.listImageBuilders(call)),
  })

  async function refresh(): Promise<void> {
    await collection.read({ notBefore: sequence.next(), purpose: 'poll' })
  }

  return {
    ...collection,
    refresh,
    async refreshTransitions() {
      const known = collection.latest()
      const moving = known?.items.values().filter(isInTransition).toArray() ?? []
      const isOneCall = known === undefined || known.items.size <= MAX_IMAGE_BUILDERS_PER_CALL
      if (isOneCall || moving.length === 0 || moving.length > MAX_IMAGE_BUILDERS_PER_CALL) return refresh()
      // What we changed without being told to what is not known to be in transition.
      if (hasUnclearChange(collection)) return refresh()
      const started = sequence.next()
      try {
        const names = moving.map(({ name }) => name)
        const described = await target.reader.describeImageBuilders(names, { purpose: 'poll' })
        for (const aws of described) {
          const item = toImageBuilder(target, aws)
          collection.observe(item.arn, { item, sequence: started, observedAt: clock.now() })
        }
        // Whether AWS fails the call for one that is gone, or leaves that one out, is not written down.
        if (described.length < moving.length) await refresh()
      } catch (error) {
        if (!isNotFound(error)) throw error
        // One of them is gone; the listing tells which.
        await refresh()
      }
    },
  }
}
