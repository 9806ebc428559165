import {
  type AppStreamClient,
  CreateFleetCommand,
  type CreateFleetCommandInput,
  DescribeFleetsCommand,
  type Fleet,
} from '@aws-sdk/client-appstream'
import {
  type Emulator,
  type EmulatorOptions,
  type ManualClock,
  manualClock,
} from '../../../src/emulator/server.ts'
import { clientOf, startEmptyEmulator } from './client.ts'

/** Region of these tests. */
export const region = 'us-east-1'

/** Emulator with an image named `base`, a client, and the emulator's clock. */
export interface Estate extends AsyncDisposable {
  readonly emulator: Emulator
  readonly client: AppStreamClient
  readonly clock: ManualClock
  /** Resources of the client's account. */
  readonly home: ReturnType<Emulator['region']>
}

/**
 * Starts an emulator on a manual clock. New resources are visible at once unless `behaviour` overrides it.
 */
export async function startEstate({ behaviour, ...options }: EmulatorOptions = {}): Promise<Estate> {
  const clock = manualClock()
  const emulator = await startEmptyEmulator({
    clock,
    behaviour: { visibleAfterMs: 0, ...behaviour },
    ...options,
  })
  const client = clientOf(emulator)
  const home = emulator.region(region)
  home.putImage({ Name: 'base', Platform: 'WINDOWS_SERVER_2022' })
  return {
    emulator,
    client,
    clock,
    home,
    async [Symbol.asyncDispose]() {
      client.destroy()
      await emulator.stop()
    },
  }
}

/**
 * Creates an Always-On fleet of two instances; given members replace those of the request, undefined removes
 * them.
 */
export function createFleet(client: AppStreamClient, input: Partial<CreateFleetCommandInput> = {}) {
  return client.send(
    new CreateFleetCommand({
      Name: 'fleet',
      ImageName: 'base',
      InstanceType: 'stream.standard.medium',
      ComputeCapacity: { DesiredInstances: 2 },
      ...input,
    }),
  )
}

/** Valid request for an Elastic fleet. */
export const elastic = {
  FleetType: 'ELASTIC',
  ImageName: undefined,
  ComputeCapacity: undefined,
  Platform: 'WINDOWS_SERVER_2022',
  MaxConcurrentSessions: 5,
  VpcConfig: { SubnetIds: ['subnet-1', 'subnet-2'] },
} as const satisfies Partial<CreateFleetCommandInput>

/** Describes the fleet of a name; undefined if no fleet is listed. */
export async function describeFleet(client: AppStreamClient, name = 'fleet'): Promise<Fleet | undefined> {
  const { Fleets = [] } = await client.send(new DescribeFleetsCommand({}))
  return Fleets.find(({ Name }) => Name === name)
}
