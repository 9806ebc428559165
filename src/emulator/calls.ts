import type { JsonObject } from './json.ts'

/** Call received by the emulator. */
export interface Call {
  readonly operation: string
  readonly accountId: string
  readonly region: string
  /** Session token of temporary credentials; undefined for a long-term key. */
  readonly sessionToken?: string
  readonly input: JsonObject
  readonly requestId: string
  /** Epoch ms on the emulator's clock. */
  readonly startedAt: number
  /** Undefined while the call is in flight. */
  readonly endedAt?: number
  /** HTTP status; undefined while the call is in flight, and if its connection was destroyed. */
  readonly status?: number
  /** `__type` of the returned exception. */
  readonly errorType?: string
}

/** Calls since the start of the emulator or the last `clear`. */
export interface CallLog {
  /** The latest 10,000 calls, oldest first. */
  readonly all: readonly Call[]
  /** Returns the number of calls that have begun, of one operation or in total. */
  count(operation?: string): number
  /** Returns the peak number of concurrent calls, of one operation or in total. */
  maxInFlight(operation?: string): number
  /** Resolves once `count(operation)` has reached `count`. */
  waitFor(count: number, operation?: string): Promise<void>
  clear(): void
}

/** Call log with its write side, for the emulator. */
export interface CallRecorder extends CallLog {
  /** Records the start of a call; the returned function records its end. */
  begin(call: Call): (end: Pick<Call, 'endedAt' | 'status' | 'errorType'>) => void
}

const keptCalls = 10_000

interface Tally {
  readonly begun: number
  readonly inFlight: number
  readonly maxInFlight: number
}

/** Creates an empty log. */
export function createCallLog(): CallRecorder {
  const calls: Call[] = []
  const everything = ''
  const tallies = new Map<string, Tally>()
  const waiting = new Set<{ count: number; operation: string; resolve: () => void }>()

  function tallyOf(operation: string): Tally {
    return tallies.get(operation) ?? { begun: 0, inFlight: 0, maxInFlight: 0 }
  }

  function noteBegin(operation: string): void {
    const { begun, inFlight, maxInFlight } = tallyOf(operation)
    const next = { begun: begun + 1, inFlight: inFlight + 1 }
    tallies.set(operation, { ...next, maxInFlight: Math.max(maxInFlight, next.inFlight) })
  }

  function noteEnd(operation: string): void {
    const tally = tallyOf(operation)
    tallies.set(operation, { ...tally, inFlight: tally.inFlight - 1 })
  }

  function wake(): void {
    for (const waiter of waiting) {
      if (tallyOf(waiter.operation).begun < waiter.count) continue
      waiting.delete(waiter)
      waiter.resolve()
    }
  }

  return {
    get all() {
      return [...calls]
    },
    count: (operation = everything) => tallyOf(operation).begun,
    maxInFlight: (operation = everything) => tallyOf(operation).maxInFlight,
    waitFor: (count, operation = everything) =>
      new Promise((resolve) => {
        waiting.add({ count, operation, resolve })
        wake()
      }),
    clear: () => {
      calls.length = 0
      for (const [operation, { inFlight }] of tallies) {
        tallies.set(operation, { begun: 0, inFlight, maxInFlight: inFlight })
      }
    },
    begin: (call) => {
      calls.push(call)
      if (calls.length > keptCalls) calls.shift()
      noteBegin(call.operation)
      noteBegin(everything)
      wake()
      return (end) => {
        noteEnd(call.operation)
        noteEnd(everything)
        const index = calls.indexOf(call)
        if (index >= 0) calls[index] = { ...call, ...end }
      }
    },
  }
}
