import { parseArn } from '../../../appstream/arn.ts'
import type { Side } from '../../../inventory/pairs/pair-kind.ts'
import type { ReportedInventory } from '../../../inventory/reported.ts'
import type { AnyResource } from '../../../inventory/resources.ts'
import type { InputProblem } from '../../mutation/error-types.ts'
import { findOwnResource, type OwnResource, targetField } from '../../mutation/own-resource.ts'
import type { TargetSelector } from '../../target/input.ts'
import type { InputFields } from '../request.ts'
import type { ResourceType } from '../resource-type.ts'
import { payloadField } from './payload.ts'

/** The types of two resources of one target that an input names, each by ARN or name. */
export interface ResourcePairTypes<Left extends AnyResource, Right extends AnyResource> {
  readonly left: ResourceType<Left>
  readonly right: ResourceType<Right>
}

interface TwoResourcesInput {
  readonly target?: TargetSelector | null
}

/** Returns the input fields that name two resources: the right one, the left one, and the target of names. */
export function resourcePairFields<Left extends AnyResource, Right extends AnyResource>(
  t: InputFields,
  { left, right }: ResourcePairTypes<Left, Right>,
) {
  return { ...identifierFields(t, right.noun), ...identifierFields(t, left.noun), target: targetField(t) }
}

function identifierFields(t: InputFields, noun: string) {
  const field = payloadField(noun)
  return {
    [`${field}Arn`]: t.id({ description: `ARN of the ${noun}. Mutually exclusive with \`${field}Name\`.` }),
    [`${field}Name`]: t.string({
      description: `Name of the ${noun} in \`target\`. Mutually exclusive with \`${field}Arn\`.`,
    }),
  }
}

/** Returns the two resources that an input names, or its problems. Does not call AWS. */
export function findResourcePair<Left extends AnyResource, Right extends AnyResource>(
  input: object,
  types: ResourcePairTypes<Left, Right>,
  inventory: ReportedInventory,
): Readonly<Record<Side, OwnResource>> | InputProblem[] {
  const nouns = { left: payloadField(types.left.noun), right: payloadField(types.right.noun) }
  const left = findOne(input, types.left, nouns.left, nouns.right, inventory)
  const right = findOne(input, types.right, nouns.right, nouns.left, inventory)
  if (Array.isArray(left) || Array.isArray(right)) {
    return [left, right].flatMap((found) => (Array.isArray(found) ? found : []))
  }
  if (left.target === right.target) return { left, right }
  const message = `Must be in the account and region of the ${types.right.noun}.`
  return [{ path: `${nouns.left}Arn`, message }]
}

/** Returns one of the two. The ARN of the other one determines the target of a name. */
function findOne<Item extends AnyResource>(
  input: object & TwoResourcesInput,
  { kind }: ResourceType<Item>,
  field: string,
  otherField: string,
  inventory: ReportedInventory,
): OwnResource | InputProblem[] {
  const paths = { arn: `${field}Arn`, name: `${field}Name` }
  const texts = new Map(Object.entries<unknown>({ ...input }))
  const textAt = (member: string) => {
    const value = texts.get(member)
    return typeof value === 'string' ? value : undefined
  }
  const { target } = input
  const arn = textAt(paths.arn)
  const other = textAt(`${otherField}Arn`)
  const parsed = target == null && other !== undefined ? parseArn(other) : undefined
  const ofOther = parsed && { accountId: parsed.accountId, region: parsed.region }
  // An ARN contains its target; `target` then belongs to the name of the other one.
  return findOwnResource(
    { arn, name: textAt(paths.name), target: arn === undefined ? (target ?? ofOther) : undefined },
    kind.arnType ?? '',
    inventory,
    paths,
  )
}
