import type { OperationName } from '../../../appstream/model/operations.ts'
import type { Target } from '../../../appstream/target.ts'
import type { ReportedRead } from '../../../inventory/cache/reads.ts'
import type { Side } from '../../../inventory/pairs/pair-kind.ts'
import { type AnyResource, ownArn } from '../../../inventory/resources.ts'
import type { Scopes } from '../../access.ts'
import { builder, type SchemaTypes } from '../../builder.ts'
import { defineMutation } from '../../mutation/define.ts'
import { modelledErrorsOf } from '../../mutation/errors.ts'
import { type OwnResource, requireAccount } from '../../mutation/own-resource.ts'
import { type ActionDeclaration, actionOn } from '../actions.ts'
import type { Association } from '../pair-loader.ts'
import type { ResourceType } from '../resource-type.ts'
import { type Release, teardownRegistry } from '../teardown.ts'
import { settingsConstraints, typeNameOf } from './declaration.ts'
import { payloadField } from './payload.ts'
import { findResourcePair, type ResourcePairTypes, resourcePairFields } from './resource-pair.ts'

/** Declaration of a mutation that associates or disassociates two resources. */
export interface AssociateDeclaration<Left extends AnyResource, Right extends AnyResource> {
  readonly name: string
  readonly operation: OperationName
  readonly scope: Scopes
  readonly description: string
  readonly association: Association
  readonly types: ResourcePairTypes<Left, Right>
  /** Members of the request for the two resources: of their names, or of ARNs. */
  readonly members: Readonly<Record<Side, string | { readonly arn: string }>>
  /** True to associate, false to disassociate. */
  readonly associates: boolean
  /** Use of the mutation as an action on the resource of the right side. Default: it is not listed. */
  readonly action?: ActionDeclaration<Right>
  /** State that AWS requires of a side, to which a teardown plan brings it first. Default: none. */
  readonly requires?: Release['requires']
  /** The side that the mutation is named after. Default: right. */
  readonly subject?: Side
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
  if (!associates) {
    const { requires, subject = 'right' } = declaration
    teardownRegistry.releases.push({ association, mutation: field, subject, requires })
  }
  const nouns = { left: payloadField(types.left.noun), right: payloadField(types.right.noun) }
  const input = builder.inputType(typeNameOf(field, 'Input'), {
    description: `The ${types.right.noun} and the ${types.left.noun}, each identified by ARN or name. Both must be in the same account and region.`,
    fields: (t) => resourcePairFields(t, types),
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
    action: actionOn(types.right.kind, declaration.action),
    input,
    payload,
    constraints: settingsConstraints(operation, {}),
    plan(values, context) {
      const { wholeInventory: inventory } = context
      const found = findResourcePair(values, types, inventory)
      if (Array.isArray(found)) return found
      const { left, right } = found
      const { target } = left
      const names = { left: left.name, right: right.name }
      const pairs = inventory.of(target).pairs.of(association)
      return {
        ...right,
        made: left.name,
        ...(associates && { refersTo: [left, right] }),
        async verify(read: ReportedRead) {
          await left.verify(read)
          await right.verify(read)
          for (const side of ['left', 'right'] as const) {
            if (typeof members[side] === 'string') continue
            await requireAccount(inventory, target, types[side].kind, `${nouns[side]}Name`, read)
          }
        },
        async send(writer) {
          const request = { ...naming(members.left, left), ...naming(members.right, right) }
          try {
            const { awsRequestId } = await writer.callDeclared(operation, request)
            return { output: { target, names }, awsRequestId }
          } finally {
            await pairs.invalidate(['left', names.left], ['right', names.right])
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

/** Returns the member of a request that names a resource. */
function naming(
  member: string | { readonly arn: string },
  { target, resourceType, name }: OwnResource,
): Readonly<Record<string, string | undefined>> {
  return typeof member === 'string'
    ? { [member]: name }
    : { [member.arn]: ownArn(target, resourceType, name) }
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
