import { type ArnParser, createArnParser, isConsistent } from '../appstream/arn.ts'
import type { Target } from '../appstream/target.ts'
import type { ReadOptions } from './cache/reads.ts'
import type { ImageOutcome } from './images/lookup.ts'
import type { Image } from './resources.ts'
import type { TargetInventory } from './target-inventory.ts'

/** Routes lookups to targets. */
export interface Routing {
  readonly targets: readonly Target[]
  /** Returns the targets that may contain an ARN, most likely first; none if its region is not configured. */
  targetsOf(arn: string, via?: Target): readonly Target[]
  /** Loads images by ARN, each from the first target that has it. Outcomes are in the order of the keys. */
  loadImages(keys: readonly ImageKey[], options: ReadOptions): Promise<ImageOutcome[]>
  /** Returns an image if no AWS call is needed, null if no target has it; undefined otherwise. Never waits. */
  peekImage(key: ImageKey, options: ReadOptions): Image | null | undefined
}

/** ARN of an image, and the target that referred to it, which may see images of accounts that are not configured. */
export interface ImageKey {
  readonly arn: string
  readonly via?: Target | undefined
}

/** Creates the routing over some targets; `of` returns the inventory of each. */
export function createRouting(
  targets: readonly Target[],
  of: (target: Target) => TargetInventory,
  parseArn: ArnParser = createArnParser(),
): Routing {
  function targetsOf(arn: string, via?: Target): readonly Target[] {
    const parsed = parseArn(arn)
    if (parsed === undefined || !isConsistent(parsed)) return []
    const inRegion = targets.filter(({ region }) => region === parsed.region)
    const owner = inRegion.find(({ accountId }) => accountId !== undefined && accountId === parsed.accountId)
    if (owner !== undefined) return [owner]
    return via !== undefined && inRegion.includes(via)
      ? [via, ...inRegion.filter((target) => target !== via)]
      : inRegion
  }

  async function loadImages(keys: readonly ImageKey[], read: ReadOptions): Promise<ImageOutcome[]> {
    const routes = keys.map(({ arn, via }) =>
      parseArn(arn)?.resourceType === 'image' ? targetsOf(arn, via) : [],
    )
    const outcomes: ImageOutcome[] = keys.map(() => null)
    // One round per candidate target: images not found in one target are looked up in the next.
    for (let round = 0, open = [...keys.keys()]; open.length > 0; round++) {
      const asked = open.filter((index) => routes[index]?.[round] !== undefined)
      const byTarget = Map.groupBy(asked, (index) => routes[index]?.[round])
      await Promise.all(
        [...byTarget].map(async ([target, indexes]) => {
          if (target === undefined) return
          const arns = indexes.map((index) => keys[index]?.arn ?? '')
          const found = await of(target).images.load(arns, read)
          indexes.forEach((index, position) => {
            // Reports the error of a target only if no other target has the image.
            outcomes[index] = found[position] ?? outcomes[index] ?? null
          })
        }),
      )
      open = asked.filter((index) => outcomes[index] === null || outcomes[index] instanceof Error)
    }
    return outcomes
  }

  function peekImage({ arn, via }: ImageKey, read: ReadOptions): Image | null | undefined {
    if (parseArn(arn)?.resourceType !== 'image') return null
    for (const target of targetsOf(arn, via)) {
      const found = of(target).images.peek(arn, read)
      if (found !== null) return found
    }
    return null
  }

  return { targets, targetsOf, loadImages, peekImage }
}
