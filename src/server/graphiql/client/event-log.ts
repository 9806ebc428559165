/** Result of a subscription with the time when it arrived. */
export interface LoggedEvent {
  /** Position among all events of the subscription, from 1. */
  readonly number: number
  readonly at: Date
  readonly result: unknown
}

/** End of a subscription. */
export interface Ending {
  readonly at: Date
  readonly how: 'ended' | 'stopped' | 'failed'
  /** Reason of a failure. */
  readonly reason?: string
}

/** Transport of a subscription. */
export interface Transport {
  readonly name: 'WebSocket' | 'server-sent events'
  readonly isConnected: boolean
}

/** Events of one run of a subscription. */
export interface EventLog {
  /** Transport of the subscription. */
  readonly transport: () => Transport
  /** Newest events, oldest first. */
  readonly events: () => readonly LoggedEvent[]
  /** Number of events that arrived, including those that are no longer kept. */
  readonly total: () => number
  /** Returns the end of the subscription; undefined while it runs. */
  readonly ending: () => Ending | undefined
  useTransport(transport: Transport): void
  add(result: unknown): void
  /** Ends the log. Only the first end counts. */
  end(how: Ending['how'], reason?: string): void
  /** Removes the kept events. Their number stays. */
  clear(): void
}

/** Options of {@link createEventLog}. */
export interface EventLogOptions {
  /** Maximum number of kept events. */
  readonly maxEvents: number
  readonly now: () => Date
  /** Called after each change. */
  readonly onChange: () => void
}

/** Creates the log of a subscription that starts now. */
export function createEventLog({ maxEvents, now, onChange }: EventLogOptions): EventLog {
  let events: LoggedEvent[] = []
  let total = 0
  let ending: Ending | undefined
  let transport: Transport = { name: 'WebSocket', isConnected: false }
  return {
    transport: () => transport,
    events: () => events,
    total: () => total,
    ending: () => ending,
    useTransport(next) {
      transport = next
      onChange()
    },
    add(result) {
      total++
      events.push({ number: total, at: now(), result })
      // Dropping half at a time keeps each event cheap.
      if (events.length >= 2 * maxEvents) events = events.slice(-maxEvents)
      onChange()
    },
    end(how, reason) {
      if (ending !== undefined) return
      ending = { at: now(), how, ...(reason !== undefined && { reason }) }
      onChange()
    },
    clear() {
      events = []
      onChange()
    },
  }
}
