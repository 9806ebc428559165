import type { OperationName } from '../../../appstream/operations.ts'
import type { Target } from '../../../appstream/target.ts'
import type { ReadOptions } from '../../../inventory/cached.ts'
import type { Side } from '../../../inventory/pairs.ts'
import type { AnyResource } from '../../../inventory/resources.ts'
import type { Scopes } from '../../access.ts'
import { builder, type SchemaTypes } from '../../builder.ts'
import { defineMutation } from '../../mutation/define.ts'
import { modelledErrorsOf } from '../../mutation/errors.ts'
import type { Association } from '../pair-loader.ts'
import type { ResourceType } from '../resource-type.ts'
import { settingsConstraints, typeNameOf } from './declaration.ts'
import { payloadField } from './payload.ts'
import { findTwoResources, type TwoTypes, twoResourceFields } from './two-resources.ts'

/** Declaration of a mutation that associates or disassociates two resources. */
export interface AssociateDeclaration<Left extends AnyResource, Right extends AnyResource> {
  readonly name: string
  readonly operation: OperationName
  readonly scope: Scopes
  readonly description: string
  readonly association: Association
  readonly types: TwoTypes<Left, Right>
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
    fields: (t) => twoResourceFields(t, types),
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
      const found = findTwoResources(given, types, inventory)
      if (Array.isArray(found)) return found
      const { left, right } = found
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
