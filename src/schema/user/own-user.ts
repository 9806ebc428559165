import type { Target } from '../../appstream/target.ts'
import type { ReportedRead } from '../../inventory/cache/reads.ts'
import { namedKey } from '../../inventory/kind.ts'
import type { GraphContext } from '../context.ts'
import { encodeGlobalId } from '../global-id.ts'
import { constraintsOf } from '../kit/constraints.ts'
import { idInTarget } from '../kit/identity.ts'
import { exclusive, type InputFields } from '../kit/request.ts'
import { problemsOf } from '../mutation/constraints.ts'
import type { InputProblem } from '../mutation/error-types.ts'
import { modelledError } from '../mutation/errors.ts'
import { findById, findTarget, targetField } from '../mutation/own-resource.ts'
import { MutationRejected } from '../mutation/plan.ts'
import type { ReferredResource } from '../mutation/recent-creations.ts'
import type { TargetSelector } from '../target/input.ts'
import { USERPOOL, userAlias, userKind } from './kind.ts'

/** Input members that identify a user. */
export interface UserIdentifier {
  readonly id?: string | null | undefined
  readonly userName?: string | null | undefined
  readonly target?: TargetSelector | null | undefined
}

/** User that a mutation changes. */
export interface OwnUser {
  readonly target: Target
  /** Global id. Identifies the user in the audit log, which must not contain e-mail addresses. */
  readonly globalId: string
  /** Key of the user in the recent creations. */
  readonly reference: ReferredResource
  /**
   * Returns the name. Lists the user pool if the id of the input is not cached.
   * @throws MutationRejected if the user pool has no such user
   */
  name(read: ReportedRead): Promise<string>
}

/** Returns the input fields that identify an existing user. */
export function userIdentifierFields(t: InputFields) {
  return {
    id: t.id({ description: 'Global ID of the user. Mutually exclusive with `userName`.' }),
    userName: t.string({
      description: 'E-mail address of the user in `target`; case-sensitive. Mutually exclusive with `id`.',
    }),
    target: targetField(t),
  }
}

/** Returns the AWS request members that identify a user. */
export function userRequest(userName: string) {
  return { UserName: userName, AuthenticationType: USERPOOL } as const
}

/** Returns the user with a name. */
export function userOf(target: Target, userName: string): OwnUser {
  return { ...identified(target, userAlias(userName)), name: async () => userName }
}

/** Returns the user identified by exactly one of id and name, or the problems of the input. Does not call AWS. */
export function findUser(input: UserIdentifier, context: GraphContext): OwnUser | InputProblem[] {
  const { id, userName, target: selector } = input
  const problems = exclusive({ ...input }, ['id', 'userName'], { isRequired: true })
  if (problems.length > 0) return problems
  if (id == null) {
    const wrong = problemsOf(constraintsOf('EnableUserRequest', ['UserName']), { userName })
    const target = findTarget(selector, context.inventory)
    if (Array.isArray(target)) return [...wrong, ...target]
    return wrong.length > 0 ? wrong : userOf(target, userName ?? '')
  }
  const naming = { typename: userKind.name, noun: 'user', nameField: 'userName' }
  const found = findById({ id, target: selector }, naming, context.inventory)
  if (Array.isArray(found)) return found
  const {
    target,
    names: [alias = ''],
  } = found
  return {
    ...identified(target, alias),
    name: async (read) => findName(target, alias, read, context),
  }
}

function identified(target: Target, alias: string): Omit<OwnUser, 'name'> {
  return {
    target,
    globalId: encodeGlobalId(userKind.name, idInTarget(target, [alias])),
    reference: { target, resourceType: 'user', name: alias },
  }
}

async function findName(
  target: Target,
  alias: string,
  read: ReportedRead,
  { wholeInventory, reading }: GraphContext,
): Promise<string> {
  const { collection } = wholeInventory.of(target).kinds.of(userKind)
  const key = namedKey(target, alias)
  // The name of an id never changes, so a listing of any age suffices.
  const known =
    collection.latest()?.items.get(key) ??
    (await collection.read(read)).items.get(key) ??
    (await collection.read({ ...read, ...reading.now(read.signal) })).items.get(key)
  if (known !== undefined) return known.name
  throw new MutationRejected(
    modelledError(
      'ResourceNotFound',
      'The user pool has no user with this id; `appStreamUsers` lists its users.',
    ),
  )
}
