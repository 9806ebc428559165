import { formatArn } from '../arn.ts'
import type { Kind, Place, ResourceRecord } from './kind.ts'
import { createTransitions, type Transitions } from './transitions.ts'

/** Resources of one kind in one region of an account, by key. Can be read and changed like a Map. */
export interface Table<Item extends ResourceRecord>
  extends Map<string, Item>,
    Pick<Transitions<Item>, 'schedule'> {
  readonly kind: Kind<Item>
  /**
   * Adds or replaces a resource. Sets absent members (ARN, state, creation time) and cancels its transitions.
   */
  put(item: Item): Item
  /** Adds a resource that other resources, and listings of some kinds, do not see before `visibleAfterMs`. */
  create(item: Item, visibleAfterMs: number): Item
  /** Changes members of a resource. Returns false if it does not exist. */
  change(key: string, members: Readonly<Record<string, unknown>>): boolean
  /** Sets the state of a resource and cancels its transitions. Returns false if it does not exist. */
  force(key: string, state: string): boolean
  /** Removes a resource with its tags and transitions. Listings of some kinds contain it until `visibleForMs`. */
  remove(key: string, visibleForMs?: number): void
  /** Returns the resources that are visible in listings. */
  listed(): readonly Item[]
  /** Returns a resource if it is visible in listings. */
  findListed(key: string): Item | undefined
  /** Returns true if other resources can already refer to a resource. */
  isReferable(key: string): boolean
  /** Applies the transitions that are due. */
  settle(): void
}

/** Configures a table. */
export interface TableOptions<Item extends ResourceRecord> {
  readonly place: Place
  /** Epoch ms. */
  readonly now: () => number
  /** Called after a resource is put or changed. */
  readonly onChange?: (item: Item, previous: Item | undefined) => void
  /** Called after a resource is removed. */
  readonly onRemove?: (item: Item) => void
}

/** Creates an empty table. */
export function createTable<Item extends ResourceRecord>(
  kind: Kind<Item>,
  { place, now, onChange, onRemove }: TableOptions<Item>,
): Table<Item> {
  const records = new Map<string, Item>()
  /** Times at which new resources become visible and removed ones disappear. */
  const hidden = new Map<string, number>()
  const lingering = new Map<string, { readonly item: Item; readonly untilMs: number }>()
  const transitions = createTransitions<Item>({
    get: (key) => records.get(key),
    change: (key, members) => void change(key, members),
    remove: (key) => remove(key),
  })

  function put(item: Item): Item {
    const key = kind.keyOf(item)
    const filled = {
      ...(kind.arnType !== undefined && { Arn: formatArn(place.region, place.accountId, kind.arnType, key) }),
      ...(kind.initialState !== undefined && { State: kind.initialState }),
      [kind.createdMember ?? 'CreatedTime']: new Date(now()),
      ...kind.defaults?.(item, place),
      ...item,
    }
    transitions.cancel(key)
    hidden.delete(key)
    lingering.delete(key)
    const previous = records.get(key)
    records.set(key, filled)
    onChange?.(filled, previous)
    return filled
  }

  function change(key: string, members: Readonly<Record<string, unknown>>): boolean {
    const item = records.get(key)
    if (item === undefined) return false
    const changed = { ...item, ...members }
    records.set(key, changed)
    onChange?.(changed, item)
    return true
  }

  function remove(key: string, visibleForMs = 0): void {
    const item = records.get(key)
    const wasVisible = isReferable(key)
    records.delete(key)
    hidden.delete(key)
    transitions.cancel(key)
    if (item === undefined) return
    if (visibleForMs > 0 && wasVisible && kind.eventuallyConsistent) {
      lingering.set(key, { item, untilMs: now() + visibleForMs })
    }
    onRemove?.(item)
  }

  function isReferable(key: string): boolean {
    return records.has(key) && (hidden.get(key) ?? 0) <= now()
  }

  function findListed(key: string): Item | undefined {
    const removed = lingering.get(key)
    if (removed !== undefined && removed.untilMs > now()) return removed.item
    return kind.eventuallyConsistent && !isReferable(key) ? undefined : records.get(key)
  }

  return Object.assign(records, {
    kind,
    put,
    create: (item: Item, visibleAfterMs: number) => {
      const created = put(item)
      if (visibleAfterMs > 0) hidden.set(kind.keyOf(item), now() + visibleAfterMs)
      return created
    },
    change,
    force: (key: string, state: string) => {
      transitions.cancel(key)
      return change(key, { State: state })
    },
    remove,
    listed: () => {
      if (!kind.eventuallyConsistent) return [...records.values()]
      const keys = new Set([...records.keys(), ...lingering.keys()])
      return [...keys].map(findListed).filter((item) => item !== undefined)
    },
    findListed,
    isReferable,
    schedule: transitions.schedule,
    settle: () => transitions.settle(now()),
  })
}
