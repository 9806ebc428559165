import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { imageArn } from '../../../support/gateway.ts'
import { type ReplicatedImages, startReplicatedImages } from '../../../support/replicas/replicated-images.ts'

const NAMES = ['a', 'b', 'c', 'd'] as const
const STATES = ['PENDING', 'RUNNING', 'STOPPED'] as const
const RUNS = Number(process.env['RUNS'] ?? 150)

interface Walk extends ReturnType<typeof startReplicatedImages> {
  readonly replicas: ReplicatedImages[]
  /** Ends of reads and writes that have begun. */
  readonly open: (() => unknown)[]
}

type Step = (walk: Walk) => unknown

const anyReplica = fc.nat(3)
const anyName = fc.constantFrom(...NAMES)
const anyState = fc.constantFrom(...STATES)
const replicaAt = ({ replicas }: Walk, index: number) => {
  const replica = replicas[index % replicas.length]
  if (replica === undefined) throw new Error('There are no replicas.')
  return replica
}

const put = fc
  .tuple(anyName, fc.option(anyState, { nil: undefined }), fc.nat(3))
  .map(([name, state, incarnation]): Step => {
    return ({ put: change }) => change(name, state, { CreatedTime: new Date(incarnation * 1_000) })
  })
const list = fc.tuple(anyReplica, fc.boolean()).map(([index, isNoCache]): Step => {
  return (walk) => {
    const { collection, noCache } = replicaAt(walk, index)
    void collection.read(isNoCache ? noCache() : {})
  }
})
const readOne = fc.tuple(anyReplica, anyName).map(([index, name]): Step => {
  return (walk) => walk.open.push(replicaAt(walk, index).readOne(name))
})
const write = fc
  .tuple(anyReplica, anyName, anyState, fc.constantFrom('succeeded', 'deleted', 'unknown', 'rejected'))
  .map(([index, name, state, outcome]): Step => {
    return (walk) => {
      const { writes, image } = replicaAt(walk, index)
      const begun = writes.begin(name)
      walk.open.push(() => {
        const written = image(name, state)
        if (outcome === 'succeeded')
          return begun.succeeded(written, { kind: 'stateIn', states: STATES.slice(1) })
        if (outcome === 'deleted') return begun.deleted(written.arn, { kind: 'deleted', deletedMs: 2_000 })
        return outcome === 'unknown' ? begun.unknown() : begun.rejected()
      })
    }
  })
const end = fc.nat(5).map((index): Step => {
  return ({ open }) => open.splice(index % Math.max(1, open.length), 1)[0]?.()
})
const advance = fc.constantFrom(1, 1_000, 6_000, 31_000, 100_000).map((ms): Step => {
  return ({ clock }) => clock.advance(ms)
})
const pause = anyReplica.map(
  (index): Step =>
    (walk) =>
      replicaAt(walk, index).shared.pause(),
)
const resume = anyReplica.map(
  (index): Step =>
    (walk) =>
      replicaAt(walk, index).shared.resume(),
)
const reset = anyReplica.map(
  (index): Step =>
    (walk) =>
      replicaAt(walk, index).shared.reset(),
)
const join: fc.Arbitrary<Step> = fc.constant((walk: Walk) => {
  if (walk.replicas.length < 4) walk.replicas.push(walk.join())
})
const settle: fc.Arbitrary<Step> = fc.constant(() => setImmediate())

const anyStep = fc.oneof(
  { arbitrary: put, weight: 4 },
  { arbitrary: list, weight: 4 },
  { arbitrary: readOne, weight: 3 },
  { arbitrary: write, weight: 3 },
  { arbitrary: end, weight: 5 },
  { arbitrary: settle, weight: 5 },
  advance,
  pause,
  resume,
  reset,
  join,
)

/** Returns everything that replicas must have in common. */
function contentOf({ collection, log }: ReplicatedImages) {
  const { items, version, observedAt } = collection.latest() ?? {}
  const observations = NAMES.map((name) => collection.known(imageArn(name))?.item?.aws.State)
  return {
    items: items && Array.from(items, ([arn, { aws }]) => [arn, aws.State, aws.CreatedTime]),
    version,
    observedAt,
    observations,
    isInvalidated: collection.peek({}) === undefined,
    changes: log()?.map(({ change, number, position }) => [number, ...change, position.number]),
  }
}

test('replicas that have all commits are always equal', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { maxLength: 60, size: 'max' }), async (steps) => {
      const world = startReplicatedImages()
      const walk: Walk = { ...world, replicas: [world.join(), world.join()], open: [] }
      for (const { collection } of walk.replicas) await collection.read({})
      for (const step of steps) await step(walk)
      for (const { shared } of walk.replicas) shared.resume()
      await setImmediate()
      for (const finish of walk.open) await finish()
      await setImmediate()
      // A replica joins with its first read, which also loads an invalidated listing for all.
      await Promise.all(walk.replicas.map(({ collection }) => collection.read({})))
      await setImmediate()
      const [first, ...others] = walk.replicas.map(contentOf)
      for (const other of others) expect(other).toEqual(first)
      // A new replica restores the same state.
      const late = walk.join()
      await late.collection.read({})
      expect(contentOf(late)).toEqual(first)
    }),
    { seed: Number(process.env['SEED'] ?? 1), numRuns: RUNS },
  )
})
