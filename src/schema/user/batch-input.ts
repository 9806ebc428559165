import { z } from 'zod'
import type { Target } from '../../appstream/target.ts'
import type { ReportedRead } from '../../inventory/cache/reads.ts'
import type { ReportedInventory } from '../../inventory/reported.ts'
import { builder } from '../builder.ts'
import { constraintsOf } from '../kit/constraints.ts'
import { listOf, problemsOf, resourceName } from '../mutation/constraints.ts'
import type { InputProblem } from '../mutation/error-types.ts'
import { findOwnResource, findTarget, type OwnResource, targetField } from '../mutation/own-resource.ts'
import type { TargetSelector } from '../target/input.ts'

/** Maximum number of associations per call. */
const MAX_ASSOCIATIONS = 25

/** User and stack as identified by an input. */
export interface UserStackInput {
  readonly userName: string
  readonly stackArn?: string | null | undefined
  readonly stackName?: string | null | undefined
  readonly sendEmailNotification?: boolean | null | undefined
}

/** Input of a batch. */
export interface BatchInput {
  readonly associations: readonly UserStackInput[]
  readonly target?: TargetSelector | null | undefined
}

const AssociationInput = builder.inputType('AppStreamUserStackAssociationInput', {
  description: 'User and stack, in the same account and region.',
  fields: (t) => ({
    userName: t.string({
      required: true,
      description: 'E-mail address of the user; case-sensitive.',
    }),
    stackArn: t.id({ description: 'ARN of the stack. Mutually exclusive with `stackName`.' }),
    stackName: t.string({ description: 'Name of the stack. Mutually exclusive with `stackArn`.' }),
    sendEmailNotification: t.boolean({
      description:
        'True to send the user an e-mail about the stack. Default: set by AWS. Ignored by a disassociation.',
    }),
  }),
})

/** Creates the input of a batch. */
export function batchInput(name: string, description: string) {
  return builder.inputType(name, {
    description,
    fields: (t) => ({
      associations: t.field({
        type: [AssociationInput],
        required: true,
        description: `Users and stacks, 1 to ${MAX_ASSOCIATIONS}, all in one account and region, without duplicates.`,
      }),
      target: targetField(
        t,
        'Account and region of users and stacks identified by name. Required if the gateway serves several targets and no `stackArn` is given.',
      ),
    }),
  })
}

/** Constraints of a batch. */
export const batchConstraints = z.object({
  associations: listOf(
    constraintsOf('UserStackAssociation', ['UserName', 'SendEmailNotification']),
    1,
    MAX_ASSOCIATIONS,
    'association',
  ),
})

/** Valid input of a batch. */
export interface Batch {
  readonly target: Target
  readonly pairs: readonly BatchPair[]
  /** Rejects if the ARNs belong to another account than the target. */
  verify(read: ReportedRead): Promise<void>
}

/** Names of a user and a stack in the target of the batch. */
export interface BatchPair {
  readonly userName: string
  readonly stackName: string
  readonly sendEmailNotification: boolean | undefined
}

/** Returns the batch of an input, or the problems of the input. Does not call AWS. */
export function findBatch(
  { associations, target: selector }: BatchInput,
  inventory: ReportedInventory,
): Batch | InputProblem[] {
  // The constraints already report a batch of the wrong size.
  if (associations.length === 0 || associations.length > MAX_ASSOCIATIONS) return []
  // The first ARN determines the target of names.
  const target = targetOf(associations, selector, inventory)
  if (Array.isArray(target)) return target
  const found = associations.map((association, index) =>
    findStack(association, `associations.${index}`, target, inventory),
  )
  const problems = found.filter((result) => Array.isArray(result)).flat()
  if (problems.length > 0) return problems
  const stacks = found.filter((result): result is OwnResource => !Array.isArray(result))
  const pairs = associations.map(({ userName, sendEmailNotification }, index) => ({
    userName,
    stackName: stacks[index]?.name ?? '',
    sendEmailNotification: sendEmailNotification ?? undefined,
  }))
  const duplicates = duplicatesIn(pairs)
  if (duplicates.length > 0) return duplicates
  return {
    target,
    pairs,
    async verify(read) {
      for (const stack of stacks) await stack.verify(read)
    },
  }
}

function duplicatesIn(pairs: readonly BatchPair[]): InputProblem[] {
  const keys = pairs.map(({ userName, stackName }) => JSON.stringify([userName, stackName]))
  return keys.flatMap((key, index) =>
    keys.indexOf(key) < index
      ? [{ path: `associations.${index}`, message: 'Duplicate association: list each user and stack once.' }]
      : [],
  )
}

function targetOf(
  associations: readonly UserStackInput[],
  selector: TargetSelector | null | undefined,
  inventory: ReportedInventory,
): Target | InputProblem[] {
  const index = associations.findIndex(({ stackArn }) => stackArn != null)
  const arn = associations[index]?.stackArn
  if (selector != null || arn == null) return findTarget(selector, inventory)
  const owner = findOwnResource({ arn }, 'stack', inventory, pathsAt(`associations.${index}`))
  return Array.isArray(owner) ? owner : owner.target
}

function findStack(
  { stackArn, stackName }: UserStackInput,
  path: string,
  target: Target,
  inventory: ReportedInventory,
): OwnResource | InputProblem[] {
  const paths = pathsAt(path)
  if (stackArn == null && stackName != null) {
    const problems = problemsOf(resourceName, stackName)
    if (problems.length > 0) return problems.map(({ message }) => ({ path: paths.name, message }))
    return { target, name: stackName, resourceType: 'stack', verify: async () => {} }
  }
  const found = findOwnResource({ arn: stackArn, name: stackName }, 'stack', inventory, paths)
  if (Array.isArray(found) || found.target === target) return found
  return [
    {
      path: paths.arn,
      message:
        'Must be in the account and region of the other associations: send one batch per account and region.',
    },
  ]
}

function pathsAt(path: string) {
  return { arn: `${path}.stackArn`, name: `${path}.stackName` }
}
