import { randomBytes } from 'node:crypto'
import { AwsError } from '../../errors.ts'
import { type JsonObject, optionalString, requiredString } from '../../json.ts'
import type { OperationContext } from '../../kit/operation.ts'
import { combinationError, requireExisting } from '../../kit/preconditions.ts'
import { expiryOf, streamingUrl } from '../../kit/streaming-url.ts'
import { catalogOfFleet } from '../application/catalog.ts'
import type { FleetRecord } from '../fleet/kind.ts'

/** CreateStreamingURL: signs a user in to a stack and one of its RUNNING fleets. */
export function createStreamingUrl(input: JsonObject, context: OperationContext): JsonObject {
  const { region } = context
  const expiresMs = expiryOf(input, 60, context)
  const stack = requireExisting(region.stacks, requiredString(input, 'StackName'), context)
  const fleet = requireExisting(region.fleets, requiredString(input, 'FleetName'), context)
  if (!region.associations.has(stack.Name, fleet.Name)) {
    throw combinationError(`The fleet ${fleet.Name} is not associated with the stack ${stack.Name}.`)
  }
  if (fleet.State !== 'RUNNING') {
    const message = `The fleet ${fleet.Name} is ${fleet.State}. It must be RUNNING.`
    throw new AwsError('ResourceNotAvailableException', message)
  }
  requireApplication(optionalString(input, 'ApplicationId'), fleet, context)
  const parameters = {
    type: 'END_USER',
    expires: `${Math.floor(expiresMs / 1000)}`,
    awsAccountId: region.accountId,
    userId: requiredString(input, 'UserId'),
    applicationId: optionalString(input, 'ApplicationId'),
    sessionContext: optionalString(input, 'SessionContext'),
    fleetReference: `fleet/${fleet.Name}`,
    stackReference: `stack/${stack.Name}`,
    signature: randomBytes(48).toString('base64url'),
  }
  const encoded = Buffer.from(JSON.stringify(parameters)).toString('base64url')
  return streamingUrl(encoded, expiresMs, context)
}

/** Rejects an application that is not in the catalog, and the desktop if the fleet does not stream it. */
function requireApplication(name: string | undefined, fleet: FleetRecord, context: OperationContext): void {
  if (name === undefined) return
  if (name === 'Desktop') {
    if (fleet['StreamView'] === 'DESKTOP') return
    throw combinationError(`The fleet ${fleet.Name} does not stream the desktop.`)
  }
  if (catalogOfFleet(fleet, context).some(({ Name }) => Name === name)) return
  const message = `The application ${name} is not in the catalog of the fleet ${fleet.Name}.`
  throw new AwsError('ResourceNotFoundException', message)
}
