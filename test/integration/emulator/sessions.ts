import {
  DescribeSessionsCommand,
  type DescribeSessionsCommandInput,
  ExpireSessionCommand,
  type Session,
} from '@aws-sdk/client-appstream'
import type { EmulatorOptions } from '../../../src/emulator/server.ts'
import { type Estate, region, startEstate } from './estate.ts'

/** A stack and its fleet. */
export const pair = { StackName: 'stack', FleetName: 'fleet' }

/** Starts an estate with a RUNNING fleet, of the given members, that is associated with a stack. */
export async function startStreaming(
  fleet: Readonly<Record<string, unknown>> = {},
  behaviour: EmulatorOptions['behaviour'] = {},
): Promise<Estate> {
  const estate = await startEstate({ behaviour })
  estate.home.putStack({ Name: 'stack' })
  estate.home.putFleet({ Name: 'fleet', ...fleet })
  estate.home.associate('stack', 'fleet')
  return estate
}

/** Starts a session of a user on the stack; returns its id. */
export function startSession({ emulator }: Estate, userId = 'user', authenticationType?: string): string {
  return emulator.startSession({ region, stack: 'stack', fleet: 'fleet', userId, authenticationType }).id
}

/** Describes the sessions of the pair. */
export async function describeSessions(
  { client }: Estate,
  input: Partial<DescribeSessionsCommandInput> = {},
): Promise<readonly Session[]> {
  return (await client.send(new DescribeSessionsCommand({ ...pair, ...input }))).Sessions ?? []
}

/** Expires a session. */
export function expire({ client }: Estate, SessionId: string) {
  return client.send(new ExpireSessionCommand({ SessionId }))
}
