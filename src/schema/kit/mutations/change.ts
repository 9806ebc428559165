import type { ReadOptions } from '../../../inventory/cached.ts'
import { isBeforeWrite, unchangedRule } from '../../../inventory/overlay.ts'
import type { AnyResource } from '../../../inventory/resources.ts'
import { builder } from '../../builder.ts'
import { defineMutation } from '../../mutation/define.ts'
import { findOwnResource, type ResourceNaming, resourceNamingFields } from '../../mutation/own-resource.ts'
import { writeThrough } from '../../mutation/plan.ts'
import { inputFields, toAws } from '../request.ts'
import {
  definitionOf,
  type Input,
  type MutationDeclaration,
  type SettingsDeclaration,
  settingsConstraints,
  typeNameOf,
} from './declaration.ts'
import { type Changed, changedPayload, resourcePayload } from './payload.ts'
import { changeCursorOf, inventoryOf } from './written.ts'

/** Declares a mutation that changes the settings of a resource. */
export interface UpdateDeclaration<Item extends AnyResource>
  extends MutationDeclaration<Item>,
    SettingsDeclaration {
  /** The member of the answer that holds the resource. */
  readonly output: string
  readonly payloadDescription: string
  /** Completes a request that depends on the resource as AWS has it; it is read first where the test holds. */
  readonly complete?: {
    readonly isNeeded: (input: Input) => boolean
    readonly with: (request: Record<string, unknown>, current: Item) => Record<string, unknown>
  }
}

/** Adds a mutation that changes the settings of a resource; members that are not given stay. */
export function update<Item extends AnyResource>(declaration: UpdateDeclaration<Item>): void {
  const { type, name: field, operation, structure, members, check, output, complete } = declaration
  const { kind, noun } = type
  const input = builder.inputType(typeNameOf(field, 'Input'), {
    description: `The ${noun} to update, by exactly one of \`arn\` and \`name\`, and its new settings. Members that are left out stay as they are.`,
    fields: (t) => ({ ...resourceNamingFields(t), ...inputFields(t, structure, members) }) as never,
  })

  defineMutation<object, { readonly resource: Item }>({
    ...definitionOf(declaration),
    input,
    payload: resourcePayload(type, typeNameOf(field, 'Payload'), declaration.payloadDescription),
    constraints: settingsConstraints(operation, members, check),
    plan(given, context) {
      const found = findOwnResource(given as ResourceNaming, kind.arnType ?? '', context.inventory)
      if (Array.isArray(found)) return found
      const { target, name } = found
      const own = inventoryOf(context, kind, found)
      let request: Record<string, unknown> = { ...toAws(structure, given), Name: name }
      return {
        ...found,
        async verify(read: ReadOptions) {
          await found.verify(read)
          if (complete === undefined || !complete.isNeeded({ ...given })) return
          const current = await own.shown({ ...context.reading.now(read.signal), ...read })
          if (current !== undefined) request = complete.with(request, current)
        },
        async send(writer) {
          const before = own.known()
          const written = await writeThrough<object, Item, Item>(
            own.begin(),
            () => writer.callFor(operation, output as never, request as never),
            (aws) => kind.toResource(target, aws),
            (shown, after) => isBeforeWrite(unchangedRule(before, after, Object.keys(request)), shown, after),
          )
          return { ...written, output: { resource: written.output } }
        },
      }
    },
  })
}

/** Declares a mutation that moves a resource to another state, and whose answer is empty. */
export interface TransitionDeclaration<Item extends AnyResource> extends MutationDeclaration<Item> {
  /** The states that it leads to, at once or later. */
  readonly to: readonly string[]
  /** The subscription to follow it with. */
  readonly subscription: string
}

/** Adds a mutation that moves a resource to another state. */
export function transition<Item extends AnyResource>(declaration: TransitionDeclaration<Item>): void {
  const { type, name: field, operation, to, subscription } = declaration
  const { kind, noun } = type
  const input = builder.inputType(typeNameOf(field, 'Input'), {
    description: `The ${noun}, by exactly one of \`arn\` and \`name\`.`,
    fields: (t) => resourceNamingFields(t),
  })

  defineMutation<object, Changed>({
    ...definitionOf(declaration),
    input,
    payload: changedPayload(type, typeNameOf(field, 'Payload'), subscription),
    constraints: settingsConstraints(operation, {}),
    plan(given, context) {
      const found = findOwnResource(given as ResourceNaming, kind.arnType ?? '', context.inventory)
      if (Array.isArray(found)) return found
      const { target, name } = found
      const own = inventoryOf(context, kind, found)
      const payload = { target, name, changeCursor: changeCursorOf(context, kind) }
      return {
        ...found,
        async send(writer) {
          // The answer does not tell the new state: the next read asks AWS.
          const { awsRequestId } = await writeThrough<object, Item, undefined>(
            own.begin(),
            () => writer.call(operation, { Name: name } as never),
            () => undefined,
          )
          return { output: payload, awsRequestId }
        },
        async look(read) {
          const shown = await own.shown(read)
          return shown?.aws.State !== undefined && to.includes(shown.aws.State) ? payload : undefined
        },
      }
    },
  })
}
