import { beforeWrite } from '../../../inventory/overlay.ts'
import type { AnyResource } from '../../../inventory/resources.ts'
import { builder } from '../../builder.ts'
import { defineMutation } from '../../mutation/define.ts'
import {
  findOwnResource,
  type ResourceIdentifier,
  resourceIdentifierFields,
} from '../../mutation/own-resource.ts'
import { inputFields, toAws } from '../request.ts'
import type { ResourceType } from '../resource-type.ts'
import {
  definitionOf,
  type MutationDeclaration,
  type SettingsDeclaration,
  settingsConstraints,
  typeNameOf,
} from './declaration.ts'
import { type Changed, changedPayload, resourcePayload } from './payload.ts'
import { changeCursorOf, inventoryOf } from './written.ts'

/** Declares a mutation that moves a resource to another state. */
export interface TransitionDeclaration<Item extends AnyResource>
  extends MutationDeclaration<Item>,
    Partial<Pick<SettingsDeclaration, 'structure' | 'members'>> {
  readonly type: ResourceType<Item>
  /** The states that it leads to, at once or later. */
  readonly to: readonly string[]
  readonly response: EmptyResponse | ResourceResponse
}

/** The answer of AWS is empty. */
interface EmptyResponse {
  /** The subscription to follow the change with. */
  readonly subscription: string
}

/** The answer of AWS holds the resource. */
interface ResourceResponse {
  /** The member of the answer that holds it. */
  readonly output: string
  /** The states that the change leads from: a resource that AWS shows in one of them is from before. */
  readonly from: readonly string[]
  readonly payloadDescription: string
}

/** Adds a mutation that moves a resource to another state. */
export function transition<Item extends AnyResource>(declaration: TransitionDeclaration<Item>): void {
  const { response } = declaration
  if ('output' in response) returningTransition(declaration, response)
  else silentTransition(declaration, response)
}

/** Adds one whose answer is empty: the next read asks AWS for the state. */
function silentTransition<Item extends AnyResource>(
  declaration: TransitionDeclaration<Item>,
  { subscription }: EmptyResponse,
): void {
  const { type, name: field, operation, to } = declaration
  const { kind } = type
  defineMutation<object, Changed>({
    ...commonOf(declaration),
    payload: changedPayload(type, typeNameOf(field, 'Payload'), subscription),
    plan(given, context) {
      const found = findOwnResource(given as ResourceIdentifier, kind.arnType ?? '', context.inventory)
      if (Array.isArray(found)) return found
      const { target, name } = found
      const own = inventoryOf(context, kind, found)
      const payload = { target, name, changeCursor: changeCursorOf(context, kind) }
      return {
        ...found,
        async send(writer) {
          const request = requestOf(declaration, given, name)
          const { awsRequestId } = await own.write(() => writer.callDeclared(operation, request))
          return { output: payload, awsRequestId }
        },
        async reconcile(read) {
          return isIn(to, await own.shown(read)) ? payload : undefined
        },
      }
    },
  })
}

/** Adds one whose answer holds the resource. */
function returningTransition<Item extends AnyResource>(
  declaration: TransitionDeclaration<Item>,
  { output, from, payloadDescription }: ResourceResponse,
): void {
  const { type, name: field, operation, to } = declaration
  const { kind } = type
  defineMutation<object, { readonly resource: Item }>({
    ...commonOf(declaration),
    payload: resourcePayload(type, typeNameOf(field, 'Payload'), payloadDescription),
    plan(given, context) {
      const found = findOwnResource(given as ResourceIdentifier, kind.arnType ?? '', context.inventory)
      if (Array.isArray(found)) return found
      const own = inventoryOf(context, kind, found)
      return {
        ...found,
        send: (writer) =>
          own.writeReturned(
            () => writer.callDeclaredFor(operation, output, requestOf(declaration, given, found.name)),
            beforeWrite({ kind: 'stateIn', states: from }),
          ),
        async reconcile(read) {
          const resource = await own.shown(read)
          return resource !== undefined && isIn(to, resource) ? { resource } : undefined
        },
      }
    },
  })
}

function commonOf<Item extends AnyResource>(declaration: TransitionDeclaration<Item>) {
  const { type, name: field, operation, structure, members = {} } = declaration
  return {
    ...definitionOf(declaration),
    input: builder.inputType(typeNameOf(field, 'Input'), {
      description: `The ${type.noun} whose state to change, identified by exactly one of \`arn\` and \`name\`.`,
      fields: (t) => ({
        ...resourceIdentifierFields(t),
        ...(structure !== undefined && inputFields(t, structure, members)),
      }),
    }),
    constraints: settingsConstraints(operation, members),
  }
}

function requestOf<Item extends AnyResource>(
  { structure }: TransitionDeclaration<Item>,
  given: object,
  name: string,
): object {
  return { ...(structure !== undefined && toAws(structure, given)), Name: name }
}

function isIn(states: readonly string[], item: AnyResource | undefined): boolean {
  return item?.aws.State !== undefined && states.includes(item.aws.State)
}
