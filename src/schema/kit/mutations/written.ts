import type { Written } from '../../../appstream/writer.ts'
import type { ReadOptions } from '../../../inventory/cached.ts'
import { lastSeen } from '../../../inventory/collection.ts'
import type { Kind } from '../../../inventory/kind.ts'
import { beforeUpdate } from '../../../inventory/overlay.ts'
import type { PairKind, Side } from '../../../inventory/pairs.ts'
import { type AnyResource, ownArn } from '../../../inventory/resources.ts'
import type { GraphContext } from '../../context.ts'
import type { OwnResource } from '../../mutation/own-resource.ts'
import { writeThrough } from '../../mutation/plan.ts'

/** The target and the name of a resource that is written. */
export type WrittenName = Pick<OwnResource, 'target' | 'name'>

/** An association that a resource has, and its side. */
export interface AssociatedSide {
  readonly association: PairKind
  readonly side: Side
}

/** Returns the parts of one target's inventory that a mutation of a kind needs. */
export function inventoryOf<Item extends AnyResource>(
  { inventory }: GraphContext,
  kind: Kind<Item>,
  { target, name }: WrittenName,
  sides: readonly AssociatedSide[] = [],
) {
  const { kinds, details, pairs } = inventory.of(target)
  const { collection, writes, forget } = kinds.of(kind)
  const arn = () => (kind.arnType === undefined ? undefined : ownArn(target, kind.arnType, name))
  /** Sends a call whose answer is the resource; later reads show it for as long as AWS shows the state before. */
  async function writeReturned(
    call: () => Promise<Written<object>>,
    isBefore: (shown: Item | undefined, written: Item) => boolean,
  ): Promise<Written<{ readonly resource: Item }>> {
    const show = (response: object) => kind.fromResponse(target, response)
    const begun = writes.begin(name)
    const { output, awsRequestId } = await writeThrough<object, Item, Item>(begun, call, show, isBefore)
    return { output: { resource: output }, awsRequestId }
  }

  return {
    collection,
    begin: () => writes.begin(name),
    arn,
    /** Sends a call whose answer does not hold the resource: the next read asks AWS for it. */
    write: (call: () => Promise<Written<object>>) =>
      writeThrough<object, Item, undefined>(writes.begin(name), call, () => undefined),
    writeReturned,
    /** Sends a call that updates members of the resource; later reads show its answer while AWS shows the old ones. */
    update(call: () => Promise<Written<object>>, members: readonly string[]) {
      const before = lastSeen(collection, name, arn())
      return writeReturned(call, beforeUpdate(before, members))
    },
    /** Returns the resource as it was last seen, without asking AWS. */
    known: () => lastSeen(collection, name, arn()),
    /** Returns the resource as a read shows it. */
    async shown(read: ReadOptions): Promise<Item | undefined> {
      const { items } = await collection.read(read)
      return items.values().find((item) => item.name === name)
    },
    /** Drops what is known of the name's last bearer: tags, associations, and what the kind has besides. */
    invalidateDetails(): void {
      const own = arn()
      if (own !== undefined) details.invalidateTags(own)
      forget?.(name)
      for (const { association, side } of sides) pairs.of(association).invalidate(side, name)
    },
  }
}

/** Returns a cursor that names what is known of a kind now, in all targets of the caller. */
export function changeCursorOf<Item extends AnyResource>(
  { inventory }: GraphContext,
  kind: Kind<Item>,
): string {
  return inventory.cursor(
    inventory.targets.flatMap((target) => inventory.of(target).kinds.of(kind).collection.latest() ?? []),
  )
}
