import type { ReportedRead } from '../../inventory/cache/reads.ts'
import type { Kind } from '../../inventory/kind.ts'
import type { PairKind, Side } from '../../inventory/pairs/pair-kind.ts'
import type { Partners } from '../../inventory/pairs/pairs.ts'
import type { ReportedInventory } from '../../inventory/reported.ts'
import type { AnyResource } from '../../inventory/resources.ts'
import { toError } from '../errors.ts'
import type { MaybePromise } from '../maybe-promise.ts'
import type { Batching } from '../pacing/turns.ts'
import { createReadyLoader, type ReadyLoader, whenCached } from '../ready-loader.ts'
import type { SnapshotReader } from '../snapshot-reader.ts'
import type { NameKey } from './loaders.ts'
import { inWords } from './names.ts'
import { operationRegistry } from './operations.ts'

/** Association with its two kinds. */
export interface Association<
  Left extends AnyResource = AnyResource,
  Right extends AnyResource = AnyResource,
  Data = unknown,
> extends PairKind<Data> {
  readonly kinds: { readonly left: Kind<Left>; readonly right: Kind<Right> }
  /** Returns false for a resource that cannot have partners, so that no call is made. Default: true. */
  readonly canPair?: { left?(item: Left): boolean; right?(item: Right): boolean }
}

/** Returns true if a resource on a side of an association can have partners. */
export function canPair({ canPair: conditions }: Association, side: Side, item: AnyResource): boolean {
  return conditions?.[side]?.(item) ?? true
}

/** Declares the operations that read the partners of a resource for a field. */
export function addAssociationUses(
  coordinate: string,
  { operations, kinds: { left, right }, all }: Pick<Association, 'operations' | 'kinds' | 'all'>,
): void {
  const calls = all
    ? '1 for all pairs'
    : `1 for each of the ${inWords(left.plural)} or of the ${inWords(right.plural)}, whichever are fewer`
  for (const operation of new Set(Object.values(operations ?? {}))) {
    operationRegistry.add({ operation, coordinate, calls })
  }
}

/** Loader of associations for a request; batches the names of one level. */
export interface PairLoader {
  /** Returns the partners of a name of a side. */
  partnersOf<Left extends AnyResource, Right extends AnyResource, Data>(
    association: Association<Left, Right, Data>,
    side: Side,
    key: NameKey,
  ): MaybePromise<Partners<Data>>
  clear(): void
}

type Loader = ReadyLoader<NameKey, Partners>

const NONE: Partners = { names: new Map(), observedAt: undefined }

/** Creates the loader of associations for a request. */
export function createPairLoader(
  inventory: ReportedInventory,
  read: ReportedRead,
  snapshot: SnapshotReader,
  batching: Batching,
): PairLoader {
  const loaders = new Map<string, Loader>()

  async function loadOfTarget(
    association: Association,
    side: Side,
    keys: readonly NameKey[],
  ): Promise<readonly (Partners | Error)[]> {
    const [{ target } = {}] = keys
    if (target === undefined) return []
    const { kinds, pairs } = inventory.of(target)
    const otherSide = side === 'left' ? 'right' : 'left'
    try {
      // The listing of the other side is needed anyway, for the associated resources.
      const { items } = await snapshot(kinds.of(association.kinds[otherSide]).collection)
      const others = items.values().filter((item) => canPair(association, otherSide, item))
      const otherNames = others.map(({ name }) => name).toArray()
      const names = keys.map(({ name }) => name)
      return await pairs.of(association).partnersOf(side, names, otherNames, read)
    } catch (error) {
      return keys.map(() => toError(error))
    }
  }

  function create(association: Association, side: Side): Loader {
    return createReadyLoader<NameKey, Partners>({
      targetOf: ({ target }) => target,
      idOf: ({ name }) => name,
      peek: whenCached(read, ({ target, name }) =>
        inventory.of(target).pairs.of(association).peek(side, name, read),
      ),
      async loadAll(keys) {
        const found = new Map<NameKey, Partners | Error>()
        const groups = [...Map.groupBy(keys, ({ target }) => target).values()]
        await Promise.all(
          groups.map(async (group) => {
            const partners = await loadOfTarget(association, side, group)
            for (const [index, key] of group.entries()) found.set(key, partners[index] ?? NONE)
          }),
        )
        return keys.map((key) => found.get(key) ?? NONE)
      },
      batching,
    })
  }

  return {
    partnersOf<Left extends AnyResource, Right extends AnyResource, Data>(
      association: Association<Left, Right, Data>,
      side: Side,
      key: NameKey,
    ) {
      const id = `${association.name} ${side}`
      const loader = loaders.get(id) ?? create(association, side)
      loaders.set(id, loader)
      // A loader loads one association, which the compiler cannot know of a string.
      return loader.load(key) as MaybePromise<Partners<Data>>
    },
    clear() {
      for (const loader of loaders.values()) loader.clear()
    },
  }
}
