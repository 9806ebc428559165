import type { AwsImage } from '../../../src/appstream/model/model.ts'
import { createCollection } from '../../../src/inventory/collection/collection.ts'
import { createWrites } from '../../../src/inventory/collection/writes.ts'
import { type Image, toImage } from '../../../src/inventory/resources.ts'
import { imageArn } from '../gateway.ts'
import { awsImage, createHeld, createHeldTarget, createTestDependencies, statesOf } from '../inventory.ts'
import { createReplicaNetwork } from './network/network.ts'

/** Creates replicas of one collection of images. AWS answers a listing with its state at the start. */
export function startReplicatedImages() {
  const dependencies = createTestDependencies()
  const { clock } = dependencies
  const network = createReplicaNetwork(clock)
  const aws = new Map<string, AwsImage>()
  /** Listings that wait for the test; undefined while AWS answers at once. */
  let held: ReturnType<typeof createHeld<void>> | undefined
  let listings = 0

  function join() {
    const shared = network.join()
    const { sequence } = shared
    const { target } = createHeldTarget()
    const toItem = (described: AwsImage) => toImage(target, described)
    const collection = createCollection<Image>({
      ...dependencies,
      shared,
      sequence,
      what: 'images',
      toItem,
      async load() {
        listings++
        const items = [...aws.values()].map(toItem)
        await held?.start()
        return new Map(items.map((item) => [item.arn, item]))
      },
    })
    return {
      shared,
      collection,
      writes: createWrites(collection, { sequence }, () => {}),
      image: (name: string, state: string, members: Partial<AwsImage> = {}) =>
        toItem(awsImage(name, state, members)),
      noCache: () => ({ notBefore: sequence.next() }),
      /** Starts a read of one image; the returned function ends it. */
      readOne(name: string) {
        const started = sequence.next()
        const described = aws.get(name)
        return () =>
          collection.observe(imageArn(name), {
            item: described && toItem(described),
            sequence: started,
            observedAt: clock.now(),
          })
      },
      states: () => statesOf(collection.latest()?.items.values() ?? []),
      log: () =>
        collection.log.since(0)?.map(({ change, number, observedAt, position }) => ({
          change: [
            change.kind,
            'before' in change ? change.before.aws.State : undefined,
            'after' in change ? change.after.aws.State : undefined,
          ],
          number,
          observedAt,
          position,
        })),
    }
  }

  return {
    clock,
    network,
    join,
    listings: () => listings,
    /** Sets the state of an image at AWS; undefined deletes it. */
    put(name: string, state: string | undefined, members: Partial<AwsImage> = {}) {
      if (state === undefined) aws.delete(name)
      else aws.set(name, awsImage(name, state, members))
    },
    /** Blocks listings until the test answers them. */
    hold() {
      held = createHeld<void>()
      return held
    },
    release() {
      held = undefined
    },
  }
}

/** Replica of a collection of images. */
export type ReplicatedImages = ReturnType<ReturnType<typeof startReplicatedImages>['join']>
