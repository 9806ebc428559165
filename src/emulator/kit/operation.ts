import type { EmulatorBehaviour } from '../behaviour.ts'
import type { Durations } from '../durations.ts'
import type { JsonObject } from '../json.ts'
import type { RegionStore } from '../region.ts'
import type { EmulatorStore } from '../store.ts'

/** Context of an operation besides its input. */
export interface OperationContext {
  /** The operation's name. */
  readonly operation: string
  /** Resources of the calling account in the region of the call. */
  readonly region: RegionStore
  /** Everything, for operations that cross accounts or regions. */
  readonly store: EmulatorStore
  readonly behaviour: EmulatorBehaviour
  /** Durations of transitions at the speed of the emulator. */
  readonly durations: Durations
  /** Time of the call, epoch ms. */
  readonly nowMs: number
}

/** An operation of the service: its input has passed validation, its output goes over the wire, Dates as timestamps. */
export type Operation = (input: JsonObject, context: OperationContext) => JsonObject

/** Operations by name. */
export type Operations = Readonly<Record<string, Operation>>
