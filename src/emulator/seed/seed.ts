import type { EmulatorStore } from '../store.ts'

/** Dependencies of a seed. */
export interface SeedDependencies {
  /** Empty store to fill. */
  readonly store: EmulatorStore
  /** Default account. */
  readonly accountId: string
  /** Epoch ms. */
  readonly nowMs: number
}

/** Fills the store when the emulator starts or is reset. */
export type Seed = (dependencies: SeedDependencies) => void

/** Leaves the store empty, without AWS's public images. */
export const emptySeed: Seed = () => {}
