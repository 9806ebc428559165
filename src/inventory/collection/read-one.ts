import { untilAborted } from '../../appstream/abort.ts'
import type { CallOptions } from '../../appstream/calls/calls.ts'
import { isNotFound } from '../../appstream/errors/exceptions.ts'
import type { Target } from '../../appstream/target.ts'
import { createKeyedCache } from '../cache/keyed-cache.ts'
import { claimLoad } from '../cache/peer-claims.ts'
import type { ReadOptions } from '../cache/reads.ts'
import type { InventoryDependencies } from '../dependencies.ts'
import { type Kind, namedKey } from '../kind.ts'
import type { AnyResource } from '../resources.ts'
import type { Collection } from './collection.ts'

/** Reads one resource by name; undefined if it does not exist. @throws UpstreamError */
export type ReadOne<Item> = (name: string, options: ReadOptions) => Promise<Item | undefined>

/** Creates the read of one resource, which the collection records; undefined if AWS cannot describe one by name. */
export function createReadOne<Item extends AnyResource>(
  kind: Kind<Item>,
  target: Target,
  dependencies: InventoryDependencies,
  collection: Collection<Item>,
): ReadOne<Item> | undefined {
  const { describe } = kind
  if (describe === undefined) return undefined
  const {
    clock,
    shared: { peers },
  } = dependencies
  const what = `${target.key}/${kind.plural}`

  const load = async (name: string, call: CallOptions): Promise<Item | undefined> => {
    try {
      return kind.toResource(target, await describe(target.reader, name, call))
    } catch (error) {
      if (isNotFound(error)) return undefined
      throw error
    }
  }

  const described = createKeyedCache<Item | undefined>({
    ...dependencies,
    what,
    async load(name, call, sequence) {
      const item = await load(name, call)
      // Replicas that wait for this load find its result in the collection.
      if (peers) await collection.observe(namedKey(target, name), { item, sequence, observedAt: clock.now() })
      return item
    },
    ...(peers && {
      sharing: {
        loadsOf: (name, accept) => ({
          claim: (isSatisfied, signal) => claimLoad(peers, `${what} ${name}`, isSatisfied, signal),
          async find() {
            const known = collection.observed(namedKey(target, name))
            if (known === undefined || known.rule !== undefined) return
            accept({ ...known, value: known.item, tookMs: 0, isForeign: known.landed !== undefined })
          },
        }),
      },
    }),
  })

  return async (name, options) => {
    const joining = collection.ready()
    // An `await` of a plain value would let other tasks of a single process run first.
    if (joining !== undefined) await untilAborted(joining, options.signal)
    // After a change with an unknown result, only a new read shows the resource.
    described.invalidate(name, collection.changedAt())
    const { value: item, sequence, observedAt } = await described.read(name, options)
    const key = namedKey(target, name)
    // Recording the same observation again would end the dependencies of other readers.
    const isNew = collection.observed(key)?.sequence !== sequence
    if (!peers && isNew) collection.observe(key, { item, sequence, observedAt })
    // The result of a mutation and a later listing take precedence over this read.
    const known = collection.known(key)
    // No dependency covers an overlay, which ends by itself.
    options.onRead?.(known?.rule === undefined ? collection.observedDependency() : undefined)
    const isOfPeer = known?.landed !== undefined && known.rule === undefined
    // With `no-cache`, an observation of another replica does not count, since it may be earlier.
    return known === undefined || (isOfPeer && options.notBefore !== undefined) ? item : known.item
  }
}
