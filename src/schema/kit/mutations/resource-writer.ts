import type { Written } from '../../../appstream/writer.ts'
import type { ReportedRead } from '../../../inventory/cache/reads.ts'
import type { Collection } from '../../../inventory/collection/collection.ts'
import { afterUpdate, type RuleOfWrite } from '../../../inventory/collection/overlay.ts'
import { type Settled, settleAll } from '../../../inventory/collection/settled.ts'
import type { Write, Writes } from '../../../inventory/collection/writes.ts'
import { aliasIn, type Kind, namedKey } from '../../../inventory/kind.ts'
import { type AnyResource, arnOf, ownArn } from '../../../inventory/resources.ts'
import type { GraphContext } from '../../context.ts'
import type { OwnResource } from '../../mutation/own-resource.ts'
import { writeThrough } from '../../mutation/plan.ts'
import { idInTarget } from '../identity.ts'

/** Target and name of a resource to write, and its ARN if the caller gave one. */
export type WriteTarget = Pick<OwnResource, 'target' | 'name'> & { readonly arn?: string | undefined }

/** Write access to one resource in the inventory. */
export interface ResourceWriter<Item extends AnyResource> {
  readonly collection: Collection<Item>
  begin(): Write<Item>
  /** Returns the key in the collection; undefined if the account of the target is unknown. */
  key(): string | undefined
  /** Returns the part of the global ID after the type; undefined if the account is unknown. */
  id(): string | undefined
  /** Sends a call that does not return the resource. The next read gets it from AWS. */
  write(call: () => Promise<Written<object>>): Promise<Written<undefined>>
  /** Sends a call that returns the resource. Later reads return it as long as AWS returns the previous state. */
  writeReturned(
    call: () => Promise<Written<object>>,
    rule: RuleOfWrite<Item>,
  ): Promise<Written<{ readonly resource: Item }>>
  /**
   * Sends a call that creates or deletes the resource, and returns it. Also drops the details and children of an earlier
   * resource with the same name.
   */
  replaceReturned(
    call: () => Promise<Written<object>>,
    rule: RuleOfWrite<Item>,
  ): Promise<Written<{ readonly resource: Item }>>
  /** Sends a call that updates members of the resource. Later reads return them while AWS returns the old values. */
  update(
    call: () => Promise<Written<object>>,
    members: readonly string[],
  ): Promise<Written<{ readonly resource: Item }>>
  /** Returns the resource as last read, without an AWS call. */
  known(): Item | undefined
  /** Reads the resource. */
  shown(read: ReportedRead): Promise<Item | undefined>
  /**
   * Drops the cached details of an earlier resource with the same name: tags, associations and those of the kind. Returns
   * undefined in a single process.
   */
  invalidateDetails(): Settled
  /** Drops the children of a deleted resource with the same name. Returns undefined in a single process. */
  forgetChildren(): Settled
}

/** Parts of a {@link ResourceWriter}. */
export interface ResourceWriterParts<Item extends AnyResource>
  extends Pick<ResourceWriter<Item>, 'key' | 'id' | 'invalidateDetails' | 'forgetChildren'> {
  readonly collection: Collection<Item>
  readonly writes: Writes<Item>
  /** Name in the collection. */
  readonly name: string
  readonly fromResponse: (response: object) => Item
}

/** Creates the write access to a resource in a collection. */
export function createResourceWriter<Item extends AnyResource>(
  parts: ResourceWriterParts<Item>,
): ResourceWriter<Item> {
  const { collection, writes, name, key, id, fromResponse, invalidateDetails, forgetChildren } = parts
  const known = () => lastSeen(collection, name, key())
  async function writeReturned(
    call: () => Promise<Written<object>>,
    rule: RuleOfWrite<Item>,
  ): Promise<Written<{ readonly resource: Item }>> {
    const begun = writes.begin(name)
    const { output, awsRequestId } = await writeThrough<object, Item, Item>(begun, call, fromResponse, rule)
    return { output: { resource: output }, awsRequestId }
  }
  async function replaceReturned(...[call, rule]: Parameters<typeof writeReturned>) {
    let details: Settled
    let children: Settled
    async function send(): Promise<Written<object>> {
      try {
        const written = await call()
        children = forgetChildren()
        return written
      } finally {
        details = invalidateDetails()
      }
    }
    try {
      return await writeReturned(send, rule)
    } finally {
      // Committed at the same time as the result of the call.
      await settleAll([details, children])
    }
  }

  return {
    collection,
    begin: () => writes.begin(name),
    replaceReturned,
    key,
    id,
    write: (call) => writeThrough<object, Item, undefined>(writes.begin(name), call, () => undefined),
    writeReturned,
    update: (call, members) => writeReturned(call, afterUpdate(known(), members)),
    known,
    async shown(read) {
      const { items } = await collection.read(read)
      return items.values().find((item) => item.name === name)
    },
    invalidateDetails,
    forgetChildren,
  }
}

/** Returns the write access to a resource in the inventory of its target. */
export function inventoryOf<Item extends AnyResource>(
  { wholeInventory }: GraphContext,
  kind: Kind<Item>,
  { target, name, arn: requestedArn }: WriteTarget,
): ResourceWriter<Item> {
  const { kinds, details, pairs, children } = wholeInventory.of(target)
  const { collection, writes, forget } = kinds.of(kind)
  const { arnType } = kind
  const arn = () => requestedArn ?? (arnType === undefined ? undefined : ownArn(target, arnType, name))
  const knownArn = () => arnOf(lastSeen(collection, name, undefined) ?? {}) || undefined
  const alias = aliasIn(kind, name)
  const key = () => (arnType === undefined ? namedKey(target, alias) : (arn() ?? knownArn()))
  return createResourceWriter({
    collection,
    writes,
    name,
    key,
    id: () => (arnType === undefined ? idInTarget(target, [alias]) : key()),
    fromResponse: (response) => kind.fromResponse(target, response),
    invalidateDetails() {
      const own = arn()
      return settleAll([
        own === undefined ? undefined : details.invalidateTags(own),
        forget?.(name),
        pairs.invalidate(kind, name),
      ])
    },
    forgetChildren: () => children.forget(kind, name),
  })
}

/** Returns a cursor of the current state of a kind, in all targets of the caller. */
export function changeCursorOf<Item extends AnyResource>(
  { wholeInventory: inventory }: GraphContext,
  kind: Kind<Item>,
): string {
  return inventory.cursor(
    inventory.targets.flatMap((target) => inventory.of(target).kinds.of(kind).collection.latest() ?? []),
  )
}

/** Returns the last known item of a name, of any age. Before the first listing, looks it up by ARN. */
function lastSeen<Item extends AnyResource>(
  collection: Collection<Item>,
  name: string,
  arn: string | undefined,
): Item | undefined {
  const listed = collection.latest()?.items.values()
  const observed = arn === undefined ? undefined : collection.observed(arn)
  return listed?.find((item) => item.name === name) ?? observed?.item
}
