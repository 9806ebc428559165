import type { AnyResource } from '../../../inventory/resources.ts'
import { defineMutation } from '../../mutation/define.ts'
import { findOwnResource, type ResourceIdentifier } from '../../mutation/own-resource.ts'
import { toAws } from '../request.ts'
import { teardownRegistry } from '../teardown.ts'
import { type ChangeDeclaration, change, changeDefinition } from './change.ts'
import { typeNameOf } from './declaration.ts'
import { addChangeCursor, type Changed, resourcePayload } from './payload.ts'
import { changeCursorOf, inventoryOf } from './resource-writer.ts'

/** Declaration of a mutation that changes the state of a resource. */
export interface TransitionDeclaration<Item extends AnyResource>
  extends Omit<ChangeDeclaration<Item>, 'isDone' | 'subscription'> {
  /** States that follow, immediately or later. */
  readonly to: readonly string[]
  readonly response: EmptyResponse | ResourceResponse
}

/** Empty response of AWS. */
interface EmptyResponse {
  /** Subscription with which to follow the change. */
  readonly subscription: string
}

/** Response of AWS that contains the resource. */
interface ResourceResponse {
  /** Member of the response that holds the resource. */
  readonly output: string
  /** States before the change: a read that returns one of them is outdated. */
  readonly from: readonly string[]
  readonly payloadDescription: string
  /** Subscription with which to follow the change; adds `changeCursor` to the payload. */
  readonly subscription?: string
}

/** Adds a mutation that changes the state of a resource. */
export function transition<Item extends AnyResource>(declaration: TransitionDeclaration<Item>): void {
  const { type, name, to, response } = declaration
  const from = 'from' in response ? response.from : undefined
  teardownRegistry.changes.push({ kind: type.kind, mutation: name, to, from })
  if ('output' in response) returningTransition(declaration, response)
  else {
    change({
      ...declaration,
      ...response,
      isDone: async ({ store }, read) => isIn(to, await store.shown(read)),
    })
  }
}

interface Moved<Item> extends Pick<Changed, 'changeCursor'> {
  readonly resource: Item
}

/** Adds a mutation whose response contains the resource. */
function returningTransition<Item extends AnyResource>(
  declaration: TransitionDeclaration<Item>,
  { output, from, payloadDescription, subscription }: ResourceResponse,
): void {
  const { type, name: field, operation, structure, nameMember = 'Name', to, action } = declaration
  const { kind } = type
  const payload = resourcePayload<Item, Moved<Item>>(type, typeNameOf(field, 'Payload'), payloadDescription)
  if (subscription !== undefined) addChangeCursor(payload, subscription)
  defineMutation<object, Moved<Item>>({
    ...changeDefinition({ ...declaration, action: action && { states: from, ...action } }),
    payload,
    plan(input, context) {
      const found = findOwnResource(input as ResourceIdentifier, kind.arnType ?? '', context.inventory)
      if (Array.isArray(found)) return found
      const own = inventoryOf(context, kind, found)
      const changeCursor = changeCursorOf(context, kind)
      return {
        ...found,
        async send(writer) {
          const written = await own.writeReturned(
            () =>
              writer.callDeclaredFor(operation, output, {
                ...(structure !== undefined && toAws(structure, input)),
                [nameMember]: found.name,
              }),
            { kind: 'stateIn', states: from },
          )
          return { ...written, output: { ...written.output, changeCursor } }
        },
        async reconcile(read) {
          const resource = await own.shown(read)
          return resource !== undefined && isIn(to, resource) ? { resource, changeCursor } : undefined
        },
      }
    },
  })
}

function isIn(states: readonly string[], item: AnyResource | undefined): boolean {
  return item?.aws.State !== undefined && states.includes(item.aws.State)
}
