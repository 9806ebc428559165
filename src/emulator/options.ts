import type { BehaviourOptions } from './behaviour.ts'
import type { CallLog } from './calls.ts'
import type { EmulatorClock } from './clock.ts'
import type { Faults } from './faults.ts'
import type { ForcedChange, Snapshot } from './interventions.ts'
import type { RegionStore } from './region.ts'
import type { Seed } from './seed/seed.ts'
import type { SessionEnd, SessionStart } from './sessions.ts'
import type { EmulatorStore } from './store.ts'

/** How to start an emulator. */
export interface EmulatorOptions {
  /** 127.0.0.1 unless told. */
  readonly host?: string
  /** Any free one unless told. */
  readonly port?: number
  /** What the store holds at the start: a company of two accounts and regions unless told. */
  readonly seed?: Seed
  /** The machine's clock unless told; latencies run in real time all the same. */
  readonly clock?: EmulatorClock
  /** How much faster than usual resources change their states; at 1 a builder starts in about 5 s. */
  readonly speed?: number
  /** Another reading of what the service leaves open than the strict one, and other quotas. */
  readonly behaviour?: BehaviourOptions
  /** The account of every access key that is not 12 digits; 123456789012 unless told. */
  readonly accountId?: string
  /** Added to each call; 0 unless told. */
  readonly latencyMs?: number
}

/** A running emulator. */
export interface Emulator extends AsyncDisposable {
  /** Where it listens, without a slash at the end. */
  readonly url: string
  readonly calls: CallLog
  readonly faults: Faults
  readonly store: EmulatorStore
  /** What an account (the default one unless told) holds in a region, settled as of now. */
  region(region: string, accountId?: string): RegionStore
  /** Does what the image assistant does on a running image builder; throws the AwsError that forbids it. */
  snapshot(snapshot: Snapshot): void
  /** Changes the state, errors or capacity of a resource. */
  force(change: ForcedChange): void
  /** Starts a user's streaming session; throws the AwsError that forbids it. */
  startSession(session: SessionStart): { readonly id: string }
  endSession(session: SessionEnd): void
  /** Puts the emulator's clock forward. */
  advance(ms: number): void
  /** Empties the store and seeds it anew; calls and faults are cleared too. */
  reset(): void
  /** Stops at once: calls in flight lose their connection. */
  stop(): Promise<void>
}
