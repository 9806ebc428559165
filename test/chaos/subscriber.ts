import WebSocket from 'ws'
import { decodePosition } from '../../src/inventory/feed/position.ts'
import { type ChaosKind, formatVersion } from './truth.ts'

/** Subscriber to all resources of a kind that moves from replica to replica, resuming from its cursor. */
export interface ChaosSubscriber extends Disposable {
  readonly kind: ChaosKind
  /** State that results from the events, by name. */
  readonly held: ReadonlyMap<string, string>
  readonly counts: {
    readonly events: number
    /** Number of times that it resumed at a replica other than the last one, and of these without a RESET. */
    readonly moves: number
    readonly resumed: number
    readonly resets: number
  }
  /** Address of the replica it is connected to; undefined while it is not. */
  readonly connectedTo: () => string | undefined
  /** Connects to a replica, unless connected. */
  connect(url: string): void
  /** Closes its socket, dropping messages in transit. */
  cut(): void
}

/** Options of {@link createChaosSubscriber}. */
export interface ChaosSubscriberOptions {
  readonly name: string
  readonly kind: ChaosKind
  /** Receives each contradiction between an event and those before it. */
  readonly onViolation: (text: string) => void
  /** Receives the position and the text of each change, for a comparison between subscribers. */
  readonly onChange: (position: ChangePosition, text: string) => void
}

/** Position of a change among those of its kind. */
export interface ChangePosition {
  readonly epoch: string
  /** Nonce of the last commit. After a rollback of the engine, numbers are used again. */
  readonly nonce: string
  readonly version: number
}

interface Event {
  readonly kind: string
  readonly cursor: string
  readonly state: string | null
  readonly previousState: string | null
  readonly item: { readonly name: string; readonly createdTime: string } | null
}

const FIELDS = {
  fleet: 'appStreamFleetStateChanged',
  builder: 'imageBuilderStateChanged',
} as const

const SELECTION = {
  fleet: 'kind cursor state previousState item: fleet { name createdTime }',
  builder: 'kind cursor state previousState item: imageBuilder { name createdTime }',
} as const

/** Creates a subscriber that holds nothing. */
export function createChaosSubscriber(options: ChaosSubscriberOptions): ChaosSubscriber {
  const { name: own, kind, onViolation, onChange } = options
  const held = new Map<string, string>()
  const counts = { events: 0, moves: 0, resumed: 0, resets: 0 }
  let cursor: string | undefined
  let socket: WebSocket | undefined
  let url: string | undefined
  let lastUrl: string | undefined
  /** True from a connection to another replica until its first event. */
  let isMoving = false
  /** Number and epoch of the last change. */
  let last: ChangePosition | undefined

  function apply(event: Event): void {
    counts.events++
    const { item, state, previousState } = event
    const position = parseCursor(event.cursor)
    if (isMoving) {
      isMoving = false
      if (event.kind !== 'RESET') counts.resumed++
    }
    if (event.kind === 'RESET') {
      counts.resets++
      held.clear()
      last = undefined
    } else if (event.kind === 'SYNCED') {
      if (position !== undefined) last = position
    } else if (item !== null) {
      const known = held.get(item.name)
      const text = `${event.kind} ${item.name} (${previousState} -> ${state}, made ${item.createdTime})`
      const expected =
        event.kind === 'SNAPSHOT' || event.kind === 'CREATED'
          ? undefined
          : formatVersion({ state: previousState, createdTime: item.createdTime })
      if (known !== expected) {
        onViolation(
          `chain: ${own} got ${text} at ${describe(position)} after ${describe(last)}, holding ${known}`,
        )
      }
      if (event.kind !== 'SNAPSHOT' && position !== undefined) {
        if (last?.epoch === position.epoch && position.version !== last.version + 1) {
          onViolation(`order: ${own} got ${text} as ${describe(position)} after ${describe(last)}`)
        }
        onChange(position, text)
        last = position
      }
      if (event.kind === 'DELETED') held.delete(item.name)
      else held.set(item.name, formatVersion({ state, createdTime: item.createdTime }))
    }
    cursor = event.cursor
  }

  function receive(own: WebSocket, text: string): void {
    const { type, payload } = JSON.parse(text)
    if (type === 'connection_ack') {
      if (cursor === undefined) held.clear()
      const args = cursor === undefined ? 'snapshot: true' : `after: "${cursor}"`
      const query = `subscription { event: ${FIELDS[kind]}(${args}) { ${SELECTION[kind]} } }`
      own.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }))
    } else if (type === 'next') {
      if (payload.errors === undefined) apply(payload.data.event)
      else onViolation(`error: ${options.name} received ${JSON.stringify(payload.errors)}`)
    } else if (type === 'complete' || type === 'error') own.close()
  }

  function disconnect(): void {
    socket = undefined
    url = undefined
  }

  return {
    kind,
    held,
    counts,
    connectedTo: () => url,
    connect(to) {
      if (socket !== undefined) return
      const own = new WebSocket(to.replace('http', 'ws'), 'graphql-transport-ws')
      socket = own
      url = to
      isMoving = cursor !== undefined && to !== lastUrl
      if (isMoving) counts.moves++
      lastUrl = to
      own.on('open', () => own.send('{"type":"connection_init"}'))
      own.on('message', (data) => {
        // Messages in transit at the cut are lost.
        if (socket === own) receive(own, String(data))
      })
      own.on('error', () => {})
      own.on('close', () => {
        if (socket === own) disconnect()
      })
    },
    cut() {
      socket?.terminate()
      disconnect()
    },
    [Symbol.dispose]() {
      socket?.terminate()
      disconnect()
    },
  }
}

/** Formats a position for a message. */
export function describe(position: ChangePosition | undefined): string {
  return position === undefined ? 'no position' : `${position.epoch.slice(0, 8)}/${position.version}`
}

/** Returns the position of the change in a cursor; undefined within a snapshot. */
function parseCursor(cursor: string): ChangePosition | undefined {
  const { commit, versions = {} } = decodePosition(cursor) ?? {}
  const [version] = Object.values(versions)
  return commit === undefined || version === undefined
    ? undefined
    : { epoch: commit.epoch, nonce: commit.nonce, version }
}
