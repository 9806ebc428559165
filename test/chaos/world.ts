import { type Emulator, startEmulator } from '../../src/emulator/server.ts'
import { REGION } from '../support/gateway.ts'
import type { Environment } from '../support/replicas/replicas.ts'
import { recordTruth, type Truth } from './truth.ts'

/** AppStream of a chaos run, and the record of its states. */
export interface World extends AsyncDisposable {
  readonly emulator: Emulator
  readonly truth: Truth
  /** Environment of the gateways. */
  readonly environment: Environment
  /** Changes a resource as AWS does by itself. */
  force(change: Readonly<Record<string, unknown>>): Promise<void>
}

export const FLEETS = Array.from({ length: 50 }, (_, index) => `fleet-${index}`)
export const BUILDERS = Array.from({ length: 50 }, (_, index) => `builder-${index}`)

/** Stacks, each with the fleet that it may have. These only change by mutations. */
export const STACKS = Array.from({ length: 10 }, (_, index) => `stack-${index}`)
export const KEPT_FLEETS = STACKS.map((name) => `fleet-of-${name}`)

/** Milliseconds between polls. */
export const POLL_MS = 500
const LATENCY_MS = 15
const SPEED = 10
const QUOTA = 100_000

/** Starts an emulator whose resources change ten times as fast, with no quotas in the way. */
export async function startWorld(): Promise<World> {
  const emulator = await startEmulator({
    speed: SPEED,
    latencyMs: LATENCY_MS,
    behaviour: { quotas: { imageBuilders: QUOTA, fleets: QUOTA, instancesPerType: QUOTA } },
    seed({ store, accountId }) {
      const home = store.region(REGION, accountId)
      home.putImage({ Name: 'golden', ImageBuilderSupported: true })
      for (const Name of FLEETS) home.putFleet({ Name, State: 'RUNNING', DisplayName: 'first' })
      for (const Name of KEPT_FLEETS) home.putFleet({ Name, State: 'RUNNING', DisplayName: 'kept' })
      for (const Name of STACKS) home.putStack({ Name })
      for (const Name of BUILDERS) home.putImageBuilder({ Name, State: 'STOPPED' })
    },
  })
  return {
    emulator,
    truth: recordTruth(emulator.region(REGION)),
    environment: {
      AWS_ENDPOINT_URL_APPSTREAM: emulator.url,
      WATCH_ACTIVE_INTERVAL_MS: String(POLL_MS),
      WATCH_IDLE_INTERVAL_MS: String(POLL_MS),
      LOG_LEVEL: 'warn',
    },
    async force(change) {
      const body = JSON.stringify({ region: REGION, ...change })
      const response = await fetch(`${emulator.url}/_emulator/force`, { method: 'POST', body })
      await response.body?.cancel()
    },
    [Symbol.asyncDispose]: () => emulator.stop(),
  }
}
