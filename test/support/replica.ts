import { expect } from 'vitest'
import WebSocket from 'ws'
import { decodePosition } from '../../src/inventory/feed/position.ts'
import type { WatchEvent } from './subscription.ts'

/** What somebody who follows all image builders holds, whose socket is cut now and then, and who resumes. */
export interface Replica extends Disposable {
  /** By name, the state and the time of creation: another one tells another builder. */
  readonly held: ReadonlyMap<string, string>
  readonly counts: { readonly cuts: number; readonly resets: number; readonly events: number }
  /** Follows from now on, unless it does already: from its cursor, where it has one. */
  connect(): void
  /** Cuts its socket, whatever is on the way. */
  cut(): void
  /** Cuts its socket after so many events more, and connects anew at once. */
  cutAfter(events: number): void
  /** Resolves once it stands at this cursor, or past it. Rejects at an event that does not follow from the last one. */
  reached(cursor: string): Promise<void>
  /** Where it stands. */
  readonly cursor: () => string | undefined
}

const SELECTION = 'kind cursor state previousState item: imageBuilder { name createdTime }'

interface Told extends Pick<WatchEvent, 'kind' | 'cursor' | 'state' | 'previousState'> {
  readonly item: { readonly name: string; readonly createdTime: string } | null
}

/** What is held of a builder. */
export function describe(state: string | null, createdTime: string | undefined): string {
  return `${state}, made ${createdTime}`
}

/** Makes a replica that holds nothing yet. */
export function createReplica(url: string): Replica {
  const held = new Map<string, string>()
  const counts = { cuts: 0, resets: 0, events: 0 }
  let socket: WebSocket | undefined
  let cursor: string | undefined
  /** The number of the last change; undefined where a snapshot was not told to its end. */
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
        // Nothing lost, nothing twice, and in order.
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
      // What was on the way when it was cut is lost.
      if (socket !== own) return
      const { type, payload } = JSON.parse(String(data))
      if (type === 'connection_ack') {
        // Whoever has no cursor yet holds a part of a snapshot at most.
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

/** The number of the change that a cursor stands at. */
function numberOf(cursor: string): number | undefined {
  const [version] = Object.values(decodePosition(cursor)?.versions ?? {})
  return version
}
