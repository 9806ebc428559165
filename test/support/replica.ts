import { expect } from 'vitest'
import WebSocket from 'ws'
import { decodePosition } from '../../src/inventory/feed/position.ts'
import type { WatchEvent } from './subscription.ts'

/** State of a subscriber to all image builders that is cut off now and then and resumes. */
export interface Replica extends Disposable {
  /** State and creation time by name; another time means another builder. */
  readonly held: ReadonlyMap<string, string>
  readonly counts: { readonly cuts: number; readonly resets: number; readonly events: number }
  /** Connects unless connected, resuming from its cursor if there is one. */
  connect(): void
  /** Closes its socket, dropping messages in transit. */
  cut(): void
  /** Closes its socket after that many more events and reconnects at once. */
  cutAfter(events: number): void
  /** Resolves once it has reached this cursor. Rejects on an event that does not follow the last one. */
  reached(cursor: string): Promise<void>
  /** Returns its cursor. */
  readonly cursor: () => string | undefined
}

const SELECTION = 'kind cursor state previousState item: imageBuilder { name createdTime }'

interface Told extends Pick<WatchEvent, 'kind' | 'cursor' | 'state' | 'previousState'> {
  readonly item: { readonly name: string; readonly createdTime: string } | null
}

/** Formats the state of a builder. */
export function describe(state: string | null, createdTime: string | undefined): string {
  return `${state}, made ${createdTime}`
}

/** Creates an empty replica. */
export function createReplica(url: string): Replica {
  const held = new Map<string, string>()
  const counts = { cuts: 0, resets: 0, events: 0 }
  let socket: WebSocket | undefined
  let cursor: string | undefined
  /** Number of the last change; undefined while a snapshot is incomplete. */
  let version: number | undefined
  let untilCut = Number.POSITIVE_INFINITY
  let wanted:
    | { readonly version: number; readonly resolve: () => void; readonly reject: (error: unknown) => void }
    | undefined
  let failure: unknown

  function apply(event: Told): void {
    const { kind, item, state, previousState } = event
    const { name = '', createdTime } = item ?? {}
    const number = numberOf(event.cursor)
    switch (kind) {
      case 'RESET':
        counts.resets++
        held.clear()
        break
      case 'SNAPSHOT':
        expect(held.has(name), `SNAPSHOT of ${name}, which is held`).toBe(false)
        held.set(name, describe(state, createdTime))
        break
      case 'SYNCED':
        if (version !== undefined) expect(number, 'the change that SYNCED stands at').toBe(version)
        break
      default:
        // No loss, no duplicates, in order.
        expect(number, 'the number of the change').toBe((version ?? Number.NaN) + 1)
        expect(held.get(name), `${name} before ${kind}`).toBe(
          kind === 'CREATED' ? undefined : describe(previousState, createdTime),
        )
        if (kind === 'DELETED') held.delete(name)
        else held.set(name, describe(state, createdTime))
    }
    version = number
    cursor = event.cursor
    counts.events++
  }

  function note(): void {
    if (failure !== undefined) wanted?.reject(failure)
    else if (wanted !== undefined && version !== undefined && version >= wanted.version) wanted.resolve()
  }

  function connect(): void {
    if (socket !== undefined) return
    const own = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws')
    socket = own
    own.on('open', () => own.send('{"type":"connection_init"}'))
    own.on('message', (data) => {
      // Messages in transit at the cut are lost.
      if (socket !== own) return
      const { type, payload } = JSON.parse(String(data))
      if (type === 'connection_ack') {
        // Without a cursor, it holds at most part of a snapshot.
        if (cursor === undefined) held.clear()
        const args = cursor === undefined ? 'snapshot: true' : `after: "${cursor}"`
        const query = `subscription { event: imageBuilderStateChanged(${args}) { ${SELECTION} } }`
        own.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }))
      } else if (type === 'next') {
        try {
          apply(payload.data.event)
        } catch (error) {
          failure = error
        }
        if (--untilCut <= 0) {
          cut()
          connect()
        }
        note()
      }
    })
    own.on('error', () => {})
  }

  function cut(): void {
    if (socket === undefined) return
    counts.cuts++
    untilCut = Number.POSITIVE_INFINITY
    socket.terminate()
    socket = undefined
  }

  return {
    held,
    counts,
    cursor: () => cursor,
    connect,
    cut,
    cutAfter(events) {
      untilCut = events
    },
    reached(target) {
      return new Promise((resolve, reject) => {
        wanted = { version: numberOf(target) ?? Number.NaN, resolve, reject }
        note()
      })
    },
    [Symbol.dispose]: cut,
  }
}

/** Returns the change number of a cursor. */
function numberOf(cursor: string): number | undefined {
  const [version] = Object.values(decodePosition(cursor)?.versions ?? {})
  return version
}
