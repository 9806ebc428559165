import { z } from 'zod'
import { untilAborted } from '../../appstream/abort.ts'
import type { Target } from '../../appstream/target.ts'
import { type Cached, createCached } from '../cache/cached.ts'
import type { Invalidations } from '../cache/invalidations.ts'
import type { Observation, ReadOptions } from '../cache/reads.ts'
import { shareValue, type ValueCodec } from '../cache/shared-values.ts'
import type { InventoryDependencies, Limit } from '../dependencies.ts'
import type { PairKind, PartnerNames, Side } from './pair-kind.ts'

/** Partners of each name of either side. */
type PairIndex<Data> = Readonly<Record<Side, ReadonlyMap<string, PartnerNames<Data>>>>

/** All associations of a kind in one target, from one call. */
export interface AllPairs<Data> extends Pick<Cached<PairIndex<Data>>, 'peek' | 'invalidate'> {
  /** @throws UpstreamError */
  read(options: ReadOptions): Promise<Observation<PairIndex<Data>>>
}

/** Creates the cache of all associations of a kind; undefined if AWS cannot list them in one call. */
export function createAllPairs<Data>(
  { all, name }: Pick<PairKind<Data>, 'all' | 'name'>,
  target: Target,
  dependencies: InventoryDependencies,
  limit: Limit,
  invalidations: Pick<Invalidations<never>, 'key' | 'ready' | 'isReady'>,
  onLoaded: () => void,
): AllPairs<Data> | undefined {
  if (all === undefined) return undefined
  const { freshness, shared } = dependencies
  const what = `${target.key}/${name}`
  const sharing = {
    journalKey: invalidations.key,
    name: what,
    codec: indexCodec<Data>(),
    freshness,
    cached: () => cached,
  }
  const cached: Cached<PairIndex<Data>> = createCached<PairIndex<Data>>({
    ...dependencies,
    what,
    load: async (_started, call) => indexPairs<Data>(await limit(() => all(target, call))),
    callsFor: () => 1,
    onObserved: onLoaded,
    isReady: invalidations.isReady,
    ...(shared.peers && shareValue({ ...sharing, peers: shared.peers })),
  })
  return {
    peek: cached.peek,
    invalidate: cached.invalidate,
    async read(options) {
      const joining = invalidations.ready()
      if (joining !== undefined) await untilAborted(joining, options.signal)
      return cached.read(options)
    },
  }
}

const sentPairs = z.array(z.tuple([z.string(), z.array(z.string())]))

/** Creates the codec of an index, which is sent as the partners of each left name. */
function indexCodec<Data>(): ValueCodec<PairIndex<Data>> {
  return {
    toJson: ({ left }) => Array.from(left, ([name, partners]) => [name, [...partners.keys()]]),
    fromJson(json) {
      const sent = sentPairs.safeParse(json).data
      return sent && indexPairs(sent.flatMap(([left, of]) => of.map((right) => [left, right] as const)))
    },
  }
}

function indexPairs<Data>(pairs: readonly (readonly [string, string])[]): PairIndex<Data> {
  const index = (entries: readonly (readonly [string, string])[]) => {
    const partners = new Map<string, Map<string, Data | undefined>>()
    for (const [name, partner] of entries) {
      partners.set(name, (partners.get(name) ?? new Map<string, Data | undefined>()).set(partner, undefined))
    }
    return partners
  }
  return { left: index(pairs), right: index(pairs.map(([left, right]) => [right, left])) }
}
