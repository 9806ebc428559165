import type { ReadOptions } from '../../../inventory/cached.ts'
import type { AnyResource } from '../../../inventory/resources.ts'
import { builder } from '../../builder.ts'
import { defineMutation } from '../../mutation/define.ts'
import { type Input, inputFields, toAws } from '../request.ts'
import {
  definitionOf,
  type MutationDeclaration,
  type SettingsDeclaration,
  settingsConstraints,
  typeNameOf,
} from './declaration.ts'
import { resourcePayload } from './payload.ts'

/** Declaration of a mutation that changes settings of a resource. */
export interface UpdateDeclaration<Item extends AnyResource>
  extends MutationDeclaration<Item>,
    SettingsDeclaration {
  /** Member of the response that holds the resource. */
  readonly output: string
  readonly payloadDescription: string
  /** Names of request members in the resource, if they differ. */
  readonly shownAs?: Readonly<Record<string, string>>
  /** Completes a request that depends on the current resource, which is read first if the test returns true. */
  readonly complete?: {
    readonly isNeeded: (input: Input) => boolean
    readonly with: (request: Record<string, unknown>, current: Item) => Record<string, unknown>
  }
}

/** Adds a mutation that changes settings of a resource. Omitted members keep their values. */
export function update<Item extends AnyResource>(declaration: UpdateDeclaration<Item>): void {
  const { type, name: field, operation, structure, members, check, output, complete, shownAs } = declaration
  const { noun, naming } = type
  const input = builder.inputType(typeNameOf(field, 'Input'), {
    description: `New settings of the ${noun} identified by ${naming.by}. Omitted members keep their values.`,
    fields: (t) => ({ ...naming.fields(t), ...inputFields(t, structure, members) }),
  })

  defineMutation<object, { readonly resource: Item }>({
    ...definitionOf(declaration),
    input,
    payload: resourcePayload(type, typeNameOf(field, 'Payload'), declaration.payloadDescription),
    constraints: settingsConstraints(operation, members, check),
    plan(given, context) {
      const found = naming.find({ ...given }, context)
      if (Array.isArray(found)) return found
      const own = found.store()
      let request: Record<string, unknown> = { ...toAws(structure, given), ...found.request }
      return {
        ...found,
        async verify(read: ReadOptions) {
          await found.verify(read)
          if (complete === undefined || !complete.isNeeded({ ...given })) return
          const current = await own.shown({ ...context.reading.now(read.signal), ...read })
          if (current !== undefined) request = complete.with(request, current)
        },
        send: (writer) =>
          own.update(
            () => writer.callDeclaredFor(operation, output, request),
            Object.keys(request).map((member) => shownAs?.[member] ?? member),
          ),
      }
    },
  })
}
