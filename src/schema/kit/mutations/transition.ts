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
import { addChangeCursor, type Changed, changedPayload, resourcePayload } from './payload.ts'
import { changeCursorOf, inventoryOf } from './written.ts'

/** Declaration of a mutation that changes the state of a resource. */
export interface TransitionDeclaration<Item extends AnyResource>
  extends MutationDeclaration<Item>,
    Partial<Pick<SettingsDeclaration, 'structure' | 'members'>> {
  readonly type: ResourceType<Item>
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
  const { response } = declaration
  if ('output' in response) returningTransition(declaration, response)
  else silentTransition(declaration, response)
}

/** Adds a mutation with an empty response: the next read gets the state from AWS. */
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

interface Moved<Item> extends Pick<Changed, 'changeCursor'> {
  readonly resource: Item
}

/** Adds a mutation whose response contains the resource. */
function returningTransition<Item extends AnyResource>(
  declaration: TransitionDeclaration<Item>,
  { output, from, payloadDescription, subscription }: ResourceResponse,
): void {
  const { type, name: field, operation, to } = declaration
  const { kind } = type
  const payload = resourcePayload<Item, Moved<Item>>(type, typeNameOf(field, 'Payload'), payloadDescription)
  if (subscription !== undefined) addChangeCursor(payload, subscription)
  defineMutation<object, Moved<Item>>({
    ...commonOf(declaration),
    payload,
    plan(given, context) {
      const found = findOwnResource(given as ResourceIdentifier, kind.arnType ?? '', context.inventory)
      if (Array.isArray(found)) return found
      const own = inventoryOf(context, kind, found)
      const changeCursor = changeCursorOf(context, kind)
      return {
        ...found,
        async send(writer) {
          const written = await own.writeReturned(
            () => writer.callDeclaredFor(operation, output, requestOf(declaration, given, found.name)),
            beforeWrite({ kind: 'stateIn', states: from }),
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

function commonOf<Item extends AnyResource>(declaration: TransitionDeclaration<Item>) {
  const { type, name: field, operation, structure, members = {} } = declaration
  return {
    ...definitionOf(declaration),
    input: builder.inputType(typeNameOf(field, 'Input'), {
      description: `The ${type.noun}, identified by exactly one of \`arn\` and \`name\`.`,
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
