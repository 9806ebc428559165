import { isNotFound, isUpstreamError } from '../../appstream/errors/exceptions.ts'
import type { Target } from '../../appstream/target.ts'
import type { FlightCall } from '../cache/flight.ts'
import type { Invalidations, Settled } from '../cache/invalidations.ts'
import { createKeyedCache, type KeyedCache } from '../cache/keyed-cache.ts'
import type { ReadOptions } from '../cache/reads.ts'
import { createStamp } from '../cache/stamp.ts'
import type { InventoryDependencies, Limit } from '../dependencies.ts'
import { createAllPairs } from './all-pairs.ts'
import type { PairKind, PartnerNames, Side } from './pair-kind.ts'
import { createPartnerCodec } from './partner-codec.ts'

/** Partners of a name. */
export interface Partners<Data = unknown> {
  readonly names: PartnerNames<Data>
  /** Epoch milliseconds of the oldest AWS response used; undefined if none was needed. */
  readonly observedAt: number | undefined
  /** True if a response used was older than its maximum age, because AWS failed or is slow. */
  readonly isStale?: boolean | undefined
}

/** Associations in one target. Results for one side also serve reads of the other side. */
export interface Pairs<Data = unknown> {
  /**
   * Returns the partners of several names of one side, or the errors of loading them. Makes the fewest calls: one for all
   * associations if the kind allows it; else one per name that is not cached, or one per name of the other side
   * (`others`) if there are fewer.
   */
  partnersOf(
    side: Side,
    names: readonly string[],
    others: readonly string[],
    options: ReadOptions,
  ): Promise<readonly (Partners<Data> | Error)[]>
  /** Returns the partners of one name if no AWS call is needed. Never waits, and derives nothing from other names. */
  peek(side: Side, name: string, options: ReadOptions): Partners<Data> | undefined
  /** Returns the partners of one name, with at most one call. @throws UpstreamError */
  read(side: Side, name: string, options: ReadOptions): Promise<PartnerNames<Data>>
  /** Invalidates the partners of names, and those of their partners, at every replica. */
  invalidate(...names: readonly SideName[]): Settled
}

/** Associations whose invalidations by other replicas arrive separately. */
export interface SharedPairs<Data = unknown> extends Omit<Pairs<Data>, 'invalidate'> {
  /**
   * Invalidates the partners of a name with this alias, and those of its partners, in this process: what started before
   * this sequence number. Default: now.
   */
  invalidate(side: Side, alias: string, sequence?: number): void
  /** Invalidates all partners: what started before this sequence number. Default: now. */
  invalidateAll(sequence?: number): void
}

/** Name of a resource on a side of an association. */
export type SideName = readonly [side: Side, name: string]

/**
 * Creates the associations of one target. The partners of a name are loaded by its first read.
 * @param invalidations those of all associations of the target, which the caller applies.
 */
export function createPairs<Data>(
  kind: PairKind<Data>,
  target: Target,
  dependencies: InventoryDependencies,
  limit: Limit,
  invalidations: Pick<Invalidations<never>, 'key' | 'ready' | 'isReady'>,
): SharedPairs<Data> {
  type Names = PartnerNames<Data>
  /** Replaced by every load, since a load can change the calls from which partners are derived. */
  const loads = createStamp(() => true)

  function createSide(side: Side): KeyedCache<Names> {
    async function load(name: string, call: FlightCall): Promise<Names> {
      try {
        return toMap(await limit(() => kind.partners[side](target, name, call)))
      } catch (error) {
        // The resource was deleted, or is too new for AWS to find: it has no partners.
        if (isNotFound(error)) return new Map()
        throw error
      }
    }
    return createKeyedCache<Names>({
      ...dependencies,
      what: `${target.key}/${kind.name}/${side}`,
      load,
      aliasOf: kind.aliasOf?.[side],
      sharing: { codec: createPartnerCodec<Data>(), invalidations },
      onLoaded: loads.replace,
    })
  }
  const sides = { left: createSide('left'), right: createSide('right') }
  const opposite = { left: 'right', right: 'left' } as const

  /** Derives the partners of all names of a side from those of the other side. */
  async function derive(
    from: KeyedCache<Names>,
    others: readonly string[],
    options: ReadOptions,
  ): Promise<(name: string) => Partners<Data> | Error> {
    const derived = new Map<string, Map<string, Data | undefined>>()
    const settled = await Promise.allSettled(others.map((other) => from.read(other, options)))
    let observedAt: number | undefined
    let isStale = false
    for (const [index, result] of settled.entries()) {
      const other = others[index]
      // Without all listings, the derived partners would be incomplete.
      if (result.status === 'rejected') return () => toError(result.reason)
      if (other === undefined) continue
      observedAt = Math.min(observedAt ?? result.value.observedAt, result.value.observedAt)
      isStale ||= result.value.isStale === true
      for (const [name, data] of result.value.value) {
        derived.set(name, (derived.get(name) ?? new Map<string, Data | undefined>()).set(other, data))
      }
    }
    return (name) => ({ names: derived.get(name) ?? new Map(), observedAt, isStale })
  }

  const whole = createAllPairs<Data>(kind, target, dependencies, limit, invalidations, loads.replace)
  let isWholeRejected = false
  const isWholeKnown = (options: ReadOptions) => !isWholeRejected && whole?.peek(options) !== undefined

  /** Returns the partners from one call for all associations; undefined if AWS rejects it or it would not save calls. */
  async function fromWhole(
    side: Side,
    calls: number,
    options: ReadOptions,
  ): Promise<((name: string) => Partners<Data> | Error) | undefined> {
    if (whole === undefined || isWholeRejected) return undefined
    if (calls < 2 && !isWholeKnown(options)) return undefined
    try {
      const { value, observedAt, isStale } = await whole.read(options)
      return (name) => ({ names: value[side].get(name) ?? new Map(), observedAt, isStale })
    } catch (error) {
      if (!isUpstreamError(error) || !error.invalidInput) return () => toError(error)
      isWholeRejected = true
      return undefined
    }
  }

  return {
    async partnersOf(side, names, others, options) {
      const own = sides[side]
      const other = sides[opposite[side]]
      const { onRead, onObserved: _, ...quiet } = options
      const isUnknown = (from: KeyedCache<unknown>) => (name: string) => from.peek(name, quiet) === undefined
      const unknown = new Set(names.filter(isUnknown(own)))
      const othersToRead =
        kind.incomplete === opposite[side] ? Infinity : others.filter(isUnknown(other)).length
      const calls = Math.min(othersToRead, unknown.size)
      const ofWhole = await fromWhole(side, calls, options)
      const partners =
        ofWhole ?? (othersToRead < unknown.size ? await derive(other, others, options) : undefined)
      if (partners !== undefined && unknown.size > 0) {
        // If other readers have loaded more in the meantime, a repeated read would derive them from other calls.
        const isSame =
          unknown.values().every(isUnknown(own)) && (ofWhole !== undefined || !isWholeKnown(quiet))
        onRead?.(isSame ? loads.dependency() : undefined)
      }
      return Promise.all(
        names.map((name) =>
          partners !== undefined && unknown.has(name)
            ? partners(name)
            : own
                .read(name, options)
                .then(({ value, observedAt, isStale }) => ({ names: value, observedAt, isStale }), toError),
        ),
      )
    },
    peek(side, name, options) {
      const own = sides[side].peek(name, options)
      if (own !== undefined) return { names: own.value, observedAt: own.observedAt }
      const found = isWholeRejected ? undefined : whole?.peek(options)
      if (found === undefined) return undefined
      options.onObserved?.(found.observedAt)
      options.onRead?.(loads.dependency())
      return { names: found.value[side].get(name) ?? new Map(), observedAt: found.observedAt }
    },
    read: async (side, name, options) => (await sides[side].read(name, options)).value,
    invalidate(side, alias, sequence) {
      whole?.invalidate(sequence)
      sides[side].invalidate(alias, sequence)
      const aliasOf = kind.aliasOf?.[side]
      const isPartner = (names: Names) =>
        aliasOf === undefined ? names.has(alias) : names.keys().some((name) => aliasOf(name) === alias)
      sides[opposite[side]].invalidateIf(isPartner, sequence)
    },
    invalidateAll(sequence) {
      whole?.invalidate(sequence)
      for (const { invalidateIf } of Object.values(sides)) invalidateIf(() => true, sequence)
    },
  }
}

function toMap<Data>(listed: readonly string[] | PartnerNames<Data>): PartnerNames<Data> {
  return isMap(listed) ? listed : new Map(listed.map((name) => [name, undefined]))
}

function isMap<Data>(listed: readonly string[] | PartnerNames<Data>): listed is PartnerNames<Data> {
  return listed instanceof Map
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error('The thrown value is not an Error.', { cause: thrown })
}
