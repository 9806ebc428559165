import { type Operation, type Result, resuming, type SubscriptionClient } from './resuming.ts'

/** Resource with its global id. */
export interface Identified {
  readonly id: string
}

/** Account and region that cannot be read at present. */
export interface Failure {
  readonly code: string
  readonly message: string
}

/** Event of a subscription to changes of state. */
export interface ChangeEvent {
  readonly kind: string
  readonly cursor: string
  /** False if the resource does not match the filter of the subscription any more. */
  readonly matches?: boolean | null
  readonly failures?: readonly Failure[]
}

/** Current resources, as far as they are known. A change replaces the object, as React expects. */
export interface LiveState<Item> {
  /** Resources by id. After a `RESET`, the old ones until the new snapshot is complete. */
  readonly items: ReadonlyMap<string, Item>
  /** True if no event that the gateway knows of is missing. */
  readonly isComplete: boolean
  readonly failures: readonly Failure[]
}

/** Options of {@link createLiveMap}. */
export interface LiveMapOptions<Item> {
  /** Resources of a list, if the subscription starts after the list's `changeCursor` instead of with a snapshot. */
  readonly items?: Iterable<Item>
}

/** Resources that follow the events of a subscription. */
export interface LiveMap<Item> {
  readonly state: () => LiveState<Item>
  /** Applies an event; `item` is its resource, if it has one. */
  apply(event: ChangeEvent, item: Item | null | undefined): void
}

/** Creates the resources at the start of a subscription. */
export function createLiveMap<Item extends Identified>(options: LiveMapOptions<Item> = {}): LiveMap<Item> {
  const { items } = options
  const initial = Array.from(items ?? [], (item): [string, Item] => [item.id, item])
  let state: LiveState<Item> = { items: new Map(initial), isComplete: false, failures: [] }
  /** Part of a snapshot that is being received. */
  let snapshot = items === undefined ? new Map<string, Item>() : undefined

  function change(edit: (target: Map<string, Item>) => void): void {
    const target = snapshot ?? new Map(state.items)
    edit(target)
    if (snapshot === undefined) state = { ...state, items: target }
  }

  return {
    state: () => state,
    apply({ kind, matches, failures = [] }, item) {
      switch (kind) {
        case 'RESET':
          snapshot = new Map()
          state = { ...state, isComplete: false }
          break
        case 'SYNCED':
          // Sent again every minute; the state then stays the same object.
          if (snapshot === undefined && state.isComplete && sameFailures(state.failures, failures)) break
          state = { items: snapshot ?? state.items, isComplete: true, failures }
          snapshot = undefined
          break
        case 'DELETED':
          if (item) change((target) => target.delete(item.id))
          break
        default:
          // SNAPSHOT, CREATED and STATE_CHANGED all carry the current version.
          if (item)
            change((target) => (matches === false ? target.delete(item.id) : target.set(item.id, item)))
      }
    },
  }
}

/** Options of {@link followLive}. */
export interface FollowOptions<Event extends ChangeEvent, Item> extends LiveMapOptions<Item> {
  /** Subscription with one field: it selects `kind`, `cursor`, the resource with its `id`, and `matches` for a filter. */
  readonly query: string
  /** Either `{ snapshot: true }` or `{ after: changeCursor }`, and the filters. */
  readonly variables: NonNullable<Operation['variables']>
  /** Returns the resource of an event. */
  readonly itemOf: (event: Event) => Item | null | undefined
  /** Receives each new state. */
  readonly onChange: (state: LiveState<Item>) => void
  /** Receives the errors of fields. The subscription continues. */
  readonly onErrors?: (errors: NonNullable<Result['errors']>) => void
  /** Called when the subscription has ended, with the error unless the gateway completed it. */
  readonly onEnd?: (error?: unknown) => void
}

/**
 * Follows resources over a client of graphql-ws or graphql-sse: resumes after a broken connection, and starts anew if
 * the gateway cannot resume. Returns a function that stops it.
 */
export function followLive<Event extends ChangeEvent, Item extends Identified>(
  client: SubscriptionClient,
  options: FollowOptions<Event, Item>,
): () => void {
  const { query, variables, itemOf, onChange, onErrors, onEnd } = options
  const map = createLiveMap(options)
  return resuming(client).subscribe(
    { query, variables },
    {
      next({ data, errors }) {
        if (errors !== undefined) onErrors?.(errors)
        const [event] = Object.values(data ?? {})
        if (!isEvent<Event>(event)) return
        const before = map.state()
        map.apply(event, itemOf(event))
        if (map.state() !== before) onChange(map.state())
      },
      error: (error) => onEnd?.(error),
      complete: () => onEnd?.(),
    },
  )
}

/** Returns true for an event; the caller's query decides on its further members. */
function isEvent<Event extends ChangeEvent>(value: unknown): value is Event {
  return typeof value === 'object' && value !== null && 'kind' in value && 'cursor' in value
}

function sameFailures(some: readonly Failure[], others: readonly Failure[]): boolean {
  return JSON.stringify(some) === JSON.stringify(others)
}
