import type { JsonObject } from './json.ts'

/** Exception returned by a fault. */
export interface FaultError {
  readonly type: string
  readonly message?: string | undefined
  readonly status?: number | undefined
}

/** Arbitrary HTTP response. */
export interface RawAnswer {
  readonly status: number
  readonly body: string
  /** Default: text/plain. */
  readonly contentType?: string
}

/** Injected fault. Each call gets the first fault that matches it. */
export interface Fault {
  readonly operation?: string | undefined
  readonly region?: string | undefined
  readonly accountId?: string | undefined
  readonly match?: ((input: JsonObject) => boolean) | undefined
  /** Number of calls affected. Default: unlimited. */
  readonly times?: number | undefined
  /** Number of matching calls that pass first. */
  readonly skip?: number | undefined
  /** Delays the call. A fault that only has a latency leaves the result unchanged. */
  readonly latencyMs?: number | undefined
  /** Holds the call until this promise settles, before the latency. Only for faults added in the same process. */
  readonly until?: Promise<unknown> | undefined
  /** Returns an exception instead of running the operation. Default HTTP status: 400. */
  readonly error?: FaultError | undefined
  /** Returns this response instead of running the operation. */
  readonly raw?: RawAnswer | undefined
  /** Destroys the connection before or after the operation runs. */
  readonly reset?: 'before' | 'after' | undefined
  /** Never responds. */
  readonly hang?: true | undefined
}

/** Injected faults. */
export interface Faults {
  /** Adds a fault; `remove` removes it. */
  add(fault: Fault): { readonly id: string; remove(): void }
  remove(id: string): boolean
  list(): readonly (Fault & { readonly id: string })[]
  clear(): void
}

/** Properties of a call that faults match. */
export interface FaultableCall {
  readonly operation: string
  readonly region: string
  readonly accountId: string
  readonly input: JsonObject
}

/** Faults with their read side, for the emulator. */
export interface FaultSource extends Faults {
  /** Returns the fault for a call, and counts it as used once. */
  take(call: FaultableCall): Fault | undefined
}

/** Creates an empty set of faults. */
export function createFaults(): FaultSource {
  const faults = new Map<string, { fault: Fault; skip: number; times: number }>()
  let added = 0

  function matches(fault: Fault, { operation, region, accountId, input }: FaultableCall): boolean {
    if (fault.operation !== undefined && fault.operation !== operation) return false
    if (fault.region !== undefined && fault.region !== region) return false
    if (fault.accountId !== undefined && fault.accountId !== accountId) return false
    return fault.match?.(input) ?? true
  }

  return {
    add: (fault) => {
      added += 1
      const id = `fault-${added}`
      faults.set(id, { fault, skip: fault.skip ?? 0, times: fault.times ?? Number.POSITIVE_INFINITY })
      return { id, remove: () => void faults.delete(id) }
    },
    remove: (id) => faults.delete(id),
    list: () => [...faults].map(([id, { fault }]) => ({ id, ...fault })),
    clear: () => faults.clear(),
    take: (call) => {
      for (const [id, entry] of faults) {
        if (entry.times <= 0 || !matches(entry.fault, call)) continue
        if (entry.skip > 0) {
          entry.skip -= 1
          continue
        }
        entry.times -= 1
        if (entry.times <= 0) faults.delete(id)
        return entry.fault
      }
      return undefined
    },
  }
}
