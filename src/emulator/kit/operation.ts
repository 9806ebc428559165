import type { EmulatorBehaviour } from '../behaviour.ts'
import type { Durations } from '../durations.ts'
import type { JsonObject } from '../json.ts'
import type { RegionStore } from '../region.ts'
import type { EmulatorStore } from '../store.ts'

/** Context of an operation besides its input. */
export interface OperationContext {
  /** Name of the operation. */
  readonly operation: string
  /** Resources of the calling account in the region of the call. */
  readonly region: RegionStore
  /** All accounts and regions, for operations that cross them. */
  readonly store: EmulatorStore
  readonly behaviour: EmulatorBehaviour
  /** Durations of transitions at the speed of the emulator. */
  readonly durations: Durations
  /** Time of the call, epoch ms. */
  readonly nowMs: number
}

/** Operation of the service. Its input is validated; Dates in its output are sent as timestamps. */
export type Operation = (input: JsonObject, context: OperationContext) => JsonObject

/** Operations by name. */
export type Operations = Readonly<Record<string, Operation>>
