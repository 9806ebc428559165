import type { CallOptions } from '../appstream/calls.ts'
import { isNotFound } from '../appstream/exceptions.ts'
import type { Target } from '../appstream/target.ts'
import type { ReadOptions } from './cached.ts'
import type { InventoryDependencies } from './dependencies.ts'
import type { FlightCall } from './flight.ts'
import { createKeyed, type Keyed } from './keyed.ts'

/** A side of an association. */
export type Side = 'left' | 'right'

/** Association of two kinds that AWS lists by a name of either side. */
export interface PairKind {
  /** Name in logs, e.g. `stacks/fleets`. */
  readonly name: string
  /** Returns the names on one side that a name on the other side is associated with. */
  readonly partners: Readonly<
    Record<Side, (target: Target, name: string, call: CallOptions) => Promise<readonly string[]>>
  >
}

/** Partners of a name, or the error of loading them. */
export type Partners = ReadonlySet<string> | Error

/** Associations in one target. Those listed by one side also serve reads by the other. */
export interface Pairs {
  /**
   * Returns the partners of several names of one side with the fewest calls: one per unknown name, or one per name of
   * the other side (`others`) if those are fewer.
   */
  partnersOf(
    side: Side,
    names: readonly string[],
    others: readonly string[],
    options: ReadOptions,
  ): Promise<readonly Partners[]>
  /** Returns the partners of one name, with at most one call. @throws UpstreamError */
  read(side: Side, name: string, options: ReadOptions): Promise<ReadonlySet<string>>
  /** Invalidates the partners of a name. */
  invalidate(side: Side, name: string): void
}

/** Runs a call while fewer than the limit are in flight. */
export type Limit = <Result>(call: () => Promise<Result>) => Promise<Result>

/** Creates the pairs of one target; each is loaded by its first read. */
export function createPairs(
  kind: PairKind,
  target: Target,
  dependencies: InventoryDependencies,
  limit: Limit,
): Pairs {
  function createSide(side: Side): Keyed<ReadonlySet<string>> {
    async function load(name: string, call: FlightCall) {
      try {
        return new Set(await limit(() => kind.partners[side](target, name, call)))
      } catch (error) {
        // A deleted resource, or one too new for AWS to find, has no partners.
        if (isNotFound(error)) return new Set<string>()
        throw error
      }
    }
    return createKeyed(`${target.key}/${kind.name}/${side}`, dependencies, load)
  }
  const sides = { left: createSide('left'), right: createSide('right') }

  /** Derives the partners of all names of a side from those of the other side. */
  async function derive(
    from: Keyed<ReadonlySet<string>>,
    others: readonly string[],
    options: ReadOptions,
  ): Promise<(name: string) => Partners> {
    const derived = new Map<string, Set<string>>()
    const settled = await Promise.allSettled(others.map((other) => from.read(other, options)))
    for (const [index, result] of settled.entries()) {
      const other = others[index]
      // Partners derived from an incomplete set of listings would be incomplete.
      if (result.status === 'rejected') return () => toError(result.reason)
      if (other === undefined) continue
      for (const name of result.value.value) derived.set(name, (derived.get(name) ?? new Set()).add(other))
    }
    return (name) => derived.get(name) ?? new Set()
  }

  return {
    async partnersOf(side, names, others, options) {
      const [own, opposite] = side === 'left' ? [sides.left, sides.right] : [sides.right, sides.left]
      const isUnknown = (from: Keyed<unknown>) => (name: string) => from.peek(name, options) === undefined
      const unknown = new Set(names.filter(isUnknown(own)))
      const isDerived = others.filter(isUnknown(opposite)).length < unknown.size
      const partners = isDerived ? await derive(opposite, others, options) : undefined
      return Promise.all(
        names.map((name) =>
          partners !== undefined && unknown.has(name)
            ? partners(name)
            : own.read(name, options).then(({ value }) => value, toError),
        ),
      )
    },
    read: async (side, name, options) => (await sides[side].read(name, options)).value,
    invalidate: (side, name) => sides[side].invalidate(name),
  }
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error('The thrown value is not an Error.', { cause: thrown })
}
