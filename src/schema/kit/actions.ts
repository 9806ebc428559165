import type { ItemKind } from '../../inventory/kind.ts'
import { createKindMap, type TypeFamily } from '../../inventory/kind-map.ts'
import type { AnyResource } from '../../inventory/resources.ts'
import { listScopes, missingScopes, type Permissions, type Scopes } from '../access.ts'
import { builder } from '../builder.ts'
import type { ItemType } from './resource-type.ts'

/** Use of a mutation as an action on a resource, which `availableActions` lists. */
export interface ActionDeclaration<Item> {
  /** Value of the enum: the name of the mutation without that of the type, for example `START`. */
  readonly action: string
  /**
   * States in which AWS accepts the mutation and it has an effect. In others, and in states that this release does not
   * know, it is not available. Absent if AWS accepts it in every state.
   */
  readonly states?: readonly string[] | undefined
  /** Returns false for a resource of which AWS rejects the mutation in every state. Default: always true. */
  readonly isFor?: ((item: Item) => boolean) | undefined
}

/** Mutation as its definition sees it. */
export interface ActingMutation {
  readonly name: string
  readonly scope: Scopes
}

/** Action with the mutation that declares it. */
export interface Action<Item> extends ActionDeclaration<Item> {
  readonly mutation: ActingMutation
}

interface ActionsFamily extends TypeFamily {
  readonly value: Action<this['item']>[]
}

/** Actions by kind, filled by the declarations of mutations, like the builder. */
const actions = createKindMap<ActionsFamily>()

/** Returns the actions of a kind that were declared so far. */
export function actionsOf<Item extends AnyResource>(kind: ItemKind<Item>): Action<Item>[] {
  return actions.of(kind, () => [])
}

/** Returns a function that adds an action, for the definition of its mutation. */
export function actionOn<Item extends AnyResource>(
  kind: ItemKind<Item>,
  declaration: ActionDeclaration<Item> | undefined,
): ((mutation: ActingMutation) => void) | undefined {
  if (declaration === undefined) return undefined
  return (mutation) => void actionsOf(kind).push({ ...declaration, mutation })
}

/** Returns true if the state of a resource and the scopes of a caller allow an action. */
export function isAvailable<Item extends AnyResource>(
  { states, isFor, mutation }: Action<Item>,
  item: Item,
  caller: Permissions,
): boolean {
  const { State = '' } = item.aws
  return (
    (states?.includes(State) ?? true) &&
    missingScopes(caller, mutation.scope).length === 0 &&
    (isFor?.(item) ?? true)
  )
}

/** Adds the field `availableActions` to a type. All mutations of the type must be declared before. */
export function defineAvailableActions<Item extends AnyResource>(
  { kind, noun, ref }: ItemType<Item>,
  enumName: string,
): void {
  const declared = actionsOf(kind)
  const type = builder.enumType(enumName, {
    description: `Mutation that can act on an existing ${noun}.`,
    values: Object.fromEntries(declared.map((one) => [one.action, { description: describe(one) }])),
  })
  builder.objectField(ref, 'availableActions', (t) =>
    t.field({
      type: [type],
      listSize: { assumedSize: declared.length },
      description: `Mutations that the state of the ${noun} and the scopes of the caller allow now, to show or hide buttons. AWS may still reject one for reasons that the state does not show, such as resources that use the ${noun}. Costs no AWS call.`,
      // Pothos' conditional type of a resolver stays open over a type parameter.
      resolve: ((item: Item, _args: object, { caller }: { readonly caller: Permissions }) =>
        declared.filter((one) => isAvailable(one, item, caller)).map(({ action }) => action)) as never,
    }),
  )
}

function describe({ mutation: { name, scope }, states }: Action<never>): string {
  const [first, ...others] = states ?? []
  const inStates = others.length === 0 ? `in the state ${first}` : `in the states ${states?.join(', ')}`
  const scopes = listScopes(scope).map((one) => `\`${one}\``)
  return `\`${name}\`: available ${states === undefined ? 'in every state' : inStates}, with the scope ${scopes.join(' and ')}.`
}
