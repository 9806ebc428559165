import type { BehaviourOptions } from './behaviour.ts'
import type { CallLog } from './calls.ts'
import type { EmulatorClock } from './clock.ts'
import type { Faults } from './faults.ts'
import type { ForcedChange, Snapshot } from './interventions.ts'
import type { Packaging } from './packaging.ts'
import type { RegionStore } from './region.ts'
import type { LicenseUse } from './resources/license-usage/use.ts'
import type { DeploymentFailure } from './resources/software/deployment.ts'
import type { Seed } from './seed/seed.ts'
import type { SessionEnd, SessionStart, UserConfirmation } from './sessions.ts'
import type { EmulatorStore } from './store.ts'

/** Configures an emulator. */
export interface EmulatorOptions {
  /** Default: 127.0.0.1. */
  readonly host?: string
  /** Default: a free port. */
  readonly port?: number
  /** Initial content of the store. Default: a company with two accounts and two regions. */
  readonly seed?: Seed
  /** Default: the system clock. Latencies always run in real time. */
  readonly clock?: EmulatorClock
  /** Factor that accelerates state transitions; at 1 a builder starts in about 5 s. */
  readonly speed?: number
  /** Overrides of the strict behaviour and of the quotas. */
  readonly behaviour?: BehaviourOptions
  /** Account of access keys that are not 12 digits. Default: 123456789012. */
  readonly accountId?: string
  /** Latency added to each call. Default: 0. */
  readonly latencyMs?: number
}

/** A running emulator. */
export interface Emulator extends AsyncDisposable {
  /** URL of the emulator, without a trailing slash. */
  readonly url: string
  readonly calls: CallLog
  readonly faults: Faults
  readonly store: EmulatorStore
  /** Returns an account's resources in a region with all due transitions applied. Default: the default account. */
  region(region: string, accountId?: string): RegionStore
  /**
   * Takes a snapshot of a running image builder, as the image assistant does. @throws AwsError if it is not permitted
   */
  snapshot(snapshot: Snapshot): void
  /** Packages an app block on a running app block builder. @throws AwsError if it is not permitted */
  package(packaging: Packaging): void
  /** Changes the state, errors or capacity of a resource. */
  force(change: ForcedChange): void
  /** Starts a user's streaming session. @throws AwsError if it is not permitted */
  startSession(session: SessionStart): { readonly id: string }
  endSession(session: SessionEnd): void
  /** Disconnects the user of a session, which ends after the disconnect timeout of its fleet. */
  disconnectSession(session: SessionEnd): void
  /** Confirms a user of the user pool, as if the user had set a password. */
  confirmUser(user: UserConfirmation): void
  /** Lets the current or next software deployment of a builder fail. */
  failDeployment(failure: DeploymentFailure): void
  /** Records the use of license-included software by a user. */
  useLicense(use: LicenseUse): void
  /** Advances the emulator's clock. */
  advance(ms: number): void
  /** Clears the store, the calls and the faults, and seeds the store again. */
  reset(): void
  /** Stops immediately. Calls in flight lose their connection. */
  stop(): Promise<void>
}
