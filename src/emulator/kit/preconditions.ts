import { AwsError } from '../errors.ts'
import { type JsonObject, optionalObject, stringList } from '../json.ts'
import type { Kind, ResourceRecord } from './kind.ts'
import type { OperationContext } from './operation.ts'
import type { Table } from './table.ts'

/** Returns ResourceNotFoundException with the message of the service. */
export function notFound({ label }: Pick<Kind<never>, 'label'>, key: string, accountId: string): AwsError {
  const message = `The ${label} ${key} for account ${accountId} does not exist.`
  return new AwsError('ResourceNotFoundException', message)
}

/** Returns ResourceNotFoundException for an ARN. */
export function arnNotFound(arn: string): AwsError {
  return new AwsError('ResourceNotFoundException', `The resource ${arn} does not exist.`)
}

/** Returns LimitExceededException for an exhausted quota. */
export function quotaExceeded(what: string, quota: number): AwsError {
  return new AwsError('LimitExceededException', `The quota of ${quota} ${what} has been reached.`)
}

/** Returns OperationNotPermittedException for a state that forbids the operation. */
export function notPermitted(
  { label }: Pick<Kind<never>, 'label'>,
  key: string,
  state = 'in an unknown state',
): AwsError {
  return new AwsError(
    'OperationNotPermittedException',
    `The ${label} ${key} is ${state}: the operation is not permitted in this state.`,
  )
}

/** Returns InvalidParameterCombinationException. */
export function combinationError(message: string): AwsError {
  return new AwsError('InvalidParameterCombinationException', message)
}

/** Returns ResourceInUseException. */
export function inUse(message: string): AwsError {
  return new AwsError('ResourceInUseException', message)
}

/** Returns the resource of a table, or throws ResourceNotFoundException. */
export function requireExisting<Item extends ResourceRecord>(
  table: Table<Item>,
  key: string,
  { region }: OperationContext,
): Item {
  const item = table.get(key)
  if (item === undefined) throw notFound(table.kind, key, region.accountId)
  return item
}

/** Returns a resource that others can refer to. A new resource is not found at first. */
export function requireReferable<Item extends ResourceRecord>(
  table: Table<Item>,
  key: string,
  context: OperationContext,
): Item {
  const item = requireExisting(table, key, context)
  if (!table.isReferable(key)) throw notFound(table.kind, key, context.region.accountId)
  return item
}

/** Returns the resource of a table that has an ARN, or throws ResourceNotFoundException. */
export function requireByArn<Item extends ResourceRecord>(table: Table<Item>, arn: string): Item {
  const item = table.values().find(({ Arn }) => Arn === arn)
  if (item === undefined) throw arnNotFound(arn)
  return item
}

/** Throws ResourceAlreadyExistsException for a name that is taken. */
export function requireNew<Item extends ResourceRecord>(table: Table<Item>, key: string): void {
  if (!table.has(key)) return
  throw new AwsError('ResourceAlreadyExistsException', `The ${table.kind.label} ${key} already exists.`)
}

/** Throws LimitExceededException if the table has reached its quota. */
export function requireQuota<Item extends ResourceRecord>(
  { kind, size }: Table<Item>,
  { behaviour }: OperationContext,
): void {
  if (kind.quota === undefined) return
  const quota = behaviour.quotas[kind.quota]
  if (size >= quota) throw quotaExceeded(kind.plural, quota)
}

/** Throws InvalidRoleException for a role whose name ends in "invalid", since the emulator has no IAM. */
export function requireRole(arn: string | undefined): void {
  if (!arn?.endsWith('invalid')) return
  throw new AwsError(
    'InvalidRoleException',
    `AppStream encountered an error because your IAM role '${arn}' is invalid`,
  )
}

/** Throws OperationNotPermittedException for an S3 bucket whose name ends in "denied", since there is no real S3. */
export function requireReadable(location: JsonObject | undefined): void {
  const bucket = `${location?.['S3Bucket']}`
  if (!bucket.endsWith('denied')) return
  throw new AwsError('OperationNotPermittedException', `AppStream cannot read the S3 bucket ${bucket}.`)
}

/**
 * Throws InvalidParameterCombinationException for a resource without two subnets.
 * @param label subject of the message, such as `An Elastic fleet`.
 */
export function requireTwoSubnets(resource: JsonObject, label: string): void {
  const subnets = stringList(optionalObject(resource, 'VpcConfig') ?? {}, 'SubnetIds')
  if (new Set(subnets).size >= 2) return
  throw combinationError(`${label} requires two subnets in different Availability Zones.`)
}
