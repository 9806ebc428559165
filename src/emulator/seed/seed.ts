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

/** Fills the store of an emulator that starts, or that is reset. */
export type Seed = (seeding: Seeding) => void

/** Leaves the store empty: not even AWS's public images are there. */
export const emptySeed: Seed = () => {}
