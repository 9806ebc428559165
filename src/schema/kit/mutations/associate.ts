import { parseArn } from '../../../appstream/arn.ts'
import type { OperationName } from '../../../appstream/operations.ts'
import type { Target } from '../../../appstream/target.ts'
import type { ReadOptions } from '../../../inventory/cached.ts'
import type { Side } from '../../../inventory/pairs.ts'
import type { AnyResource } from '../../../inventory/resources.ts'
import type { Scopes } from '../../access.ts'
import { builder, type SchemaTypes } from '../../builder.ts'
import { defineMutation } from '../../mutation/define.ts'
import { modelledErrorsOf } from '../../mutation/errors.ts'
import { findOwnResource, type OwnResource, targetField } from '../../mutation/own-resource.ts'
import type { TargetSelector } from '../../target/input.ts'
import type { Association } from '../pair-loader.ts'
import type { ResourceType } from '../resource-type.ts'
import { type Input, settingsConstraints, typeNameOf } from './declaration.ts'
import { payloadField } from './payload.ts'

/** Declaration of a mutation that associates or disassociates two resources. */
export interface AssociateDeclaration<Left extends AnyResource, Right extends AnyResource> {
  readonly name: string
  readonly operation: OperationName
  readonly scope: Scopes
  readonly description: string
  readonly association: Association
  readonly types: { readonly left: ResourceType<Left>; readonly right: ResourceType<Right> }
  /** Members of the request for the names. */
  readonly members: Readonly<Record<Side, string>>
  /** True to associate, false to disassociate. */
  readonly associates: boolean
}

interface Pair {
  readonly target: Target
  readonly names: Readonly<Record<Side, string>>
}

/** Adds a mutation that associates or disassociates two resources of one target. */
export function associate<Left extends AnyResource, Right extends AnyResource>(
  declaration: AssociateDeclaration<Left, Right>,
): void {
  const { name: field, operation, types, association, members, associates } = declaration
  const nouns = { left: payloadField(types.left.noun), right: payloadField(types.right.noun) }
  const input = builder.inputType(typeNameOf(field, 'Input'), {
    description: `The ${types.right.noun} and the ${types.left.noun}, each identified by ARN or name. Both must be in the same account and region.`,
    fields: (t) => ({
      ...identifierFields(t, nouns.right),
      ...identifierFields(t, nouns.left),
      target: targetField(t),
    }),
  })
  const payload = builder.objectRef<Pair>(typeNameOf(field, 'Payload')).implement({
    description: `Payload with the ${types.right.noun} and the ${types.left.noun}.`,
    fields: (t) => ({
      [nouns.right]: t.field(memberOf(types.right, 'right')),
      [nouns.left]: t.field(memberOf(types.left, 'left')),
    }),
  })

  defineMutation<object, Pair>({
    name: field,
    operation,
    scope: declaration.scope,
    description: declaration.description,
    errors: modelledErrorsOf(operation),
    input,
    payload,
    constraints: settingsConstraints(operation, {}),
    plan(given, context) {
      const { inventory } = context
      const left = findSide({ ...given }, types.left, nouns.left, nouns.right, inventory)
      const right = findSide({ ...given }, types.right, nouns.right, nouns.left, inventory)
      if (Array.isArray(left) || Array.isArray(right)) {
        return [left, right].flatMap((found) => (Array.isArray(found) ? found : []))
      }
      if (left.target !== right.target) {
        return [
          {
            path: `${nouns.left}Arn`,
            message: `Must be in the account and region of the ${types.right.noun}.`,
          },
        ]
      }
      const { target } = left
      const names = { left: left.name, right: right.name }
      const pairs = inventory.of(target).pairs.of(association)
      return {
        ...right,
        made: left.name,
        ...(associates && { refersTo: [left, right] }),
        async verify(read: ReadOptions) {
          await left.verify(read)
          await right.verify(read)
        },
        async send(writer) {
          const request = { [members.left]: names.left, [members.right]: names.right }
          try {
            const { awsRequestId } = await writer.callDeclared(operation, request)
            return { output: { target, names }, awsRequestId }
          } finally {
            pairs.invalidate('left', names.left)
            pairs.invalidate('right', names.right)
          }
        },
        async reconcile(read) {
          const partners = await pairs.read('left', names.left, read)
          return partners.has(names.right) === associates ? { target, names } : undefined
        },
      }
    },
  })
}

function identifierFields(t: PothosSchemaTypes.InputFieldBuilder<SchemaTypes, 'InputObject'>, noun: string) {
  return {
    [`${noun}Arn`]: t.id({ description: `ARN of the ${noun}. Mutually exclusive with \`${noun}Name\`.` }),
    [`${noun}Name`]: t.string({
      description: `Name of the ${noun} in \`target\`. Mutually exclusive with \`${noun}Arn\`.`,
    }),
  }
}

function memberOf<Item extends AnyResource>({ kind, noun, ref }: ResourceType<Item>, side: Side) {
  return {
    type: ref,
    nullable: true,
    description: `The ${noun}, read from AWS only if selected. Null if it no longer exists.`,
    // Pothos' conditional type of a resolver stays open over a type parameter.
    resolve: (({ target, names }: Pair, _args: object, { loaders }: SchemaTypes['Context']) =>
      loaders.kinds.byName(kind, { target, name: names[side] })) as never,
  } as const
}

/** Finds the resource of one side. The ARN of the other side determines the target of a name. */
function findSide<Item extends AnyResource>(
  given: Input,
  { kind }: ResourceType<Item>,
  noun: string,
  otherNoun: string,
  inventory: Parameters<typeof findOwnResource>[2],
): OwnResource | ReturnType<typeof findOwnResource> {
  const paths = { arn: `${noun}Arn`, name: `${noun}Name` }
  const arn = given[paths.arn] as string | null | undefined
  const name = given[paths.name] as string | null | undefined
  const target = given['target'] as TargetSelector | null | undefined
  const other = given[`${otherNoun}Arn`]
  const parsed = target == null && typeof other === 'string' ? parseArn(other) : undefined
  const ofOther = parsed && { accountId: parsed.accountId, region: parsed.region }
  // An ARN contains its target, so `target` applies to the name of the other side.
  return findOwnResource(
    { arn, name, target: arn == null ? (target ?? ofOther) : undefined },
    kind.arnType ?? '',
    inventory,
    paths,
  )
}
