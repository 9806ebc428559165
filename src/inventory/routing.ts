import { isConsistent, parseArn } from '../appstream/arn.ts'
import type { Target } from '../appstream/target.ts'
import type { ReadOptions } from './cached.ts'
import type { ImageOutcome } from './image-lookup.ts'
import type { TargetInventory } from './target-inventory.ts'

/** Which of some targets know what. */
export interface Routing {
  readonly targets: readonly Target[]
  /** The targets that could know an ARN, the likeliest first; none for one that is of no target's region. */
  targetsOf(arn: string, via?: Target): readonly Target[]
  /** Images by ARN, each through the first of its targets that knows it; in the order of the keys. */
  loadImages(keys: readonly ImageKey[], options: ReadOptions): Promise<ImageOutcome[]>
}

/** An image by its ARN, and the target through which the ARN was met, for where its owner is not configured. */
export interface ImageKey {
  readonly arn: string
  readonly via?: Target | undefined
}

/** Routes over some targets, each with the inventory that `of` gives for it. */
export function createRouting(targets: readonly Target[], of: (target: Target) => TargetInventory): Routing {
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
    // Round by round: whoever did not find it in its first target asks the next one.
    for (let round = 0, open = [...keys.keys()]; open.length > 0; round++) {
      const asked = open.filter((index) => routes[index]?.[round] !== undefined)
      const byTarget = Map.groupBy(asked, (index) => routes[index]?.[round])
      await Promise.all(
        [...byTarget].map(async ([target, indexes]) => {
          if (target === undefined) return
          const arns = indexes.map((index) => keys[index]?.arn ?? '')
          const found = await of(target).images.load(arns, read)
          indexes.forEach((index, position) => {
            // An error of one target is told only where no other one finds the image.
            outcomes[index] = found[position] ?? outcomes[index] ?? null
          })
        }),
      )
      open = asked.filter((index) => outcomes[index] === null || outcomes[index] instanceof Error)
    }
    return outcomes
  }

  return { targets, targetsOf, loadImages }
}
