import type { InputObjectRef } from '@pothos/core'
import type { Kind } from '../../inventory/kind.ts'
import type { AnyResource } from '../../inventory/resources.ts'
import { builder, type SchemaTypes } from '../builder.ts'
import type { OrderInput } from '../connection/order.ts'
import { pageSize } from '../connection/type.ts'
import type { GraphContext } from '../context.ts'
import { badUserInput, truncate } from '../errors.ts'
import { identify, type ResourceIdentifier } from '../identify.ts'
import {
  selectTarget,
  selectTargets,
  TargetInput,
  type TargetSelector,
  targetsArgument,
} from '../target/input.ts'
import { listResources, type PageArguments } from './list.ts'
import type { ResourceType } from './resource-type.ts'

/** Names of the queries of a resource type, with descriptions that differ from the defaults. */
export interface QueryNames {
  /** Query for one resource. */
  readonly one: string
  /** Query for a page of resources. */
  readonly many: string
  /** Description of the name argument. */
  readonly nameDescription?: string
  readonly manyDescription?: string
}

/** Options for the queries of a resource type. */
export interface QueryOptions extends QueryNames {
  /** Field that holds the name. */
  readonly nameField: string
  readonly order: InputObjectRef<SchemaTypes, object>
  /** Describes the default order, for example `by name, ascending`. */
  readonly byDefault: string
}

interface ListArguments extends PageArguments {
  readonly filter?: object | null | undefined
  readonly orderBy?: OrderInput | null | undefined
  readonly targets?: readonly TargetSelector[] | null | undefined
}

/** Adds the queries for one resource and for a page of resources. */
export function defineQueries<Item extends AnyResource>(
  type: ResourceType<Item>,
  options: QueryOptions,
): void {
  const { kind, noun, plural, ref, connection, filter, scope } = type
  const { one, many, nameField, order, byDefault, nameDescription, manyDescription } = options
  builder.queryField(one, (t) =>
    t.field({
      type: ref,
      nullable: true,
      scope,
      description:
        kind.arnType === undefined
          ? `Returns the ${noun} with this \`${nameField}\`. Null if it does not exist.`
          : `Returns the ${noun} identified by exactly one of \`arn\` and \`name\`. Null if it does not exist.`,
      args: {
        ...(kind.arnType !== undefined && {
          arn: t.arg.id({ description: 'ARN. Its account and region must be served by this gateway.' }),
        }),
        [nameField]: t.arg.string({
          required: (kind.arnType === undefined) as false,
          description: nameDescription ?? 'Name of a resource in `target`.',
        }),
        target: t.arg({
          type: TargetInput,
          description:
            'Account and region of resources identified by name. Required with a name if the gateway serves several targets.',
        }),
      },
      // Pothos' conditional types stay open over type parameters, and the name argument has a computed key.
      resolve: ((_root: unknown, args: Readonly<Record<string, unknown>>, context: GraphContext) => {
        const name = args[nameField]
        return loadOne(
          kind,
          { ...args, name: typeof name === 'string' ? name : undefined },
          context,
          nameField,
        )
      }) as never,
    }),
  )
  builder.queryField(many, (t) =>
    t.field({
      type: connection,
      nullable: true,
      scope,
      description: manyDescription ?? `Returns a page of ${plural}.`,
      args: {
        ...t.arg.connectionArgs(),
        filter: t.arg({ type: filter.ref, description: 'Filters the list.' }),
        orderBy: t.arg({ type: order, description: `Sorts the list. Default: ${byDefault}.` }),
        targets: targetsArgument(t.arg),
      },
      ...pageSize,
      // Pothos' conditional type of a resolver stays open over type parameters.
      resolve: ((_root: unknown, { targets, ...args }: ListArguments, context: GraphContext) =>
        listResources(context, type, {
          ...args,
          targets: selectTargets(context.inventory.targets, targets),
        })) as never,
    }),
  )
}

/** Loads the resource with a given ARN or name. @throws BAD_USER_INPUT */
export async function loadOne<Item extends AnyResource>(
  kind: Kind<Item>,
  identifier: ResourceIdentifier,
  { inventory, loaders }: GraphContext,
  nameField = 'name',
): Promise<Item | null> {
  if (kind.arnType === undefined) {
    const { name, target } = identifier
    if (name == null || name === '') throw badUserInput(`\`${nameField}\` must not be empty.`)
    const { nameFormat } = kind
    if (nameFormat?.pattern.test(name) === false) {
      throw badUserInput(`\`${nameField}\` must be ${nameFormat.description}, got \`${truncate(name)}\`.`)
    }
    return loaders.kinds.byName(kind, { name, target: selectTarget(inventory.targets, target) })
  }
  const identified = identify(identifier, kind.arnType, inventory.targets)
  return 'arn' in identified
    ? loaders.kinds.byArn(kind, identified.arn)
    : loaders.kinds.byName(kind, identified)
}
