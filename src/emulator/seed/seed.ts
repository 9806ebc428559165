import type { EmulatorStore } from '../store.ts'

/** Dependencies of a seed. */
export interface Seeding {
  /** Empty. */
  readonly store: EmulatorStore
  /** The default account. */
  readonly accountId: string
  /** Epoch ms. */
  readonly nowMs: number
}

/** Fills the store when the emulator starts or is reset. */
export type Seed = (seeding: Seeding) => void

/** Leaves the store empty, even of AWS's public images. */
export const emptySeed: Seed = () => {}
