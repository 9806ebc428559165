import {
  CreateEntitlementCommand,
  type CreateEntitlementCommandInput,
  DescribeEntitlementsCommand,
  type Entitlement,
} from '@aws-sdk/client-appstream'
import type { EmulatorOptions } from '../../../src/emulator/server.ts'
import { type Estate, startEstate } from './estate.ts'

/** Starts an estate with a stack whose fleet runs an image with two applications. */
export async function startOffice(behaviour: EmulatorOptions['behaviour'] = {}): Promise<Estate> {
  const estate = await startEstate({ behaviour })
  estate.home.putImage({ Name: 'base', Applications: [{ Name: 'Ledger' }, { Name: 'Firefox' }] })
  estate.home.putFleet({ Name: 'fleet', ImageName: 'base' })
  estate.home.putStack({ Name: 'stack' })
  estate.home.associate('stack', 'fleet')
  return estate
}

/** Creates an entitlement of the stack that shows all applications to the finance department. */
export function createEntitlement({ client }: Estate, input: Partial<CreateEntitlementCommandInput> = {}) {
  return client.send(
    new CreateEntitlementCommand({
      StackName: 'stack',
      Name: 'finance',
      AppVisibility: 'ALL',
      Attributes: [{ Name: 'department', Value: 'finance' }],
      ...input,
    }),
  )
}

/** Describes the entitlements of the stack. */
export async function describeEntitlements(
  { client }: Estate,
  Name?: string,
): Promise<readonly Entitlement[]> {
  const command = new DescribeEntitlementsCommand({ StackName: 'stack', Name })
  return (await client.send(command)).Entitlements ?? []
}
