import { GraphQLError } from 'graphql'
import { type AppStreamArn, isConsistent, parseArn } from '../../appstream/arn.ts'
import type { Target } from '../../appstream/target.ts'
import type { ReportedRead } from '../../inventory/cache/reads.ts'
import type { Kind } from '../../inventory/kind.ts'
import type { ReportedInventory } from '../../inventory/reported.ts'
import type { SchemaTypes } from '../builder.ts'
import { readGlobalId } from '../global-id.ts'
import { imageBuilderKind } from '../image-builder/kind.ts'
import { findIdInTarget } from '../kit/identity.ts'
import { selectTarget, TargetInput, type TargetSelector } from '../target/input.ts'
import { problemsOf, resourceName } from './constraints.ts'
import type { InputProblem } from './error-types.ts'
import { InvalidInput } from './plan.ts'

/** Resource that a mutation changes: its target, and its name in it. */
export interface OwnResource {
  readonly target: Target
  readonly name: string
  readonly resourceType: string
  /** Rejects if the target has another account than the ARN: AWS takes names, which are unique per account only. */
  readonly verify: (read: ReportedRead) => Promise<void>
}

/** Members of an input that identify a resource. */
export interface ResourceIdentifier {
  readonly arn?: string | null | undefined
  readonly name?: string | null | undefined
  readonly target?: TargetSelector | null | undefined
}

/** Returns the input members that identify an existing resource. */
export function resourceIdentifierFields(t: PothosSchemaTypes.InputFieldBuilder<SchemaTypes, 'InputObject'>) {
  return {
    arn: t.id({ description: 'ARN. Mutually exclusive with `name`.' }),
    name: t.string({ description: 'Name in `target`. Mutually exclusive with `arn`.' }),
    target: targetField(t),
  }
}

/** Returns the input member for the account and region of a name. */
export function targetField(
  t: PothosSchemaTypes.InputFieldBuilder<SchemaTypes, 'InputObject'>,
  description = 'Account and region of resources identified by name. Required with a name if the gateway serves several targets.',
) {
  return t.field({ type: TargetInput, description })
}

/** Paths of the identifying members, for error messages. */
export interface IdentifierPaths {
  readonly arn: string
  readonly name: string
}

/** Finds the resource that an input identifies by either ARN or name, or returns problems. Makes no AWS call. */
export function findOwnResource(
  identifier: ResourceIdentifier,
  resourceType: string,
  inventory: ReportedInventory,
  paths: IdentifierPaths = { arn: 'arn', name: 'name' },
): OwnResource | InputProblem[] {
  const { arn, name, target } = identifier
  if ((arn == null) === (name == null)) {
    const message = `Specify exactly one of \`${paths.arn}\` and \`${paths.name}\`.`
    return [{ path: arn == null ? paths.name : paths.arn, message }]
  }
  if (arn != null) {
    const parsed = parseArn(arn)
    const owner: OwnResource | InputProblem[] =
      parsed?.resourceType === resourceType
        ? findOwner(parsed, inventory, paths.arn)
        : [
            {
              path: paths.arn,
              message: `Must be the ARN of an AppStream ${resourceType.replaceAll('-', ' ')}.`,
            },
          ]
    if (target == null) return owner
    const message = 'Applies to a name only: an ARN already contains account and region.'
    return [...(Array.isArray(owner) ? owner : []), { path: 'target', message }]
  }
  const problems = problemsOf(resourceName, name).map(({ message }) => ({ path: paths.name, message }))
  const found = findTarget(target, inventory)
  if (Array.isArray(found)) return [...problems, ...found]
  return problems.length > 0
    ? problems
    : { target: found, name: name ?? '', resourceType, verify: async () => {} }
}

/** Input with a global ID instead of a name. */
export interface IdIdentifier {
  readonly id: string
  readonly target?: TargetSelector | null | undefined
}

/** Finds the target and names in the global ID of a resource without an ARN, or returns problems. Makes no AWS call. */
export function findById(
  { id, target }: IdIdentifier,
  { typename, noun, nameField }: Readonly<Record<'typename' | 'noun' | 'nameField', string>>,
  inventory: Pick<ReportedInventory, 'targets'>,
): { readonly target: Target; readonly names: readonly string[] } | InputProblem[] {
  if (target != null) {
    const message = `Applies to \`${nameField}\` only: an id already contains account and region.`
    return [{ path: 'target', message }]
  }
  const decoded = readGlobalId(id)
  const found = decoded?.typename === typename ? findIdInTarget(decoded.id, 1, inventory) : undefined
  const message = `Must be the global id of a ${noun} in a target of this gateway.`
  return found ?? [{ path: 'id', message }]
}

/** Returns the resource of an ARN with the target that owns it, or the problems of the ARN. */
export function findOwner(
  arn: AppStreamArn,
  inventory: ReportedInventory,
  path: string,
): OwnResource | InputProblem[] {
  const { accountId, region, name, resourceType } = arn
  const candidates =
    isConsistent(arn) && accountId !== ''
      ? inventory.targets.filter(
          (target) => target.region === region && (target.accountId ?? accountId) === accountId,
        )
      : []
  const target = candidates.find((candidate) => candidate.accountId === accountId) ?? candidates[0]
  if (target === undefined) {
    const message =
      accountId === ''
        ? 'Must be a resource of your own account: this ARN belongs to AWS.'
        : noTarget(accountId, region)
    return [{ path, message }]
  }
  return {
    target,
    name,
    resourceType,
    verify: (read) => verifyAccount(inventory, target, accountId, path, read),
  }
}

/** Returns the target that an input names, or the problems of the selector. */
export function findTarget(
  selector: TargetSelector | null | undefined,
  inventory: ReportedInventory,
): Target | InputProblem[] {
  try {
    return selectTarget(inventory.targets, selector)
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    return [{ path: 'target', message: error.message }]
  }
}

/** Rejects a name if the account of its target, which is part of the ARN, cannot be learned from its kind. */
export async function requireAccount(
  inventory: ReportedInventory,
  target: Target,
  kind: Kind,
  path: string,
  read: ReportedRead,
): Promise<void> {
  if (target.accountId === undefined) await inventory.of(target).kinds.of(kind).collection.read(read)
  if (target.accountId !== undefined) return
  const message = 'The account of this target is unknown: set AWS_ACCOUNT_ID, or use the ARN.'
  throw new InvalidInput([{ path, message }])
}

async function verifyAccount(
  inventory: ReportedInventory,
  target: Target,
  accountId: string,
  path: string,
  read: ReportedRead,
): Promise<void> {
  const { kinds, images } = inventory.of(target)
  // Any own resource reveals the account of a target.
  if (target.accountId === undefined) await kinds.of(imageBuilderKind).collection.read(read)
  if (target.accountId === undefined) await images.byVisibility.PRIVATE.read(read)
  if (target.accountId === accountId) return
  const message =
    target.accountId === undefined
      ? 'The account of this target is unknown: set AWS_ACCOUNT_ID, or use the name.'
      : noTarget(accountId, target.region)
  throw new InvalidInput([{ path, message }])
}

function noTarget(accountId: string, region: string): string {
  return `No target matches the account ${accountId} in ${region}; \`appStreamTargets\` lists the configured ones.`
}
