import type { Target } from '../../../appstream/target.ts'
import type { ReportedRead } from '../../../inventory/cache/reads.ts'
import type { Settled } from '../../../inventory/collection/settled.ts'
import type { AnyResource } from '../../../inventory/resources.ts'
import { builder } from '../../builder.ts'
import type { GraphContext } from '../../context.ts'
import { defineMutation } from '../../mutation/define.ts'
import {
  findOwnResource,
  type ResourceIdentifier,
  resourceIdentifierFields,
} from '../../mutation/own-resource.ts'
import { type Input, inputFields, toAws } from '../request.ts'
import type { ResourceType } from '../resource-type.ts'
import {
  definitionOf,
  type MutationDeclaration,
  type SettingsDeclaration,
  settingsConstraints,
  typeNameOf,
} from './declaration.ts'
import { type Changed, changedPayload } from './payload.ts'
import { changeCursorOf, inventoryOf, type ResourceWriter } from './resource-writer.ts'

/** Resource that a mutation changes without returning it. */
export interface ChangedResource<Item extends AnyResource> {
  readonly target: Target
  readonly name: string
  readonly store: ResourceWriter<Item>
  readonly context: GraphContext
}

/** Declaration of a mutation that changes a resource and whose response is empty. */
export interface ChangeDeclaration<Item extends AnyResource>
  extends MutationDeclaration<Item>,
    Partial<SettingsDeclaration> {
  readonly type: ResourceType<Item>
  /** Member of the request that holds the name. Default: `Name`. */
  readonly nameMember?: string
  /** Subscription with which to follow the change. Absent if the resource itself stays the same. */
  readonly subscription?: string
  /** Returns true if AWS shows the change, after a call of unknown outcome. */
  readonly isDone: (changed: ChangedResource<Item>, read: ReportedRead, input: Input) => Promise<boolean>
  /** Returns what the audit log shows besides the resource. Default: nothing. */
  readonly made?: (input: Input) => string
  /** Invalidates cached data besides the resource. */
  readonly invalidate?: (changed: ChangedResource<Item>) => Settled
}

/** Adds a mutation with an empty response: the next read gets the change from AWS. */
export function change<Item extends AnyResource>(declaration: ChangeDeclaration<Item>): void {
  const { type, name: field, operation, nameMember = 'Name', structure, subscription } = declaration
  const { kind } = type
  defineMutation<object, Changed>({
    ...changeDefinition(declaration),
    payload: changedPayload(type, typeNameOf(field, 'Payload'), subscription),
    plan(input, context) {
      const identifier: ResourceIdentifier = input
      const found = findOwnResource(identifier, kind.arnType ?? '', context.inventory)
      if (Array.isArray(found)) return found
      const { target, name } = found
      const changed = { target, name, store: inventoryOf(context, kind, found), context }
      const payload = { target, name, changeCursor: changeCursorOf(context, kind) }
      return {
        ...found,
        ...(declaration.made && { made: declaration.made({ ...input }) }),
        async send(writer) {
          const settings = structure === undefined ? {} : toAws(structure, input)
          const call = () => writer.callDeclared(operation, { ...settings, [nameMember]: name })
          try {
            const { awsRequestId } = await (subscription === undefined ? call() : changed.store.write(call))
            return { output: payload, awsRequestId }
          } finally {
            await declaration.invalidate?.(changed)
          }
        },
        async reconcile(read) {
          return (await declaration.isDone(changed, read, { ...input })) ? payload : undefined
        },
      }
    },
  })
}

/** Returns the parts of a change's definition that do not depend on its response. */
export function changeDefinition<Item extends AnyResource>(
  declaration: Omit<ChangeDeclaration<Item>, 'isDone'>,
) {
  const { type, name, operation, structure, members = {}, check } = declaration
  return {
    ...definitionOf(declaration),
    input: builder.inputType(typeNameOf(name, 'Input'), {
      description: `The ${type.noun}, identified by exactly one of \`arn\` and \`name\`.`,
      fields: (t) => ({
        ...resourceIdentifierFields(t),
        ...(structure !== undefined && inputFields(t, structure, members)),
      }),
    }),
    constraints: settingsConstraints(operation, members, check),
  }
}
