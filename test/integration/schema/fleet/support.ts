import type { TestGateway } from '../../../support/gateway.ts'
import { ACCOUNT, REGION } from '../../../support/gateway.ts'

/** Returns the ARN of a fleet in the account and region that the gateway serves. */
export function fleetArn(name: string, account = ACCOUNT, region = REGION): string {
  return `arn:aws:appstream:${region}:${account}:fleet/${name}`
}

/** Returns the ARN of a stack in the account and region that the gateway serves. */
export function stackArn(name: string, account = ACCOUNT, region = REGION): string {
  return `arn:aws:appstream:${region}:${account}:stack/${name}`
}

/** Returns the number of calls per operation, omitting operations without calls. */
export function callsOf({ emulator }: TestGateway): Readonly<Record<string, number>> {
  const operations = emulator.calls.all.map(({ operation }) => operation)
  return Object.fromEntries([...new Set(operations)].sort().map((name) => [name, emulator.calls.count(name)]))
}
